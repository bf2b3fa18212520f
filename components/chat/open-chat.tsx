"use client";

import { useEffect, useState } from "react";
import { Chat } from "@/components/chat/chat";
import { bringUpToDate, openThread } from "@/components/chat/thread-registry";
import type { ThreadView } from "@/lib/conversations/views";

/** A conversation that the server has loaded. Wants the conversation’s id as its key. */
export function OpenChat({ thread }: { thread: ThreadView }) {
  const [store] = useState(() => openThread(thread.id, thread));
  useEffect(() => {
    bringUpToDate(store, thread);
  }, [store, thread]);
  return <Chat store={store} />;
}
