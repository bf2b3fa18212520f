"use client";

import { useState } from "react";
import { tellConversationEvent } from "@/components/chat/conversation-events";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { TextField } from "@/components/ui/text-field";
import { showToast } from "@/components/ui/toast";
import { callApi } from "@/lib/http/call-api";

const TITLE_LENGTH_MAX = 200;

/** What is about to be done to a conversation, or null. */
export type Pending = { kind: "rename" | "delete"; id: string; title: string | null } | null;

/** Asks for a new name, or whether to delete. One of them for all conversations. */
export function ConversationDialogs({
  pending,
  onClose,
  onDeleted,
}: {
  pending: Pending;
  onClose: () => void;
  onDeleted: (id: string) => void;
}) {
  return (
    <>
      {pending?.kind === "rename" && (
        <RenameDialog key={pending.id} id={pending.id} title={pending.title ?? ""} onClose={onClose} />
      )}
      {pending?.kind === "delete" && (
        <DeleteDialog
          key={pending.id}
          id={pending.id}
          title={pending.title ?? "New chat"}
          onClose={onClose}
          onDeleted={onDeleted}
        />
      )}
    </>
  );
}

function RenameDialog({ id, title, onClose }: { id: string; title: string; onClose: () => void }) {
  const [text, setText] = useState(title);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  async function rename(): Promise<void> {
    const newTitle = text.trim();
    if (newTitle === "") return setProblem("Give it a name of at least one letter.");
    setIsBusy(true);
    const result = await callApi<{ ok: true }>("PATCH", `/api/conversations/${id}`, { body: { title: newTitle } });
    setIsBusy(false);
    if (!result.ok) return setProblem(result.failure.message);
    tellConversationEvent({ kind: "renamed", conversationId: id, title: newTitle });
    onClose();
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title="Rename chat"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button tone="primary" type="submit" form={`rename-${id}`} isBusy={isBusy}>
            Rename
          </Button>
        </>
      }
    >
      <form
        id={`rename-${id}`}
        onSubmit={(event) => {
          event.preventDefault();
          void rename();
        }}
      >
        <TextField
          label="Name"
          value={text}
          maxLength={TITLE_LENGTH_MAX}
          error={problem}
          autoFocus
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </form>
    </Dialog>
  );
}

function DeleteDialog({
  id,
  title,
  onClose,
  onDeleted,
}: {
  id: string;
  title: string;
  onClose: () => void;
  onDeleted: (id: string) => void;
}) {
  const [isBusy, setIsBusy] = useState(false);
  async function remove(): Promise<void> {
    setIsBusy(true);
    const result = await callApi<{ ok: true }>("DELETE", `/api/conversations/${id}`);
    setIsBusy(false);
    onClose();
    if (!result.ok && result.failure.code !== "not-found")
      return showToast({ text: result.failure.message, tone: "danger" });
    tellConversationEvent({ kind: "deleted", conversationId: id });
    onDeleted(id);
  }
  return (
    <Dialog
      isOpen
      onClose={onClose}
      width="narrow"
      title="Delete this chat?"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button tone="danger" isBusy={isBusy} onClick={() => void remove()}>
            Delete
          </Button>
        </>
      }
    >
      <p>
        <strong className="wrap-anywhere">{title}</strong> and its messages are deleted for good, for you and on every
        device. What it cost stays in the usage figures.
      </p>
    </Dialog>
  );
}
