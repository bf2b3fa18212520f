"use client";

import { usePathname } from "next/navigation";
import { useEffect, useState } from "react";
import { Chat } from "@/components/chat/chat";
import { useChatFrame } from "@/components/chat/chat-frame";
import { ChatProblem } from "@/components/chat/chat-problem";
import { ChatSkeleton } from "@/components/chat/chat-skeleton";
import { conversationIdIn } from "@/components/chat/conversation-path";
import { findThread, openThread } from "@/components/chat/thread-registry";
import { Button } from "@/components/ui/button";
import type { ThreadView } from "@/lib/conversations/views";
import { newId } from "@/lib/core/ids";
import { callApi } from "@/lib/http/call-api";

/**
 * A chat before its first question. Its id is made here; when the question is taken the address becomes that of the chat, without
 * a page load in the middle of the answer.
 *
 * The router keeps this page for such an address, so it also has to show the chat that an address names when the person comes back.
 */
export function NewChat() {
  const namedId = conversationIdIn(usePathname());
  const [freshId, setFreshId] = useState(() => newId());
  useEffect(() => {
    if (namedId === freshId) setFreshId(newId()); // this one is taken: the next new chat is another one
  }, [namedId, freshId]);
  const id = namedId ?? freshId;
  if (namedId !== null && !findThread(namedId)) return <LoadedChat key={namedId} conversationId={namedId} />;
  return (
    <Chat key={id} store={openThread(id, null)} onTaken={() => window.history.replaceState(null, "", `/c/${id}`)} />
  );
}

function LoadedChat({ conversationId }: { conversationId: string }) {
  const { onNewChat } = useChatFrame();
  const [result, setResult] = useState<{ thread: ThreadView } | { problem: string } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    void callApi<ThreadView>("GET", `/api/conversations/${conversationId}`).then((answer) => {
      if (!isCurrent) return;
      if (!answer.ok) setResult({ problem: answer.failure.message });
      else {
        const store = openThread(conversationId, answer.answer);
        store.adopt(answer.answer);
        setResult({ thread: answer.answer });
      }
    });
    return () => {
      isCurrent = false;
    };
  }, [conversationId]);
  if (result && "thread" in result) return <Chat store={openThread(conversationId, result.thread)} />;
  if (result === null) return <ChatSkeleton />;
  return (
    <ChatProblem
      title="This chat cannot be shown"
      action={
        <Button tone="primary" onClick={onNewChat}>
          Start a new chat
        </Button>
      }
    >
      {result.problem}
    </ChatProblem>
  );
}
