import { assertNever } from "@/lib/core/assert-never";
import { AppError } from "@/lib/core/errors";

/** A stretch of whole local days, both ends included, as ISO dates (`2026-03-01`). */
export type Period = { from: string; to: string };

/** No report covers more days: enough for a year against the year before its first month, and a bound on the work. */
export const PERIOD_DAYS_MAX = 400;

export const PERIOD_PRESETS = ["today", "7-days", "30-days", "this-month", "last-month"] as const;
export type PeriodPreset = (typeof PERIOD_PRESETS)[number];

const DAY = /^(20\d\d)-(\d\d)-(\d\d)$/;
const DAY_MS = 86_400_000;

/** True for a day of this century that exists, written as an ISO date. */
export function isDay(text: string): boolean {
  return DAY.test(text) && toDay(Date.parse(`${text}T00:00:00Z`)) === text;
}

/** The day that lies `days` after `day` (before it when negative). */
export function addDays(day: string, days: number): string {
  return toDay(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS);
}

/** How many days a period has: at least 1. */
export function countDays({ from, to }: Period): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / DAY_MS) + 1;
}

/** Every day of a period, in order. */
export function listDays(period: Period): string[] {
  return Array.from({ length: countDays(period) }, (_, index) => addDays(period.from, index));
}

/** The days of a preset, seen from `today`; none of them reaches into the future. */
export function toPeriod(preset: PeriodPreset, today: string): Period {
  const monthStart = `${today.slice(0, 7)}-01`;
  switch (preset) {
    case "today":
      return { from: today, to: today };
    case "7-days":
      return { from: addDays(today, -6), to: today };
    case "30-days":
      return { from: addDays(today, -29), to: today };
    case "this-month":
      return { from: monthStart, to: today };
    case "last-month": {
      const to = addDays(monthStart, -1);
      return { from: `${to.slice(0, 7)}-01`, to };
    }
    default:
      return assertNever(preset);
  }
}

/** The preset whose days a period has, or null for one that somebody chose. The shorter name wins where two have the same days. */
export function findPreset(period: Period, today: string): PeriodPreset | null {
  const isSame = (preset: PeriodPreset) => {
    const candidate = toPeriod(preset, today);
    return candidate.from === period.from && candidate.to === period.to;
  };
  return PERIOD_PRESETS.find(isSame) ?? null;
}

/**
 * Reads a period as it stands in an address; the last 30 days when neither end is given.
 *
 * Throws invalid-input with the field that is wrong.
 */
export function parsePeriod(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  today: string,
): Period {
  if (from === undefined && to === undefined) return toPeriod("30-days", today);
  if (from === undefined || !isDay(from)) throw refuse("from", "Choose a first day, written like 2026-03-01.");
  if (to === undefined || !isDay(to)) throw refuse("to", "Choose a last day, written like 2026-03-31.");
  if (to < from) throw refuse("to", "The last day is before the first one. Swap them.");
  if (countDays({ from, to }) > PERIOD_DAYS_MAX)
    throw refuse("to", `A report covers at most ${PERIOD_DAYS_MAX} days. Choose a shorter range.`);
  return { from, to };
}

function refuse(field: "from" | "to", message: string): AppError {
  return new AppError("invalid-input", message, { field });
}

function toDay(timeMs: number): string {
  return Number.isNaN(timeMs) ? "" : new Date(timeMs).toISOString().slice(0, 10);
}
