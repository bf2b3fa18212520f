import type { StreamEvent } from "@/lib/chat/stream-events";

/** An event as it is written to a stream. */
export function toStreamJson(event: StreamEvent): string {
  return JSON.stringify(event);
}
