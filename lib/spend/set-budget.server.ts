import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/accounts/actor";
import { requireCan } from "@/lib/accounts/policy";
import { AppError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import { parseUsd } from "@/lib/core/money";
import type { Runtime } from "@/lib/platform/runtime.server";
import { listBudgetsOf } from "@/lib/spend/list-budgets.server";
import type { BudgetView } from "@/lib/spend/views";

/** A million dollars: more is a typing error. */
const LIMIT_MAX = parseUsd("1000000") ?? 0n;

/** The body of `PUT /api/admin/budgets`. `limitUsd` null lifts the limit. */
export const budgetChange = z.strictObject({
  scope: z.enum(["organisation", "person"]),
  subjectId: z.string().refine(isId, "must be a lower-case UUID"),
  period: z.enum(["day", "month"]),
  limitUsd: z
    .string()
    .max(40)
    .refine((text) => parseUsd(text) !== null, 'must be an amount in dollars like "12.50"')
    .refine((text) => (parseUsd(text) ?? 0n) >= 0n, "must not be negative")
    .refine((text) => (parseUsd(text) ?? 0n) <= LIMIT_MAX, "must not be more than $1,000,000")
    .nullable(),
});

/**
 * Sets or lifts a limit, from now on and for the running period. A limit below what is spent refuses the next call.
 *
 * For administrators; throws `forbidden`, and `not-found` for a subject that is not there.
 */
export async function setBudget(
  { database, newId }: Pick<Runtime, "database" | "newId">,
  actor: Actor,
  { scope, subjectId, period, limitUsd }: z.infer<typeof budgetChange>,
): Promise<BudgetView> {
  requireCan(actor, "manage", "budgets");
  const findView = async () =>
    (await listBudgetsOf({ database }, subjectId)).find(
      (budget) => budget.scope === scope && budget.subjectId === subjectId && budget.period === period,
    );
  if (!(await findView()))
    throw new AppError("not-found", "There is nobody to set this budget for.", { field: "subjectId" });
  await database.query({
    text: "select set_budget($1, $2, $3, $4, $5)",
    values: [newId(), scope, subjectId, period, limitUsd === null ? null : parseUsd(limitUsd)],
  });
  const budget = await findView();
  if (!budget) throw new Error("the budget that was set cannot be found");
  return budget;
}
