import { type NanoUsd, parseUsd, toNanoUsd, ZERO_USD } from "@/lib/core/money";
import type { BudgetPeriodName, BudgetView } from "@/lib/spend/views";

/** How a budget stands. `share` parts are of the limit, 0 to 1; `word` is what goes with the colour, null when all is well. */
export type BudgetState = {
  limit: NanoUsd | null;
  spent: NanoUsd;
  held: NanoUsd;
  /** Zero when it is overrun; null without a limit. */
  left: NanoUsd | null;
  spentShare: number;
  heldShare: number;
  tone: "accent" | "warn" | "danger";
  word: string | null;
};

export const PERIOD_NAMES: Record<BudgetPeriodName, string> = { day: "Today", month: "This month" };

/** Reads how a budget stands from its view. Held money counts as spent. */
export function toBudgetState(budget: Pick<BudgetView, "limitUsd" | "spentUsd" | "heldUsd">): BudgetState {
  const spent = parseUsd(budget.spentUsd) ?? ZERO_USD;
  const held = parseUsd(budget.heldUsd) ?? ZERO_USD;
  const limit = budget.limitUsd === null ? null : parseUsd(budget.limitUsd);
  if (limit === null)
    return { limit, spent, held, left: null, spentShare: 0, heldShare: 0, tone: "accent", word: null };
  const used = spent + held;
  const left = toNanoUsd(used >= limit ? 0n : limit - used);
  const spentShare = shareOf(spent, limit);
  const usedShare = shareOf(toNanoUsd(used), limit);
  const shares = { spentShare, heldShare: usedShare - spentShare };
  if (left === 0n) return { limit, spent, held, left, ...shares, tone: "danger", word: "Used up" };
  if (usedShare >= 0.8) return { limit, spent, held, left, ...shares, tone: "warn", word: "Nearly used up" };
  return { limit, spent, held, left, ...shares, tone: "accent", word: null };
}

function shareOf(part: NanoUsd, whole: NanoUsd): number {
  if (whole === 0n) return part > 0n ? 1 : 0;
  return Math.min(1, Number(part) / Number(whole));
}
