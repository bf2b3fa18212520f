import "server-only";
import type { Route } from "@/lib/chat/choose-route";
import { createGrowingCount } from "@/lib/chat/count-growing-text";
import type { writeInFrames } from "@/lib/chat/write-in-frames";
import type { ChatEvent } from "@/lib/inference/chat-completion";
import { countTokens } from "@/lib/models/token-count";
import type { Runtime } from "@/lib/platform/runtime.server";
import { billCall } from "@/lib/spend/bill-call";
import type { LedgerDraft } from "@/lib/spend/ledger-entry";
import { settleHold } from "@/lib/spend/settle-hold.server";

/** What is known of an answer while it is being written. */
export type AnswerRecord = {
  onEvent(event: ChatEvent): void;
  text(): string;
  /** Tokens of the text so far, and whether the provider has sent anything at all. */
  arrived(): { receivedTokens: number; hasFirstByte: boolean };
  /** The attempts that failed and were billed; settles when they are in the ledger. */
  earlier(): Promise<readonly LedgerDraft[]>;
};

/** Records what the provider sends: text for the readers, attempts for the ledger. */
export function recordAnswer(
  runtime: Pick<Runtime, "database" | "newId">,
  { turnId, route, frames }: { turnId: string; route: Route; frames: ReturnType<typeof writeInFrames> },
): AnswerRecord {
  const count = createGrowingCount((piece) => countTokens(piece, route.model.encoding));
  const earlier: LedgerDraft[] = [];
  const settlements: Promise<unknown>[] = [];
  let text = "";
  let hasFirstByte = false;

  const billAttempt = ({ attempt, usage, basis }: Extract<ChatEvent, { type: "attempt-billed" }>): void => {
    const draft = billCall({ id: runtime.newId(), route, attempt, usage, basis, providerRequestId: null });
    earlier.push(draft);
    settlements.push(settleHold(runtime, turnId, draft, { isFinal: false }));
    hasFirstByte = false;
  };

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
        case "attempt-billed":
          billAttempt(event);
          break;
      }
    },
    text: () => text,
    arrived: () => ({ receivedTokens: count.update(text), hasFirstByte }),
    async earlier() {
      await Promise.allSettled(settlements); // one that failed is missing from the ledger; its hold is charged by the sweep
      return earlier;
    },
  };
}
