export type BudgetScopeName = "organisation" | "person";
export type BudgetPeriodName = "day" | "month";

/** A budget with what happened in its running period. Amounts are exact decimal dollars; `limitUsd` null: no limit. */
export type BudgetView = {
  scope: BudgetScopeName;
  subjectId: string;
  period: BudgetPeriodName;
  limitUsd: string | null;
  spentUsd: string;
  heldUsd: string;
  /** First day of the running period (ISO date) and the moment when it ends. */
  periodStart: string;
  resetsAt: string;
};

/** Money set aside for an answer that is running now. */
export type HoldView = {
  id: string;
  model: string;
  kind: string;
  amountUsd: string;
  createdAt: string;
  expiresAt: string;
};

/** Every budget, as administrators see them. */
export type BudgetsView = {
  organisation: BudgetView[];
  people: { personId: string; name: string; email: string; budgets: BudgetView[] }[];
  timeZone: string;
};
