import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { requireCan } from "@/lib/accounts/policy";
import { toNanoUsd } from "@/lib/core/money";
import type { Runtime } from "@/lib/platform/runtime.server";
import { loadToday } from "@/lib/reports/load-today.server";
import { type Period, parsePeriod } from "@/lib/reports/period";
import { toUsageCsvLine, USAGE_CSV_HEADER } from "@/lib/reports/usage-csv";

const ROWS_AT_A_TIME = 5_000;

/** The file with every row of the roll-up in a period. It is read as it is sent, so that its length costs no memory. */
export type UsageCsv = { fileName: string; chunks: AsyncGenerator<string, void, void> };

/** Opens the CSV of the organisation's usage, for administrators. Everything that can be refused is refused before the first chunk. */
export async function openUsageCsv(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  { from, to }: { from?: string | undefined; to?: string | undefined },
): Promise<UsageCsv> {
  requireCan(actor, "read", { type: "usage", personId: null });
  const { today } = await loadToday({ database });
  const period = parsePeriod({ from, to }, today);
  return { fileName: `parlance-usage-${period.from}-to-${period.to}.csv`, chunks: readChunks({ database }, period) };
}

type Row = {
  day: string;
  personId: string;
  name: string | null;
  email: string | null;
  model: string;
  kind: string;
  calls: number;
  promptTokens: string;
  cachedTokens: string;
  cacheWriteTokens: string;
  completionTokens: string;
  reasoningTokens: string;
  costNanoUsd: string;
};

async function* readChunks(world: Pick<Runtime, "database">, period: Period): AsyncGenerator<string, void, void> {
  yield USAGE_CSV_HEADER;
  let last: Row | undefined;
  do {
    const rows = await listRowsAfter(world, period, last);
    if (rows.length > 0) yield rows.map(toLine).join("");
    last = rows.length === ROWS_AT_A_TIME ? rows.at(-1) : undefined;
  } while (last);
}

/** The next rows in the order of the primary key: each batch starts where the index left off. */
function listRowsAfter(
  { database }: Pick<Runtime, "database">,
  { from, to }: Period,
  last: Row | undefined,
): Promise<Row[]> {
  return database.query<Row>({
    text: `
      select s.day::text as day, s.person_id as "personId", p.name, p.email, s.model, s.kind, s.calls,
        s.prompt_tokens::text as "promptTokens", s.cached_tokens::text as "cachedTokens",
        s.cache_write_tokens::text as "cacheWriteTokens", s.completion_tokens::text as "completionTokens",
        s.reasoning_tokens::text as "reasoningTokens", s.cost_nano_usd::text as "costNanoUsd"
      from spend_day s left join person p on p.id = s.person_id
      where s.day between $1 and $2 ${last ? "and (s.day, s.person_id, s.model, s.kind) > ($4::date, $5::uuid, $6::text, $7::text)" : ""}
      order by s.day, s.person_id, s.model, s.kind
      limit $3`,
    values: [from, to, ROWS_AT_A_TIME, ...(last ? [last.day, last.personId, last.model, last.kind] : [])],
  });
}

function toLine(row: Row): string {
  return toUsageCsvLine({
    day: row.day,
    person: row.name ?? "Deleted person",
    email: row.email ?? "",
    model: row.model,
    kind: row.kind,
    calls: row.calls,
    promptTokens: BigInt(row.promptTokens),
    cachedTokens: BigInt(row.cachedTokens),
    cacheWriteTokens: BigInt(row.cacheWriteTokens),
    completionTokens: BigInt(row.completionTokens),
    reasoningTokens: BigInt(row.reasoningTokens),
    cost: toNanoUsd(BigInt(row.costNanoUsd)),
  });
}
