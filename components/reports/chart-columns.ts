import { formatUsd, type NanoUsd, parseUsd, sumUsd, toNanoUsd, ZERO_USD } from "@/lib/core/money";
import type { UsageReport } from "@/lib/reports/views";

/** More columns than this cannot be told apart on a phone: longer ranges are drawn by week. */
const DAILY_COLUMNS_MAX = 92;

export type ChartColumn = {
  /** First and last day that it stands for; the same when the chart is by day. */
  from: string;
  to: string;
  total: NanoUsd;
  /** One amount for each series, in their order. */
  amounts: NanoUsd[];
};

/** Whether a report can be drawn: days without a cost have no height. */
export function hasSpend({ byDay }: Pick<UsageReport, "byDay">): boolean {
  return byDay.some(({ costUsd }) => costUsd !== "0");
}

/** The days of a report as the columns of a chart: each day, or each week from Monday on where there are many. */
export function toColumns(report: Pick<UsageReport, "byDay" | "series">): {
  unit: "day" | "week";
  columns: ChartColumn[];
} {
  const series = report.series.map((line) => line.costUsd.map(toAmount));
  const days = report.byDay.map(({ day }, index) => {
    const amounts = series.map((line) => line[index] ?? ZERO_USD);
    return { from: day, to: day, amounts, total: sumUsd(amounts) };
  });
  if (days.length <= DAILY_COLUMNS_MAX) return { unit: "day", columns: days };
  const weeks: ChartColumn[] = [];
  for (const day of days) {
    const week = weeks.at(-1);
    if (!week || isMonday(day.from)) {
      weeks.push({ ...day });
      continue;
    }
    week.to = day.to;
    week.total = sumUsd([week.total, day.total]);
    week.amounts = week.amounts.map((amount, index) => sumUsd([amount, day.amounts[index] ?? ZERO_USD]));
  }
  return { unit: "week", columns: weeks };
}

/** Round amounts for the lines of a chart, from zero to the first one that is not below `highest`. At most six. */
export function toTicks(highest: NanoUsd): NanoUsd[] {
  if (highest <= 0n) return [ZERO_USD];
  const rough = (highest + 3n) / 4n; // four steps, rounded up
  const power = 10n ** BigInt(rough.toString().length - 1);
  const step = [1n, 2n, 5n, 10n].map((factor) => factor * power).find((candidate) => candidate >= rough) ?? 10n * power;
  const count = Number((highest + step - 1n) / step);
  return Array.from({ length: count + 1 }, (_, index) => toNanoUsd(step * BigInt(index)));
}

/** The labels of ticks, all with the same number of decimals; whole dollars without any. */
export function labelTicks(ticks: readonly NanoUsd[]): string[] {
  const step = ticks[1] ?? ZERO_USD;
  if (step > 0n && step % 1_000_000_000n === 0n) return ticks.map((tick) => formatUsd(tick).replace(/\.00$/, ""));
  const decimals = /\.(\d+)$/.exec(formatUsd(step))?.[1]?.replace(/(?<=\d{2})0+$/, "").length ?? 2;
  return ticks.map((tick) => `$${(Number(tick) / 1e9).toFixed(decimals)}`);
}

/** Columns that carry a label: evenly spread, the first one among them. */
export function toLabelledColumns(count: number, labelsMax: number): number[] {
  const step = Math.max(1, Math.ceil(count / labelsMax));
  return Array.from({ length: Math.ceil(count / step) }, (_, index) => index * step);
}

const DAY_FORMAT = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", timeZone: "UTC" });
const LONG_DAY_FORMAT = new Intl.DateTimeFormat("en", {
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** "Mar 4". */
export function formatDay(day: string): string {
  return DAY_FORMAT.format(new Date(`${day}T00:00:00Z`));
}

/** "Wed, Mar 4, 2026". */
export function formatLongDay(day: string): string {
  return LONG_DAY_FORMAT.format(new Date(`${day}T00:00:00Z`));
}

/** What a column stands for, in words: a day, or the first and the last one of a week. */
export function describeColumn({ from, to }: Pick<ChartColumn, "from" | "to">): string {
  return from === to ? formatLongDay(from) : `${formatDay(from)} to ${formatLongDay(to)}`;
}

function isMonday(day: string): boolean {
  return new Date(`${day}T00:00:00Z`).getUTCDay() === 1;
}

function toAmount(usd: string): NanoUsd {
  return parseUsd(usd) ?? ZERO_USD;
}
