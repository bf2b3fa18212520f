import type { ReceiptView } from "@/lib/conversations/views";
import { type NanoUsd, sumUsd, toDecimalUsd } from "@/lib/core/money";

/** A billed call of an answer, as the ledger has it. */
export type BilledCall = {
  model: string;
  usage: { promptTokens: number; cachedTokens: number; completionTokens: number; reasoningTokens: number };
  price: { inputPerMillion: NanoUsd; cachedInputPerMillion: NanoUsd; outputPerMillion: NanoUsd };
  cost: NanoUsd;
  basis: "reported" | "estimated";
};

/** What the turn itself remembers. */
export type AnsweredTurn = {
  requestedModel: string;
  notes: readonly { parameter: string; reason: string }[];
  firstTokenMs: number | null;
  durationMs: number | null;
  providerRequestId: string | null;
};

/** The receipt under an answer: the sum of every call that was billed for it. Null when nothing was. */
export function toReceipt(turn: AnsweredTurn, calls: readonly BilledCall[]): ReceiptView | null {
  const last = calls.at(-1);
  if (!last) return null;
  const sum = (count: (usage: BilledCall["usage"]) => number) =>
    calls.reduce((total, { usage }) => total + count(usage), 0);
  return {
    model: last.model,
    requestedModel: turn.requestedModel,
    inputTokens: sum((usage) => usage.promptTokens),
    cachedTokens: sum((usage) => usage.cachedTokens),
    outputTokens: sum((usage) => usage.completionTokens),
    reasoningTokens: sum((usage) => usage.reasoningTokens),
    costUsd: toDecimalUsd(sumUsd(calls.map(({ cost }) => cost))),
    basis: calls.every(({ basis }) => basis === "reported") ? "reported" : "estimated",
    firstTokenMs: turn.firstTokenMs,
    durationMs: turn.durationMs,
    tokensPerSecond: toTokensPerSecond(last.usage.completionTokens, turn),
    providerRequestId: turn.providerRequestId,
    notes: [...turn.notes],
    calls: calls.length,
    price: {
      inputPerMillionUsd: toDecimalUsd(last.price.inputPerMillion),
      cachedInputPerMillionUsd: toDecimalUsd(last.price.cachedInputPerMillion),
      outputPerMillionUsd: toDecimalUsd(last.price.outputPerMillion),
    },
  };
}

/** Tokens a second after the first one, to one decimal; null when the answer was too short to tell. */
function toTokensPerSecond(tokens: number, { firstTokenMs, durationMs }: AnsweredTurn): number | null {
  if (firstTokenMs === null || durationMs === null || durationMs - firstTokenMs < 50 || tokens < 2) return null;
  return Math.round(((tokens - 1) * 10_000) / (durationMs - firstTokenMs)) / 10;
}
