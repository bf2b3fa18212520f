import { hasSpend } from "@/components/reports/chart-columns";
import { PeriodPicker } from "@/components/reports/period-picker";
import { SpendChart } from "@/components/reports/spend-chart";
import { UsageTable } from "@/components/reports/usage-table";
import { UsageTotals } from "@/components/reports/usage-totals";
import { EmptyState } from "@/components/ui/empty-state";
import { Section } from "@/components/ui/section";
import type { UsageReport } from "@/lib/reports/views";

/** What the organisation spent: the sum first, then when, who, by which model and what for. */
export function OrganisationUsage({ report }: { report: UsageReport }) {
  const { total } = report;
  return (
    <>
      <PeriodPicker path="/admin/usage" period={report} today={report.today} />
      {total.calls === 0 ? (
        <EmptyState title="Nothing was spent in these days">
          As soon as somebody asks something, this page shows what every day, person and model cost, from a ledger that
          nobody can change.
        </EmptyState>
      ) : (
        <>
          <UsageTotals total={total} />
          {hasSpend(report) && <SpendChart report={report} question="What was spent" />}
          <Section title="By person">
            <UsageTable caption="Usage by person" keyName="Person" rows={report.byPerson} total={total} />
          </Section>
          <Section title="By model">
            <UsageTable caption="Usage by model" keyName="Model" rows={report.byModel} total={total} />
          </Section>
          <Section title="By kind of call">
            <UsageTable caption="Usage by kind of call" keyName="Kind" rows={report.byKind} total={total} />
          </Section>
        </>
      )}
    </>
  );
}
