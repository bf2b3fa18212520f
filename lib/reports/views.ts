import type { BudgetView, HoldView } from "@/lib/spend/views";

/** Sums of a set of ledger entries. Amounts are exact decimal dollars. */
export type UsageSums = {
  calls: number;
  inputTokens: number;
  /** Of the input tokens. */
  cachedTokens: number;
  outputTokens: number;
  /** Of the output tokens. */
  reasoningTokens: number;
  costUsd: string;
};

export type UsageByDay = UsageSums & { day: string };
export type UsageByKey = UsageSums & { key: string; label: string };

/** What one model cost on each day of the range, in the order of the days. */
export type UsageSeries = { key: string; label: string; costUsd: string[] };

/** A usage report over whole local days, both ends included. Every day of the range is present, in order. */
export type UsageReport = {
  from: string;
  to: string;
  /** The organisation's day now, by the database's clock. */
  today: string;
  timeZone: string;
  total: UsageSums;
  byDay: UsageByDay[];
  /** Dearest first. */
  byModel: UsageByKey[];
  byKind: UsageByKey[];
  /** Empty on a person's own page. */
  byPerson: UsageByKey[];
  /** The days by model: the five dearest, dearest first, the rest as one called "Others". */
  series: UsageSeries[];
};

/** A call to the provider, as the person who caused it may see it. */
export type LedgerLine = {
  id: string;
  at: string;
  kind: string;
  /** What the kind is called on pages. */
  kindLabel: string;
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

/** An administrator's first day: what is done and what is not yet. */
export type FirstStepsView = { hasKey: boolean; hasLimit: boolean; hasAnswer: boolean; hasPeople: boolean };
