"use client";

import { usePathname, useRouter } from "next/navigation";
import { createContext, type ReactNode, useCallback, useContext, useEffect, useMemo, useRef, useState } from "react";
import { type ChatDesk, ChatDeskProvider } from "@/components/chat/chat-desk";
import { onConversationEvent } from "@/components/chat/conversation-events";
import { conversationIdIn } from "@/components/chat/conversation-path";
import { ShortcutsDialog } from "@/components/chat/shortcuts-dialog";
import { ConversationDialogs, type Pending } from "@/components/chat/sidebar/conversation-dialogs";
import { Sidebar } from "@/components/chat/sidebar/sidebar";
import { SidebarStore } from "@/components/chat/sidebar/sidebar-store";
import { forgetThread } from "@/components/chat/thread-registry";
import { SIDEBAR_KEY } from "@/components/theme";
import { Drawer } from "@/components/ui/drawer";
import { IconButton } from "@/components/ui/icon-button";
import { MenuIcon, SidebarIcon } from "@/components/ui/icons";
import type { ConversationPage } from "@/lib/conversations/views";

type Frame = {
  /** For the start of a chat's header: the way to the sidebar where it is hidden. */
  lead: ReactNode;
  onNewChat: () => void;
  onPending: (pending: Pending) => void;
};
const FrameContext = createContext<Frame>({ lead: null, onNewChat: () => {}, onPending: () => {} });

export function useChatFrame(): Frame {
  return useContext(FrameContext);
}

/** The sidebar and the place for a chat beside it; what holds for all chats: shortcuts, dialogs, the list. */
export function ChatFrame({
  desk,
  firstPage,
  children,
}: {
  desk: ChatDesk;
  firstPage: ConversationPage;
  children: ReactNode;
}) {
  const router = useRouter();
  const openId = conversationIdIn(usePathname());
  const [store] = useState(() => new SidebarStore(firstPage));
  const [pending, setPending] = useState<Pending>(null);
  const [hasShortcuts, setHasShortcuts] = useState(false);
  const search = useRef<HTMLInputElement>(null);
  const drawerSearch = useRef<HTMLInputElement>(null);
  const [isDrawerOpen, setIsDrawerOpen] = useState(false);
  const openDrawer = useCallback(() => setIsDrawerOpen(true), []);
  const closeDrawer = useCallback(() => setIsDrawerOpen(false), []);
  const [isSidebarShown, setIsSidebarShown] = useState(true);

  useEffect(() => {
    setIsSidebarShown(document.documentElement.dataset.sidebar !== "hidden");
  }, []);

  const showSidebar = useCallback((isShown: boolean) => {
    setIsSidebarShown(isShown);
    document.documentElement.dataset.sidebar = isShown ? "shown" : "hidden";
    try {
      localStorage.setItem(SIDEBAR_KEY, isShown ? "shown" : "hidden");
    } catch {
      // storage is switched off: it holds for this page
    }
  }, []);

  const newChat = useCallback(() => {
    setIsDrawerOpen(false);
    router.push("/");
    document.querySelector<HTMLElement>("[aria-label=Message]")?.focus();
  }, [router]);

  const findChat = useCallback(() => {
    if (window.matchMedia("(width < 48rem)").matches) {
      setIsDrawerOpen(true);
    } else {
      showSidebar(true);
    }
    requestAnimationFrame(() => (drawerSearch.current ?? search.current)?.focus());
  }, [showSidebar]);

  useEffect(
    () =>
      onConversationEvent((event, from) => {
        if (event.kind === "renamed") store.rename(event.conversationId, event.title);
        if (event.kind === "deleted") {
          store.remove(event.conversationId);
          forgetThread(event.conversationId);
        }
        if (event.kind === "changed") {
          if (from === "here") store.touch(event.conversationId);
          else void store.refresh();
        }
        if (event.kind === "settled") void store.refresh();
      }),
    [store],
  );

  // biome-ignore lint/correctness/useExhaustiveDependencies: another chat was chosen
  useEffect(() => {
    setIsDrawerOpen(false);
  }, [openId]);

  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const hasModifier = event.ctrlKey || event.metaKey;
      if (hasModifier && event.shiftKey && event.key.toLowerCase() === "o") {
        event.preventDefault();
        newChat();
      } else if (hasModifier && !event.shiftKey && event.key.toLowerCase() === "k") {
        event.preventDefault();
        findChat();
      } else if (event.key === "?" && !hasModifier && !isTyping(event.target)) {
        event.preventDefault();
        setHasShortcuts(true);
      }
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [newChat, findChat]);

  const frame = useMemo<Frame>(
    () => ({
      lead: <HeaderLead isSidebarShown={isSidebarShown} onDrawer={openDrawer} onSidebar={() => showSidebar(true)} />,
      onNewChat: newChat,
      onPending: setPending,
    }),
    [isSidebarShown, openDrawer, showSidebar, newChat],
  );

  const sidebarProps = {
    store,
    me: desk.me,
    openId,
    onNewChat: newChat,
    onPending: setPending,
    onShortcuts: () => setHasShortcuts(true),
  };
  return (
    <ChatDeskProvider desk={desk}>
      <FrameContext value={frame}>
        <div data-fills-screen className="flex min-h-0 flex-1">
          {/* Hidden by the root element's attribute, which is there before the first paint. */}
          <aside
            aria-label="Sidebar"
            className="flex w-68 shrink-0 flex-col border-r border-line bg-surface-sunken in-data-[sidebar=hidden]:hidden max-md:hidden"
          >
            <Sidebar {...sidebarProps} searchField={search} onClose={() => showSidebar(false)} />
          </aside>
          {isDrawerOpen && (
            <Drawer label="Chats" onClose={closeDrawer}>
              <Sidebar {...sidebarProps} searchField={drawerSearch} onClose={closeDrawer} />
            </Drawer>
          )}
          <main className="flex min-w-0 flex-1 flex-col">{children}</main>
        </div>
        <ConversationDialogs
          pending={pending}
          onClose={() => setPending(null)}
          onDeleted={(id) => {
            if (id === openId) router.push("/");
          }}
        />
        <ShortcutsDialog isOpen={hasShortcuts} onClose={() => setHasShortcuts(false)} />
      </FrameContext>
    </ChatDeskProvider>
  );
}

function HeaderLead({
  isSidebarShown,
  onDrawer,
  onSidebar,
}: {
  isSidebarShown: boolean;
  onDrawer: () => void;
  onSidebar: () => void;
}) {
  return (
    <>
      <span className="contents md:hidden">
        <IconButton label="Chats" tooltipSide="bottom" tooltipAlign="start" onClick={onDrawer}>
          <MenuIcon size={18} />
        </IconButton>
      </span>
      {!isSidebarShown && (
        <span className="contents max-md:hidden">
          <IconButton label="Show sidebar" tooltipSide="bottom" tooltipAlign="start" onClick={onSidebar}>
            <SidebarIcon size={18} />
          </IconButton>
        </span>
      )}
    </>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && (target.isContentEditable || /^(?:INPUT|TEXTAREA|SELECT)$/.test(target.tagName))
  );
}
