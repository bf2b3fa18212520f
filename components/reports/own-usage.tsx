import { BudgetMeter } from "@/components/reports/budget-meter";
import { hasSpend } from "@/components/reports/chart-columns";
import { HoldLine } from "@/components/reports/hold-line";
import { LatestCalls } from "@/components/reports/latest-calls";
import { PeriodPicker } from "@/components/reports/period-picker";
import { SpendChart } from "@/components/reports/spend-chart";
import { UsageTable } from "@/components/reports/usage-table";
import { UsageTotals } from "@/components/reports/usage-totals";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { MyUsageView } from "@/lib/reports/views";
import type { BudgetView } from "@/lib/spend/views";

/** A person's own usage: what it may still spend first, then what it spent. */
export function OwnUsage({ usage }: { usage: MyUsageView }) {
  const { report, budgets, holds, latest } = usage;
  const own = budgets.filter(({ scope }) => scope === "person");
  const shared = budgets.filter(({ scope }) => scope === "organisation");
  return (
    <>
      <Section title="Your budget">
        <Budgets budgets={own} />
        <HoldLine holds={holds} />
      </Section>
      {shared.length > 0 && (
        <Section
          title="The organisation’s budget"
          description="Shared by everybody. When it is used up, nobody can ask until it starts again."
        >
          <Budgets budgets={shared} />
        </Section>
      )}
      {latest.length === 0 ? (
        <EmptyState title="You have not spent anything yet">
          Ask a first question, and this page shows what each day and each model cost you, down to the single call.
        </EmptyState>
      ) : (
        <>
          <Section title="What you spent">
            <div className="flex flex-col gap-6">
              <PeriodPicker path="/settings/usage" period={report} today={report.today} />
              <UsageTotals total={report.total} />
              {hasSpend(report) ? (
                <SpendChart report={report} question="What did I spend" />
              ) : (
                <p className="py-8 text-center text-text-quiet">Nothing was spent in these days.</p>
              )}
            </div>
          </Section>
          {report.byModel.length > 0 && (
            <Section title="By model">
              <UsageTable caption="Usage by model" keyName="Model" rows={report.byModel} total={report.total} />
            </Section>
          )}
          <Section
            title="Latest calls"
            description="One line for each call to the provider. Estimated: it was cut off before the provider said what it used."
          >
            <LatestCalls lines={latest} />
          </Section>
        </>
      )}
    </>
  );
}

function Budgets({ budgets }: { budgets: readonly BudgetView[] }) {
  return (
    <div className="grid gap-x-12 gap-y-6 md:grid-cols-2">
      {budgets.map((budget) => (
        <BudgetMeter key={budget.period} budget={budget} />
      ))}
    </div>
  );
}
