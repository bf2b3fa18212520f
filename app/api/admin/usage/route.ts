import { handle } from "@/lib/http/handle.server";
import { loadUsageReport } from "@/lib/reports/load-usage-report.server";
import { periodQuery } from "@/lib/reports/period-query";

export const GET = handle({ actor: "administrator", query: periodQuery }, ({ runtime, actor, query }) =>
  loadUsageReport(runtime, actor, { personId: null, ...query }),
);
