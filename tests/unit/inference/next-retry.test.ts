import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ATTEMPTS_MAX, nextRetry, RETRY_AFTER_MAX_MS, toRetryAfterMs } from "@/lib/inference/next-retry";

const failed = (some: Partial<Parameters<typeof nextRetry>[0]> = {}) =>
  nextRetry({ reason: "busy", attempt: 1, retryAfterMs: null, random: 0.5, ...some });

describe("nextRetry", () => {
  test("two more attempts, and no third", () => {
    expect([1, 2, 3].map((attempt) => failed({ attempt }) !== null)).toEqual([true, true, false]);
    expect(ATTEMPTS_MAX).toBe(3);
  });

  test("one more after a deadline", () => {
    expect([1, 2].map((attempt) => failed({ reason: "timeout", attempt }) !== null)).toEqual([true, false]);
  });

  test("full jitter: anything from nothing to the exponential bound", () => {
    expect([0, 0.5, 1].map((random) => failed({ random })?.waitMs)).toEqual([0, 1_000, 2_000]);
    expect([0, 0.5, 1].map((random) => failed({ random, attempt: 2 })?.waitMs)).toEqual([0, 2_000, 4_000]);
  });

  test("never earlier than the provider asked", () => {
    expect(failed({ retryAfterMs: 3_000, random: 0 })).toEqual({ waitMs: 3_000 });
  });

  test("not at all when the provider asks for more than anyone would watch", () => {
    expect(failed({ retryAfterMs: RETRY_AFTER_MAX_MS + 1 })).toBeNull();
  });

  test("no wait is longer than the cap and its spread", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9 }),
        fc.option(fc.nat()),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (attempt, retryAfterMs, random) => {
          const waitMs = failed({ attempt, retryAfterMs, random })?.waitMs ?? 0;
          expect(waitMs).toBeGreaterThanOrEqual(0);
          expect(waitMs).toBeLessThanOrEqual(RETRY_AFTER_MAX_MS + 500);
        },
      ),
    );
  });
});

describe("toRetryAfterMs", () => {
  const now = new Date("2026-11-23T12:00:00Z");
  test.each<[Record<string, string>, number | null]>([
    [{}, null],
    [{ "retry-after": "3" }, 3_000],
    [{ "retry-after": "0.5" }, 500],
    [{ "retry-after-ms": "250", "retry-after": "3" }, 250],
    [{ "retry-after": "Mon, 23 Nov 2026 12:00:05 GMT" }, 5_000],
    [{ "retry-after": "Mon, 23 Nov 2026 11:00:00 GMT" }, 0],
    [{ "retry-after": "-5" }, 0],
    [{ "retry-after": "soon" }, null],
    [{ "retry-after": "1e9" }, null],
  ])("%j asks for %s ms", (headers, wait) => expect(toRetryAfterMs(new Headers(headers), now)).toBe(wait));
});
