"use client";

import { useSyncExternalStore } from "react";
import { toRelativeTime } from "@/components/ui/to-relative-time";

const TICK_MS = 30_000;

function subscribe(listener: () => void): () => void {
  const timer = setInterval(listener, TICK_MS);
  return () => clearInterval(timer);
}

/** "3 minutes ago", with the exact time on hover; keeps up while the page is open. */
export function RelativeTime({ iso, className }: { iso: string; className?: string }) {
  const now = useSyncExternalStore(
    subscribe,
    () => Math.floor(Date.now() / TICK_MS) * TICK_MS,
    () => null,
  );
  const time = new Date(iso);
  // Before the browser takes over nobody knows its time zone: the date alone is the same everywhere.
  return (
    <time
      dateTime={iso}
      className={className}
      title={now === null ? undefined : time.toLocaleString("en", { dateStyle: "long", timeStyle: "medium" })}
    >
      {now === null ? iso.slice(0, 10) : toRelativeTime(time, new Date(now))}
    </time>
  );
}
