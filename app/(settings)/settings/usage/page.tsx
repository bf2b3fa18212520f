import type { Metadata } from "next";
import { OwnUsage } from "@/components/reports/own-usage";
import { Banner } from "@/components/ui/banner";
import { PageHeader } from "@/components/ui/page-header";
import { requirePageActor } from "@/lib/http/page-actor.server";
import { getRuntime } from "@/lib/platform/runtime.server";
import { loadMyUsage } from "@/lib/reports/load-my-usage.server";
import { orLast30Days, type PeriodSearch } from "@/lib/reports/period-query";

export const metadata: Metadata = { title: "Usage" };

export default async function MyUsagePage({ searchParams }: { searchParams: Promise<PeriodSearch> }) {
  const actor = await requirePageActor();
  const runtime = await getRuntime();
  const { answer: usage, mistake } = await orLast30Days(await searchParams, (period) =>
    loadMyUsage(runtime, actor, period),
  );
  return (
    <>
      <PageHeader title="Usage" description={`Days are counted in ${usage.report.timeZone.replaceAll("_", " ")}.`} />
      {mistake !== null && <Banner tone="warn">{mistake} Shown instead: the last 30 days.</Banner>}
      <OwnUsage usage={usage} />
    </>
  );
}
