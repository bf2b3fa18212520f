import { handle } from "@/lib/http/handle.server";
import { loadMyUsage } from "@/lib/reports/load-my-usage.server";
import { periodQuery } from "@/lib/reports/period-query";

export const GET = handle({ actor: "required", query: periodQuery }, ({ runtime, actor, query }) =>
  loadMyUsage(runtime, actor, query),
);
