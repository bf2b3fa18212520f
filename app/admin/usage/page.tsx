import type { Metadata } from "next";
import { OrganisationUsage } from "@/components/reports/organisation-usage";
import { Banner } from "@/components/ui/banner";
import { buttonClass } from "@/components/ui/button";
import { DownloadIcon } from "@/components/ui/icons";
import { PageHeader } from "@/components/ui/page-header";
import { requireAdministrator } from "@/lib/http/page-actor.server";
import { getRuntime } from "@/lib/platform/runtime.server";
import { loadUsageReport } from "@/lib/reports/load-usage-report.server";
import { orLast30Days, type PeriodSearch } from "@/lib/reports/period-query";

export const metadata: Metadata = { title: "Usage of the organisation" };

export default async function UsagePage({ searchParams }: { searchParams: Promise<PeriodSearch> }) {
  const actor = await requireAdministrator();
  const runtime = await getRuntime();
  const { answer: report, mistake } = await orLast30Days(await searchParams, (period) =>
    loadUsageReport(runtime, actor, { personId: null, ...period }),
  );
  const { from, to, timeZone } = report;
  return (
    <>
      <PageHeader
        title="Usage"
        description={`What the organisation spent. Days are counted in ${timeZone.replaceAll("_", " ")}.`}
        action={
          <a href={`/api/admin/usage.csv?${new URLSearchParams({ from, to })}`} download className={buttonClass()}>
            <DownloadIcon />
            Download as CSV
          </a>
        }
      />
      {mistake !== null && <Banner tone="warn">{mistake} Shown instead: the last 30 days.</Banner>}
      <OrganisationUsage report={report} />
    </>
  );
}
