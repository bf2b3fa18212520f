import { tellConversationEvent } from "@/components/chat/conversation-events";
import { ThreadStore } from "@/components/chat/thread-store";
import type { ThreadView } from "@/lib/conversations/views";

/** Threads that are kept while the person looks at others; one that is being written is never let go. */
const KEPT_MAX = 8;
const threads = new Map<string, ThreadStore>();

/** The thread of a conversation in this page. On the server a new one for each request: nothing there outlives it. */
export function openThread(conversationId: string, view: ThreadView | null): ThreadStore {
  const known = threads.get(conversationId);
  if (known) {
    threads.delete(conversationId);
    threads.set(conversationId, known); // the last one used is the last one to be let go
    return known;
  }
  const store = new ThreadStore(conversationId, view);
  store.onTurn = (moment) =>
    tellConversationEvent({ kind: moment === "settled" ? "settled" : "changed", conversationId });
  if (typeof window === "undefined") return store;
  threads.set(conversationId, store);
  for (const [id, other] of threads) {
    if (threads.size <= KEPT_MAX) break;
    if (other !== store && other.getState().phase === "idle") threads.delete(id);
  }
  return store;
}

const adopted = new WeakSet<ThreadView>();

/** Brings a thread up to date with what a page was loaded with. The router keeps old pages: one that was seen is asked for anew. */
export function bringUpToDate(store: ThreadStore, view: ThreadView): void {
  if (adopted.has(view)) {
    void store.refresh();
    return;
  }
  adopted.add(view);
  store.adopt(view);
}

export function findThread(conversationId: string): ThreadStore | null {
  return threads.get(conversationId) ?? null;
}

export function forgetThread(conversationId: string): void {
  threads.delete(conversationId);
}
