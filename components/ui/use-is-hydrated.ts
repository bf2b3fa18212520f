"use client";

import { useSyncExternalStore } from "react";

const never = () => () => undefined;

/** False on the server and until the browser has taken over: before that nothing that a form does can be ours. */
export function useIsHydrated(): boolean {
  return useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
}
