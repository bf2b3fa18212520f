import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { requireCan } from "@/lib/accounts/policy";
import type { Runtime } from "@/lib/platform/runtime.server";
import { loadToday } from "@/lib/reports/load-today.server";
import { type Period, parsePeriod } from "@/lib/reports/period";
import { type SumsRow, toUsageReport } from "@/lib/reports/usage-sums";
import type { UsageReport } from "@/lib/reports/views";

/** Whose usage, and which days; the last 30 when neither end is given. `personId` null: the whole organisation's. */
export type UsageQuestion = { personId: string | null; from?: string | undefined; to?: string | undefined };

/**
 * What a person, or the organisation, spent in a period. Administrators read all, a person only what is its own.
 *
 * Reads the daily roll-up and never the ledger: a year of ten million calls is a few thousand rows there.
 */
export async function loadUsageReport(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  { personId, from, to }: UsageQuestion,
): Promise<UsageReport> {
  requireCan(actor, "read", { type: "usage", personId });
  const { today, timeZone } = await loadToday({ database });
  const period = parsePeriod({ from, to }, today);
  const rows = await database.query<SumsRow>(sumsOf(period, personId));
  const names = await listNames({ database }, rows);
  const report = toUsageReport(rows, { period, today, timeZone, names });
  return personId === null ? report : { ...report, byPerson: [] };
}

/** All groupings in one pass over the rows. GROUPING() has a bit for each column, set where the row sums over all of its values. */
function sumsOf({ from, to }: Period, personId: string | null) {
  return {
    text: `
      select
        case grouping(day, person_id, model, kind)
          when 15 then 'total' when 7 then 'day' when 11 then 'person' when 13 then 'model' when 14 then 'kind' when 5 then 'day-and-model'
        end as grouping,
        day::text as day, person_id as "personId", model, kind,
        coalesce(sum(calls), 0)::text as calls,
        coalesce(sum(prompt_tokens), 0)::text as "inputTokens",
        coalesce(sum(cached_tokens), 0)::text as "cachedTokens",
        coalesce(sum(completion_tokens), 0)::text as "outputTokens",
        coalesce(sum(reasoning_tokens), 0)::text as "reasoningTokens",
        coalesce(sum(cost_nano_usd), 0)::text as "costNanoUsd"
      from spend_day
      where day between $1 and $2 ${personId === null ? "" : "and person_id = $3"}
      group by grouping sets ((), (day), (day, model), (model), (kind), (person_id))`,
    values: [from, to, ...(personId === null ? [] : [personId])],
  };
}

async function listNames(
  { database }: Pick<Runtime, "database">,
  rows: readonly SumsRow[],
): Promise<Map<string, string>> {
  const ids = rows.flatMap((row) => (row.grouping === "person" && row.personId !== null ? [row.personId] : []));
  const people = await database.query<{ id: string; name: string; email: string }>({
    text: "select id, name, email from person where id = any ($1)",
    values: [ids],
  });
  return new Map(people.map(({ id, name, email }) => [id, name || email]));
}
