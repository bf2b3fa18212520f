import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { toDecimalUsd, toNanoUsd } from "@/lib/core/money";
import type { Runtime } from "@/lib/platform/runtime.server";
import { loadUsageReport } from "@/lib/reports/load-usage-report.server";
import { labelKind } from "@/lib/reports/usage-sums";
import type { LedgerLine, MyUsageView } from "@/lib/reports/views";
import { listBudgetsOf } from "@/lib/spend/list-budgets.server";
import { listHoldsOf } from "@/lib/spend/list-holds.server";
import type { BudgetView } from "@/lib/spend/views";

const LATEST_MAX = 20;

/** What a person spent, may still spend, and has set aside for answers that are running. */
export async function loadMyUsage(
  runtime: Runtime,
  actor: Actor,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<MyUsageView> {
  const [report, budgets, holds, latest] = await Promise.all([
    loadUsageReport(runtime, actor, { personId: actor.id, from, to }),
    listBudgetsOf(runtime, actor.id),
    listHoldsOf(runtime, actor.id),
    listLatest(runtime, actor.id),
  ]);
  return { report, budgets: budgets.filter(binds), holds, latest };
}

/** A person's own budgets always; the organisation's only where it limits: what others spend is nobody's business without that. */
function binds({ scope, limitUsd }: BudgetView): boolean {
  return scope === "person" || limitUsd !== null;
}

/** The newest calls, by the index on (person, time): twenty rows however long the ledger is. */
async function listLatest({ database }: Pick<Runtime, "database">, personId: string): Promise<LedgerLine[]> {
  const entries = await database.prisma.ledgerEntry.findMany({
    where: { personId },
    orderBy: [{ at: "desc" }, { id: "desc" }],
    take: LATEST_MAX,
  });
  return entries.map((entry) => ({
    id: entry.id,
    at: entry.at.toISOString(),
    kind: entry.kind,
    kindLabel: labelKind(entry.kind, "one"),
    model: entry.model,
    inputTokens: entry.promptTokens,
    cachedTokens: entry.cachedTokens,
    outputTokens: entry.completionTokens,
    reasoningTokens: entry.reasoningTokens,
    costUsd: toDecimalUsd(toNanoUsd(entry.costNanoUsd)),
    basis: entry.basis === "reported" ? "reported" : "estimated",
    conversationId: entry.conversationId,
  }));
}
