import type { Metadata } from "next";
import { BudgetPage } from "@/components/admin/budget-page";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdministrator } from "@/lib/http/page-actor.server";
import { getRuntime } from "@/lib/platform/runtime.server";
import { listAllBudgets } from "@/lib/spend/list-budgets.server";

export const metadata: Metadata = { title: "Budgets" };

export default async function BudgetsPage() {
  const actor = await requireAdministrator();
  const { organisation, people, timeZone } = await listAllBudgets(await getRuntime(), actor);
  return (
    <>
      <PageHeader
        title="Budgets"
        description={`Limits that are never overrun: what an answer can cost at most is set aside before it starts. Days and months begin at midnight in ${timeZone.replaceAll("_", " ")}.`}
      />
      <BudgetPage organisation={organisation} people={people} />
    </>
  );
}
