/** How much one key may do: at most `requests` in any stretch of `windowMs`. */
export type Rate = { requests: number; windowMs: number };

export type RateDecision = { allowed: true; remaining: number } | { allowed: false; retryAfterMs: number };

/** Counts what a key does. Every adapter passes tests/contract/rate-limiter.ts. */
export type RateLimiter = {
  /** Counts one request of `key` and says whether it is within `rate`. A refused request is not counted. */
  take(key: string, rate: Rate): Promise<RateDecision>;
  /** Forgets what `key` did: a success ends a series of failures. */
  reset(key: string): Promise<void>;
  close(): Promise<void>;
};
