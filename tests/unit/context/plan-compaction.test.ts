import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Exchange } from "@/lib/context/history";
import { planCompaction } from "@/lib/context/plan-compaction";
import { divideWindow } from "@/lib/context/window";

const exchange = (tokens: number, index: number): Exchange => ({
  tokens,
  messages: [
    { id: `q${index}`, role: "user", text: "?", tokens: 1, depth: index * 2 + 1 },
    { id: `a${index}`, role: "assistant", text: "!", tokens: 1, depth: index * 2 + 2 },
  ],
});
const window = divideWindow(20_000, 4_000);

describe("planCompaction", () => {
  test("does nothing below the high-water mark", () => {
    const exchanges = [3_000, 3_000, 3_000].map(exchange);
    expect(planCompaction({ exchanges, summaryTokens: 0, fixedTokens: 100 }, window)).toBeNull();
  });

  test("covers the oldest exchanges down to the low-water mark and names the last message that it covers", () => {
    const exchanges = Array.from({ length: 12 }, (_, index) => exchange(1_000, index));
    const plan = planCompaction({ exchanges, summaryTokens: 0, fixedTokens: 100 }, window);
    expect(plan).toMatchObject({ throughId: "a9", throughDepth: 20, tokensBefore: 10_000 });
  });

  test("leaves the newest two exchanges as they were said, however large", () => {
    const exchanges = [9_000, 9_000, 9_000].map(exchange);
    expect(planCompaction({ exchanges, summaryTokens: 0, fixedTokens: 0 }, window)?.covered).toHaveLength(1);
  });

  test("counts what the summary before it replaced", () => {
    const exchanges = Array.from({ length: 12 }, (_, index) => exchange(1_000, index));
    expect(planCompaction({ exchanges, summaryTokens: 500, fixedTokens: 0 }, window)?.tokensBefore).toBe(10_500 - 0);
  });

  test("what it covers is a prefix of whole exchanges that ends with the named message", () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 6_000 }), { maxLength: 60 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 0, max: 2_000 }), (tokens, summaryTokens) => {
        const exchanges = tokens.map(exchange);
        const plan = planCompaction({ exchanges, summaryTokens, fixedTokens: 200 }, window);
        if (!plan) return;
        expect(plan.covered).toEqual(exchanges.slice(0, plan.covered.length));
        expect(plan.covered.at(-1)?.messages.at(-1)?.id).toBe(plan.throughId);
        expect(exchanges.length - plan.covered.length).toBeGreaterThanOrEqual(Math.min(2, exchanges.length));
      }),
    );
  });
});
