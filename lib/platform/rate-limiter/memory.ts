import type { RateLimiter } from "@/lib/platform/rate-limiter/port";

/** After so many decisions, keys whose requests are all out of their window are forgotten. */
const SWEEP_EVERY = 1_000;

type Taken = { times: number[]; windowMs: number };

/** Counts in the memory of this process: each further process grants the same again. Exact: it keeps the time of each request. */
export function createMemoryRateLimiter({ now }: { now(): number }): RateLimiter {
  const taken = new Map<string, Taken>();
  let decisions = 0;

  function sweep(): void {
    decisions += 1;
    if (decisions % SWEEP_EVERY !== 0) return;
    const oldest = now();
    for (const [key, { times, windowMs }] of taken) {
      if ((times.at(-1) ?? 0) + windowMs <= oldest) taken.delete(key);
    }
  }

  return {
    async take(key, { requests, windowMs }) {
      sweep();
      const at = now();
      const times = (taken.get(key)?.times ?? []).filter((time) => time > at - windowMs);
      taken.set(key, { times, windowMs });
      if (times.length >= requests) {
        const freesAt = (times[times.length - requests] ?? at) + windowMs;
        return { allowed: false, retryAfterMs: Math.max(1, freesAt - at) };
      }
      times.push(at);
      return { allowed: true, remaining: requests - times.length };
    },
    async reset(key) {
      taken.delete(key);
    },
    async close() {
      taken.clear();
    },
  };
}
