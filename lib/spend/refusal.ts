import { formatUsd, type NanoUsd } from "@/lib/core/money";
import type { BudgetPeriodName, BudgetScopeName } from "@/lib/spend/views";

/** The sentences for a call that no budget has room for: which budget, what is left and what to do. Amounts are formatted dollars. */
export function describeRefusal(refusal: {
  scope: BudgetScopeName;
  period: BudgetPeriodName;
  room: string;
  held: NanoUsd;
  limit: string;
  needed: string;
}): string {
  const whose = refusal.scope === "person" ? "Your" : "Your organisation's";
  const period = refusal.period === "day" ? "daily" : "monthly";
  const held = refusal.held > 0n ? ` (${formatUsd(refusal.held)} more is held by answers that are running)` : "";
  const advice =
    refusal.held > 0n
      ? "Wait for the running answers, choose a cheaper model, or ask an administrator for more."
      : "Choose a cheaper model, or ask an administrator for more.";
  return `${whose} ${period} budget of ${refusal.limit} has ${refusal.room} left${held}, and this needs at least ${refusal.needed}. Nothing was sent or charged. ${advice}`;
}
