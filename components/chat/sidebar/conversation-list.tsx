"use client";

import Link, { useLinkStatus } from "next/link";
import { useEffect, useRef, useSyncExternalStore } from "react";
import type { Pending } from "@/components/chat/sidebar/conversation-dialogs";
import { groupByTime } from "@/components/chat/sidebar/group-by-time";
import type { SidebarState, SidebarStore } from "@/components/chat/sidebar/sidebar-store";
import { Button } from "@/components/ui/button";
import { classNames } from "@/components/ui/class-names";
import { EditIcon, MoreIcon, TrashIcon } from "@/components/ui/icons";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Skeleton } from "@/components/ui/skeleton";
import type { ConversationLine } from "@/lib/conversations/views";

/** The conversations by time, further ones as the list is scrolled. */
export function ConversationList({
  store,
  state,
  openId,
  onPending,
}: {
  store: SidebarStore;
  state: SidebarState;
  openId: string | null;
  onPending: (pending: Pending) => void;
}) {
  const { conversations, nextCursor, isLoading, search, problem } = state;
  const end = useRef<HTMLDivElement>(null);
  const today = useToday();
  useEffect(() => {
    const element = end.current;
    if (!element || nextCursor === null) return;
    const observer = new IntersectionObserver(([entry]) => entry?.isIntersecting && void store.loadMore(), {
      rootMargin: "600px 0px",
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [store, nextCursor]);

  if (problem) {
    return (
      <div className="flex flex-col items-start gap-2 px-4 py-6 text-text-quiet">
        <p>{problem}</p>
        <Button onClick={() => void store.refresh()}>Try again</Button>
      </div>
    );
  }
  if (conversations.length === 0 && !isLoading) {
    return (
      <p className="px-4 py-6 text-text-quiet">
        {search === "" ? "Your chats will be listed here, newest first." : <>No chat has “{search}” in its title.</>}
      </p>
    );
  }
  return (
    <div aria-busy={isLoading} className="flex flex-col gap-4 px-2 pb-4">
      {groupByTime(conversations, new Date(today)).map(({ label, conversations: group }) => (
        <section key={label} aria-label={label}>
          <h2 className="px-2 py-1 text-small font-medium text-text-quiet" suppressHydrationWarning>
            {label}
          </h2>
          <ul>
            {group.map((line) => (
              <Line key={line.id} line={line} isOpen={line.id === openId} onPending={onPending} />
            ))}
          </ul>
        </section>
      ))}
      {isLoading &&
        conversations.length === 0 &&
        [70, 55, 80].map((width) => <Skeleton key={width} className="mx-2 h-4" />)}
      <div ref={end} />
    </div>
  );
}

function Line({
  line,
  isOpen,
  onPending,
}: {
  line: ConversationLine;
  isOpen: boolean;
  onPending: (pending: Pending) => void;
}) {
  const title = line.title ?? "New chat";
  return (
    <li
      className={classNames(
        "group/line relative flex items-center rounded-control",
        isOpen ? "bg-surface-hover" : "hover:bg-surface-hover",
      )}
    >
      <Link
        href={`/c/${line.id}`}
        prefetch={false}
        aria-current={isOpen ? "page" : undefined}
        title={title}
        className={classNames(
          "min-w-0 flex-1 truncate rounded-control px-2 py-1.5 pr-9 -outline-offset-2 touch:py-3",
          isOpen && "font-medium",
          line.title === null && "text-text-quiet",
        )}
      >
        <Title text={title} />
      </Link>
      <Menu
        label={`${title}: what can be done`}
        align="end"
        trigger={(props) => (
          <button
            type="button"
            {...props}
            aria-label={`More for ${title}`}
            className="absolute right-0.5 flex size-7 items-center justify-center rounded-control text-text-quiet opacity-0 group-hover/line:opacity-100 hover:text-text focus-visible:opacity-100 aria-expanded:opacity-100 touch:size-11 touch:opacity-100"
          >
            <MoreIcon />
          </button>
        )}
      >
        <MenuItem icon={<EditIcon />} onClick={() => onPending({ kind: "rename", id: line.id, title: line.title })}>
          Rename
        </MenuItem>
        <MenuItem
          icon={<TrashIcon />}
          tone="danger"
          onClick={() => onPending({ kind: "delete", id: line.id, title: line.title })}
        >
          Delete
        </MenuItem>
      </Menu>
    </li>
  );
}

/** Breathes while its chat is being fetched. */
function Title({ text }: { text: string }) {
  const { pending } = useLinkStatus();
  return <bdi className={pending ? "animate-breathe" : undefined}>{text}</bdi>;
}

const MINUTE_MS = 60_000;

/** The present day of this browser; the server's until the browser takes over. */
function useToday(): number {
  return useSyncExternalStore(
    (listener) => {
      const timer = setInterval(listener, MINUTE_MS);
      return () => clearInterval(timer);
    },
    () => new Date().setHours(12, 0, 0, 0),
    () => new Date().setHours(12, 0, 0, 0),
  );
}
