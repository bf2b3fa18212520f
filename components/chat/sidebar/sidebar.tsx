"use client";

import { type RefObject, useEffect, useRef, useState, useSyncExternalStore } from "react";
import { AccountMenu } from "@/components/chat/sidebar/account-menu";
import type { Pending } from "@/components/chat/sidebar/conversation-dialogs";
import { ConversationList } from "@/components/chat/sidebar/conversation-list";
import type { SidebarStore } from "@/components/chat/sidebar/sidebar-store";
import { Wordmark } from "@/components/ui/centered-page";
import { IconButton } from "@/components/ui/icon-button";
import { CloseIcon, NewChatIcon, SearchIcon, SidebarIcon } from "@/components/ui/icons";
import type { MeView } from "@/lib/accounts/views";

const SEARCH_AFTER_MS = 180;

export type SidebarProps = {
  store: SidebarStore;
  me: MeView;
  openId: string | null;
  searchField: RefObject<HTMLInputElement | null>;
  onNewChat: () => void;
  onClose: () => void;
  onPending: (pending: Pending) => void;
  onShortcuts: () => void;
};

/** The person's chats, and the way to everything else. */
export function Sidebar({ store, me, openId, searchField, onNewChat, onClose, onPending, onShortcuts }: SidebarProps) {
  const state = useSyncExternalStore(store.subscribe, store.getState, store.getState);
  const [words, setWords] = useState("");
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  function search(text: string): void {
    setWords(text);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void store.find(text.trim()), text === "" ? 0 : SEARCH_AFTER_MS);
  }

  return (
    <div className="flex min-h-0 flex-1 flex-col">
      <div className="flex h-14 shrink-0 items-center justify-between gap-1 pr-2 pl-4">
        <Wordmark />
        <div className="flex">
          <IconButton label="New chat (Ctrl Shift O)" tooltipSide="bottom" tooltipAlign="end" onClick={onNewChat}>
            <NewChatIcon size={18} />
          </IconButton>
          <IconButton label="Hide sidebar" tooltipSide="bottom" tooltipAlign="end" onClick={onClose}>
            <SidebarIcon size={18} />
          </IconButton>
        </div>
      </div>
      <search className="relative mx-2 mb-3 block shrink-0">
        <SearchIcon className="pointer-events-none absolute top-1/2 left-2.5 -translate-y-1/2 text-text-quiet" />
        <input
          ref={searchField}
          type="text"
          value={words}
          aria-label="Search chats by title"
          placeholder="Search titles"
          autoComplete="off"
          maxLength={200}
          onChange={(event) => search(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Escape" && words !== "") {
              event.stopPropagation();
              search("");
            }
          }}
          className="block min-h-8 w-full rounded-control border border-line bg-surface pr-8 pl-8 placeholder:text-text-quiet hover:border-line-strong/70 focus-visible:outline-offset-0 touch:min-h-11"
        />
        {words !== "" && (
          <button
            type="button"
            aria-label="Clear search"
            onClick={() => search("")}
            className="absolute inset-y-0 right-0 flex w-8 items-center justify-center rounded-control text-text-quiet hover:text-text touch:w-11"
          >
            <CloseIcon size={14} />
          </button>
        )}
      </search>
      <nav aria-label="Chats" className="min-h-0 flex-1 overflow-y-auto overscroll-contain">
        <ConversationList store={store} state={state} openId={openId} onPending={onPending} />
      </nav>
      <div className="shrink-0 border-t border-line p-2 pb-[max(8px,env(safe-area-inset-bottom))]">
        <AccountMenu me={me} onShortcuts={onShortcuts} />
      </div>
    </div>
  );
}
