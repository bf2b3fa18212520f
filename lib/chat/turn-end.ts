import type { FinishReason } from "@/lib/conversations/views";
import type { AppErrorCode } from "@/lib/core/errors";
import type { LedgerDraft } from "@/lib/spend/ledger-entry";

/** How an answer ended. All ways pay for what they used; `billed` null: the provider charged nothing. */
export type TurnEnd = {
  text: string;
  billed: LedgerDraft | null;
  providerRequestId: string | null;
  firstTokenMs: number | null;
  durationMs: number;
} & (
  | { outcome: "completed"; finishReason: FinishReason }
  | { outcome: "stopped" }
  /** The process had to end. */
  | { outcome: "interrupted" }
  | { outcome: "failed"; failure: AppErrorCode }
);
