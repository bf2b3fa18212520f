import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toNanoUsd } from "@/lib/core/money";
import { affordableOutput, ceilingOf, costOf, type Prices, type Usage } from "@/lib/models/pricing";

const prices = (input: bigint, cached: bigint, cacheWrite: bigint, output: bigint): Prices => ({
  inputPerMillion: toNanoUsd(input),
  cachedInputPerMillion: toNanoUsd(cached),
  cacheWritePerMillion: toNanoUsd(cacheWrite),
  outputPerMillion: toNanoUsd(output),
});
const usage = (some: Partial<Usage>): Usage => ({
  promptTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  completionTokens: 0,
  reasoningTokens: 0,
  ...some,
});

const GPT_4O_MINI = prices(150_000_000n, 75_000_000n, 150_000_000n, 600_000_000n);
const GPT_5_6_SOL = prices(4_000_000_000n, 400_000_000n, 5_000_000_000n, 20_000_000_000n);

const anyPrice = fc.bigInt({ min: 0n, max: 1_000_000_000_000n });
const anyPrices = fc.tuple(anyPrice, anyPrice, anyPrice, anyPrice).map((four) => prices(...four));
const anyTokens = fc.nat({ max: 2_000_000 });
const anyUsage = fc.tuple(anyTokens, anyTokens, anyTokens, anyTokens).map(([plain, cached, write, completion]) =>
  usage({
    promptTokens: plain + cached + write,
    cachedTokens: cached,
    cacheWriteTokens: write,
    completionTokens: completion,
  }),
);

describe("costOf", () => {
  test.each([
    ["one token at $0.15 per million", usage({ promptTokens: 1 }), GPT_4O_MINI, 150n],
    ["one cached token", usage({ promptTokens: 1, cachedTokens: 1 }), GPT_4O_MINI, 75n],
    [
      "cached tokens are not paid twice",
      usage({ promptTokens: 2_000, cachedTokens: 1_024 }),
      GPT_4O_MINI,
      976n * 150n + 1_024n * 75n,
    ],
    [
      "tokens written to the cache at their own price",
      usage({ promptTokens: 2_000, cacheWriteTokens: 1_500 }),
      GPT_5_6_SOL,
      500n * 4_000n + 1_500n * 5_000n,
    ],
    ["reasoning is part of the completion", usage({ completionTokens: 10, reasoningTokens: 8 }), GPT_4O_MINI, 6_000n],
    ["nothing costs nothing", usage({}), GPT_5_6_SOL, 0n],
    ["a fraction is rounded up once", usage({ promptTokens: 1, completionTokens: 1 }), prices(1n, 1n, 1n, 1n), 1n],
  ])("%s", (_, counted, price, nanoUsd) => {
    expect(costOf(counted, price)).toBe(nanoUsd);
  });

  test("never falls when more tokens are used", () => {
    fc.assert(
      fc.property(anyUsage, anyPrices, anyTokens, (less, price, more) => {
        expect(costOf({ ...less, completionTokens: less.completionTokens + more }, price)).toBeGreaterThanOrEqual(
          costOf(less, price),
        );
      }),
    );
  });

  test.each([
    usage({ promptTokens: -1 }),
    usage({ promptTokens: 1, cachedTokens: 2 }),
    usage({ completionTokens: 0.5 }),
    usage({ completionTokens: Number.NaN }),
  ])("refuses a usage that cannot be: %j", (counted) => {
    expect(() => costOf(counted, GPT_4O_MINI)).toThrow(RangeError);
  });
});

describe("ceilingOf", () => {
  test("no call costs more than its ceiling", () => {
    fc.assert(
      fc.property(anyUsage, anyPrices, anyTokens, (counted, price, unusedOutput) => {
        const ceiling = ceilingOf(counted.promptTokens, counted.completionTokens + unusedOutput, price);
        expect(costOf(counted, price)).toBeLessThanOrEqual(ceiling);
      }),
    );
  });
});

describe("affordableOutput", () => {
  test("is the longest answer that fits into the amount", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 13n }), anyTokens, anyPrices, (bare, promptTokens, price) => {
        const amount = toNanoUsd(bare);
        const tokens = affordableOutput(amount, promptTokens, price);
        if (tokens > 0) expect(ceilingOf(promptTokens, tokens, price)).toBeLessThanOrEqual(amount);
        if (tokens < Number.MAX_SAFE_INTEGER)
          expect(ceilingOf(promptTokens, tokens + 1, price)).toBeGreaterThan(amount);
      }),
    );
  });

  test("is nothing when the prompt alone does not fit", () => {
    expect(affordableOutput(toNanoUsd(149n), 1, GPT_4O_MINI)).toBe(0);
  });

  test("has no end for a server that costs nothing", () => {
    expect(affordableOutput(toNanoUsd(0n), 1_000, prices(0n, 0n, 0n, 0n))).toBe(Number.MAX_SAFE_INTEGER);
  });
});
