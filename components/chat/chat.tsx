"use client";

import { useCallback, useEffect, useRef, useState } from "react";
import { useChatDesk } from "@/components/chat/chat-desk";
import { useChatFrame } from "@/components/chat/chat-frame";
import { Composer } from "@/components/chat/composer/composer";
import { draftKey, useDraft } from "@/components/chat/composer/use-draft";
import { onConversationEvent } from "@/components/chat/conversation-events";
import { EmptyChat } from "@/components/chat/empty-chat";
import { MessageList } from "@/components/chat/thread/message-list";
import { useThread } from "@/components/chat/thread/use-thread";
import type { ThreadState, ThreadStore } from "@/components/chat/thread-store";
import { IconButton } from "@/components/ui/icon-button";
import { EditIcon, MoreIcon, NewChatIcon, TrashIcon } from "@/components/ui/icons";
import { Menu, MenuItem } from "@/components/ui/menu";

/** One conversation: its title, its messages, and the place to ask the next question. */
export function Chat({
  store,
  onTaken,
}: {
  store: ThreadStore /** The first question of a new chat was taken. */;
  onTaken?: () => void;
}) {
  const state = useThread(store);
  const { me } = useChatDesk();
  const draft = useDraft(draftKey(me.id, state.isNew ? null : store.conversationId));
  const [editedId, setEditedId] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  useFreshThread(store);
  useEscapeStops(store);
  useEffect(() => {
    if (window.matchMedia("(pointer: fine)").matches) field.current?.focus();
  }, []);

  const write = useCallback(
    (text: string) => {
      draft.change(text);
      requestAnimationFrame(() => {
        field.current?.focus();
        const firstGap = text.indexOf("```\n\n```");
        const at = firstGap < 0 ? text.length : firstGap + 4;
        field.current?.setSelectionRange(at, at);
      });
    },
    [draft.change],
  );

  function edit(questionId: string | null): void {
    const question = store.getState().messages.find(({ id }) => id === questionId);
    if (questionId !== null && !question) return;
    setEditedId(questionId);
    write(question?.text ?? "");
  }

  async function send(text: string): Promise<void> {
    const wasNew = store.getState().isNew;
    const replacedId = editedId ?? undefined;
    draft.change("");
    setEditedId(null);
    const outcome = await store.ask(text, replacedId);
    if (outcome.taken) {
      if (wasNew) onTaken?.();
      return;
    }
    setEditedId(replacedId ?? null);
    // Not taken: the words go back to where they can be sent from, before what was written since.
    const since = field.current?.value ?? "";
    draft.change(since === "" ? text : `${text}\n\n${since}`);
  }

  return (
    <>
      <ChatHeader store={store} state={state} />
      {state.messages.length === 0 ? (
        <EmptyChat onPick={write} />
      ) : (
        <MessageList store={store} state={state} onEdit={edit} />
      )}
      <Composer
        store={store}
        state={state}
        draft={draft}
        field={field}
        editedId={editedId}
        onEdit={edit}
        onSend={(text) => void send(text)}
      />
      <Announcement state={state} />
    </>
  );
}

function ChatHeader({ store, state }: { store: ThreadStore; state: ThreadState }) {
  const { lead, onNewChat, onPending } = useChatFrame();
  const { title, isNew } = state;
  useEffect(() => {
    document.title = title ? `${title} · Parlance` : "New chat · Parlance";
  }, [title]);
  return (
    <header className="flex h-14 shrink-0 items-center gap-1 px-3">
      {lead}
      <h1 className="min-w-0 flex-1 truncate px-1 font-medium">
        {isNew ? <span className="sr-only">New chat</span> : <bdi>{title ?? "New chat"}</bdi>}
      </h1>
      {!isNew && (
        <Menu
          label="This chat"
          align="end"
          trigger={(props) => (
            <IconButton label="More" tooltipSide="bottom" tooltipAlign="end" {...props}>
              <MoreIcon />
            </IconButton>
          )}
        >
          <MenuItem icon={<EditIcon />} onClick={() => onPending({ kind: "rename", id: store.conversationId, title })}>
            Rename
          </MenuItem>
          <MenuItem
            icon={<TrashIcon />}
            tone="danger"
            onClick={() => onPending({ kind: "delete", id: store.conversationId, title })}
          >
            Delete
          </MenuItem>
        </Menu>
      )}
      <span className="contents md:hidden">
        <IconButton label="New chat" tooltipSide="bottom" tooltipAlign="end" onClick={onNewChat}>
          <NewChatIcon size={18} />
        </IconButton>
      </span>
    </header>
  );
}

/** What a screen reader is told: that an answer is being written, and how it ended. Not every word. */
function Announcement({ state }: { state: ThreadState }) {
  const { phase, messages } = state;
  const wasRunning = useRef(false);
  const [words, setWords] = useState("");
  useEffect(() => {
    if (phase === "sending" || phase === "answering") {
      wasRunning.current = true;
      setWords("An answer is being written.");
    }
    if (phase === "idle" && wasRunning.current) {
      wasRunning.current = false;
      const last = messages.at(-1);
      if (last?.role !== "assistant") setWords("");
      else
        setWords(
          last.state === "complete" ? `The answer is finished. ${last.text.slice(0, 300)}` : "The answer ended early.",
        );
    }
  }, [phase, messages]);
  return (
    <p aria-live="polite" className="sr-only">
      {words}
    </p>
  );
}

const FRESH_MS = 2_000;

/** Keeps up with what other tabs and devices do to the conversation. */
function useFreshThread(store: ThreadStore): void {
  useEffect(() => {
    let askedAt = Date.now();
    const look = () => {
      if (document.hidden || Date.now() - askedAt < FRESH_MS) return;
      askedAt = Date.now();
      void store.refresh();
    };
    const stopListening = onConversationEvent((event, from) => {
      if (event.conversationId !== store.conversationId) return;
      if (event.kind === "renamed") store.showTitle(event.title);
      else if (from === "another tab") void store.refresh();
    });
    window.addEventListener("focus", look);
    window.addEventListener("online", look);
    document.addEventListener("visibilitychange", look);
    return () => {
      stopListening();
      window.removeEventListener("focus", look);
      window.removeEventListener("online", look);
      document.removeEventListener("visibilitychange", look);
    };
  }, [store]);
}

function useEscapeStops(store: ThreadStore): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      // Esc closes what is open first; the browser does that by itself.
      if (event.key !== "Escape" || event.defaultPrevented || document.querySelector("dialog[open], :popover-open"))
        return;
      if (store.getState().phase !== "idle") void store.stop();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, [store]);
}
