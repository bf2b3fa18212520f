import type { Answer } from "@/lib/chat/answer.server";
import type { StreamEvent, TurnEnded } from "@/lib/chat/stream-events";

/** What a reader of an answer got, from the first event to the end. */
export type ReadAnswer = { events: StreamEvent[]; text: string; ended: TurnEnded | null };

/** Reads an answer to its end, or until `until` says that it has seen enough. */
export async function readAnswer(
  answer: Answer,
  until: (soFar: ReadAnswer) => boolean = () => false,
): Promise<ReadAnswer> {
  const read: ReadAnswer = { events: [], text: "", ended: null };
  const detached = new AbortController();
  for await (const batch of answer.read(detached.signal)) {
    for (const json of batch) {
      const event: StreamEvent = JSON.parse(json);
      read.events.push(event);
      if (event.type === "text-delta") read.text += event.delta;
      if (event.type === "data-end") read.ended = event.data;
    }
    if (until(read)) break;
  }
  detached.abort();
  return read;
}
