"use client";

import { useSyncExternalStore } from "react";
import type { ThreadState, ThreadStore } from "@/components/chat/thread-store";

/** The state of a thread; the component is drawn again when it changes, not when words of the running answer arrive. */
export function useThread(store: ThreadStore): ThreadState {
  return useSyncExternalStore(store.subscribe, store.getState, store.getState);
}
