/** Why an attempt may be worth repeating. */
export type RetryReason = "busy" | "down" | "timeout";

/** The first try and two more. */
export const ATTEMPTS_MAX = 3;
/** Waiting once for nothing is enough: a deadline is long. */
const ATTEMPTS_MAX_TIMEOUT = 2;
const BASE_MS = 1_000;
const BACKOFF_MAX_MS = 8_000;
/** Nobody watches a chat for longer than this; who is told to wait longer is told so. */
export const RETRY_AFTER_MAX_MS = 20_000;
/** Many wait for the same moment. */
const SPREAD_MS = 500;

/**
 * How long to wait before the next attempt, or null when there is none: exponential backoff with full jitter, or what the provider asked
 * for. A provider that asks for more than `RETRY_AFTER_MAX_MS` is not asked again: an earlier attempt would only fail.
 *
 * `attempt` is the one that failed, from 1; `random` is in [0, 1).
 */
export function nextRetry(failed: {
  reason: RetryReason;
  attempt: number;
  retryAfterMs: number | null;
  random: number;
}): { waitMs: number } | null {
  const { reason, attempt, retryAfterMs, random } = failed;
  if (attempt >= (reason === "timeout" ? ATTEMPTS_MAX_TIMEOUT : ATTEMPTS_MAX)) return null;
  if (retryAfterMs === null) return { waitMs: Math.round(random * Math.min(BACKOFF_MAX_MS, BASE_MS * 2 ** attempt)) };
  if (retryAfterMs > RETRY_AFTER_MAX_MS) return null;
  return { waitMs: Math.round(retryAfterMs + random * SPREAD_MS) };
}

/** The wait that headers ask for: `retry-after-ms`, or `retry-after` in seconds or as a date (RFC 9110, 10.2.3). Null for none or nonsense. */
export function toRetryAfterMs(headers: { get(name: string): string | null }, now: Date): number | null {
  const milliseconds = toNumber(headers.get("retry-after-ms"));
  if (milliseconds !== null) return milliseconds;
  const text = headers.get("retry-after");
  const seconds = toNumber(text);
  if (seconds !== null) return seconds * 1_000;
  const date = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : Math.max(0, date - now.getTime());
}

function toNumber(text: string | null): number | null {
  return text !== null && /^\d{1,9}(\.\d{1,6})?$/.test(text.trim()) ? Number(text) : null;
}
