import type { BudgetView, HoldView } from "@/lib/spend/views";

/** Sums of a set of ledger entries. Amounts are exact decimal dollars. */
export type UsageSums = {
  calls: number;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  costUsd: string;
};

export type UsageByDay = UsageSums & { day: string };
export type UsageByKey = UsageSums & { key: string; label: string };

/** A usage report over whole local days, both ends included. Every day of the range is present, in order. */
export type UsageReport = {
  from: string;
  to: string;
  timeZone: string;
  total: UsageSums;
  byDay: UsageByDay[];
  byModel: UsageByKey[];
  byKind: UsageByKey[];
  /** Empty on a person's own page. */
  byPerson: UsageByKey[];
};

/** A call to the provider, as the person who caused it may see it. */
export type LedgerLine = {
  id: string;
  at: string;
  kind: string;
  model: string;
  inputTokens: number;
  cachedTokens: number;
  outputTokens: number;
  reasoningTokens: number;
  costUsd: string;
  basis: "reported" | "estimated";
  conversationId: string | null;
};

export type MyUsageView = { report: UsageReport; budgets: BudgetView[]; holds: HoldView[]; latest: LedgerLine[] };
