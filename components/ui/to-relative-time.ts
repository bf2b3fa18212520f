const STEPS = [
  ["minute", 60_000, 60],
  ["hour", 3_600_000, 24],
  ["day", 86_400_000, 7],
] as const;

const format = new Intl.RelativeTimeFormat("en", { numeric: "auto" });

/** How long ago in words: "now", "5 minutes ago", "yesterday"; a date from a week on. */
export function toRelativeTime(time: Date, now: Date): string {
  const distanceMs = time.getTime() - now.getTime();
  if (Math.abs(distanceMs) < 60_000) return "now";
  for (const [unit, unitMs, countMax] of STEPS) {
    const count = Math.round(distanceMs / unitMs);
    if (Math.abs(count) < countMax) return format.format(count, unit);
  }
  const isThisYear = time.getFullYear() === now.getFullYear();
  return time.toLocaleDateString("en", { day: "numeric", month: "short", ...(isThisYear ? {} : { year: "numeric" }) });
}
