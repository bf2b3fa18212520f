import { toDecimalUsd, toNanoUsd } from "@/lib/core/money";
import { listDays, type Period } from "@/lib/reports/period";
import type { UsageByKey, UsageReport, UsageSeries, UsageSums } from "@/lib/reports/views";

/** Sums of roll-up rows over one grouping. Tokens and money are whole numbers written as text, as the database gives them. */
export type SumsRow = {
  grouping: "total" | "day" | "model" | "kind" | "person" | "day-and-model";
  day: string | null;
  model: string | null;
  kind: string | null;
  personId: string | null;
  calls: string;
  inputTokens: string;
  cachedTokens: string;
  outputTokens: string;
  reasoningTokens: string;
  costNanoUsd: string;
};

/** A chart that has more is not read. */
export const SERIES_MAX = 5;
/** The key of what is left of a chart beyond SERIES_MAX; no model has it, because ids of models are never empty. */
export const OTHERS_KEY = "";

const NOTHING: UsageSums = {
  calls: 0,
  inputTokens: 0,
  cachedTokens: 0,
  outputTokens: 0,
  reasoningTokens: 0,
  costUsd: "0",
};
/** What a call was for, and what many of them are called. */
const KINDS: Readonly<Record<string, readonly [one: string, many: string]>> = {
  answer: ["Answer", "Answers"],
  title: ["Title", "Titles"],
  summary: ["Summary", "Summaries"],
};

/** What pages call a kind of call, one or many of them; a kind without a name of its own shows as it is. */
export function labelKind(kind: string, number: "one" | "many"): string {
  return KINDS[kind]?.[number === "one" ? 0 : 1] ?? kind;
}

/** Builds the report from the sums of its period. `names` maps ids of people to what they are called. */
export function toUsageReport(
  rows: readonly SumsRow[],
  {
    period,
    today,
    timeZone,
    names,
  }: { period: Period; today: string; timeZone: string; names: ReadonlyMap<string, string> },
): UsageReport {
  const of = (grouping: SumsRow["grouping"]) => rows.filter((row) => row.grouping === grouping);
  const byDay = new Map(of("day").map((row) => [row.day, toSums(row)]));
  const total = of("total")[0];
  return {
    ...period,
    today,
    timeZone,
    total: total ? toSums(total) : NOTHING,
    byDay: listDays(period).map((day) => ({ day, ...(byDay.get(day) ?? NOTHING) })),
    byModel: toKeys(
      of("model"),
      (row) => row.model,
      (model) => model,
    ),
    byKind: toKeys(
      of("kind"),
      (row) => row.kind,
      (kind) => labelKind(kind, "many"),
    ),
    byPerson: toKeys(
      of("person"),
      (row) => row.personId,
      (id) => names.get(id) ?? "Deleted person",
    ),
    series: toSeries(of("day-and-model"), of("model"), period),
  };
}

function toSums(row: SumsRow): UsageSums {
  return {
    calls: Number(row.calls),
    inputTokens: Number(row.inputTokens),
    cachedTokens: Number(row.cachedTokens),
    outputTokens: Number(row.outputTokens),
    reasoningTokens: Number(row.reasoningTokens),
    costUsd: toDecimalUsd(toNanoUsd(BigInt(row.costNanoUsd))),
  };
}

function toKeys(
  rows: readonly SumsRow[],
  keyOf: (row: SumsRow) => string | null,
  labelOf: (key: string) => string,
): UsageByKey[] {
  return rows.toSorted(dearestFirst).map((row) => {
    const key = keyOf(row) ?? "";
    return { key, label: labelOf(key), ...toSums(row) };
  });
}

function toSeries(cells: readonly SumsRow[], models: readonly SumsRow[], period: Period): UsageSeries[] {
  const days = listDays(period);
  const columnOf = new Map(days.map((day, index) => [day, index]));
  const dearest = models.toSorted(dearestFirst).map((row) => row.model ?? "");
  const shown = dearest.slice(0, SERIES_MAX);
  const keys = dearest.length > SERIES_MAX ? [...shown, OTHERS_KEY] : shown;
  const amounts = new Map(keys.map((key) => [key, days.map(() => 0n)]));
  for (const cell of cells) {
    const line = amounts.get(cell.model ?? "") ?? amounts.get(OTHERS_KEY);
    const column = columnOf.get(cell.day ?? "");
    if (line && column !== undefined) line[column] = (line[column] ?? 0n) + BigInt(cell.costNanoUsd);
  }
  return Array.from(amounts, ([key, line]) => ({
    key,
    label: key === OTHERS_KEY ? "Others" : key,
    costUsd: line.map((amount) => toDecimalUsd(toNanoUsd(amount))),
  }));
}

/** By cost, then by calls and by name, so that the order of a free server's models is stable too. */
function dearestFirst(a: SumsRow, b: SumsRow): number {
  const byCost = BigInt(b.costNanoUsd) - BigInt(a.costNanoUsd);
  if (byCost !== 0n) return byCost > 0n ? 1 : -1;
  return Number(b.calls) - Number(a.calls) || nameOf(a).localeCompare(nameOf(b), "en");
}

function nameOf(row: SumsRow): string {
  return row.model ?? row.kind ?? row.personId ?? "";
}
