import { handle } from "@/lib/http/handle.server";
import { listAllBudgets } from "@/lib/spend/list-budgets.server";
import { budgetChange, setBudget } from "@/lib/spend/set-budget.server";

export const GET = handle({ actor: "administrator" }, ({ runtime, actor }) => listAllBudgets(runtime, actor));

export const PUT = handle({ actor: "administrator", body: budgetChange }, async ({ runtime, actor, body }) => ({
  budget: await setBudget(runtime, actor, body),
}));
