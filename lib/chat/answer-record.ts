import type { Route } from "@/lib/chat/choose-route";
import { createGrowingCount } from "@/lib/chat/count-growing-text";
import type { writeInFrames } from "@/lib/chat/write-in-frames";
import { assertNever } from "@/lib/core/assert-never";
import type { ChatEvent } from "@/lib/inference/chat-completion";
import { countTokens } from "@/lib/models/token-count";

/** What is known of an answer while it is being written. */
export type AnswerRecord = {
  onEvent(event: ChatEvent): void;
  text(): string;
  /** Tokens of the text so far, and whether the provider has sent anything at all. */
  arrived(): { receivedTokens: number; hasFirstByte: boolean };
};

/** Records what the provider sends, and passes the words on to the readers. */
export function recordAnswer({
  turnId,
  route,
  frames,
}: {
  turnId: string;
  route: Route;
  frames: ReturnType<typeof writeInFrames>;
}): AnswerRecord {
  const count = createGrowingCount((piece) => countTokens(piece, route.model.encoding));
  let text = "";
  let hasFirstByte = false;
  return {
    onEvent(event) {
      switch (event.type) {
        case "first-byte":
          hasFirstByte = true;
          break;
        case "text":
        case "refusal":
          text += event.text;
          frames.text(event.text);
          break;
        case "retrying": {
          const { type: _, ...retry } = event;
          frames.event({ type: "data-status", id: turnId, data: { state: "retrying", ...retry }, transient: true });
          break;
        }
        default:
          assertNever(event);
      }
    },
    text: () => text,
    arrived: () => ({ receivedTokens: count.update(text), hasFirstByte }),
  };
}
