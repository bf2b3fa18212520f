import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cachedTokens, createBreakpointCache, createPrefixCache, type Part } from "@/tests/bench/prompt-cache";

const part = (content: string, tokens: number, isBreakpoint = false): Part => ({ content, tokens, isBreakpoint });

describe("what the provider's cache gives of a shared prefix", () => {
  test("nothing below 1,024 tokens, whole steps of 128 above", () => {
    expect([0, 1_023, 1_024, 1_151, 1_152, 2_000].map(cachedTokens)).toEqual([0, 0, 1_024, 1_024, 1_152, 1_920]);
  });

  test("is never more than the prefix, and less than a step short of it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1_024, max: 1_000_000 }), (tokens) => {
        const cached = cachedTokens(tokens);
        expect(cached).toBeLessThanOrEqual(tokens);
        expect(tokens - cached).toBeLessThan(128);
      }),
    );
  });
});

describe("the cache of models before gpt-5.6", () => {
  test("hits up to the first difference", () => {
    const cache = createPrefixCache();
    cache.use([part("a", 1_000), part("b", 1_000), part("tail", 10)]);
    const use = cache.use([part("a", 1_000), part("b", 1_000), part("c", 1_000)]);
    expect(use).toEqual({ cachedTokens: 1_920, cacheWriteTokens: 0 });
  });

  test("a message dropped at the beginning throws everything away", () => {
    const cache = createPrefixCache();
    cache.use([part("instructions", 100), part("a", 2_000), part("b", 2_000)]);
    expect(cache.use([part("instructions", 100), part("b", 2_000), part("c", 2_000)]).cachedTokens).toBe(0);
  });
});

describe("the cache of gpt-5.6 and later", () => {
  test("a prefix is read up to where an earlier prompt had a breakpoint, and what comes after it is written", () => {
    const cache = createBreakpointCache();
    expect(cache.use([part("a", 1_500), part("b", 500, true), part("tail", 10)])).toEqual({
      cachedTokens: 0,
      cacheWriteTokens: 2_000,
    });
    const next = [part("a", 1_500), part("b", 500, true), part("c", 300), part("d", 200, true), part("tail 2", 10)];
    expect(cache.use(next)).toEqual({ cachedTokens: 2_000, cacheWriteTokens: 500 });
  });

  test("a breakpoint behind something that changes is written each time and never read", () => {
    const cache = createBreakpointCache();
    cache.use([part("a", 2_000), part("tail 1", 10, true)]);
    expect(cache.use([part("a", 2_000), part("b", 500), part("tail 2", 10, true)])).toEqual({
      cachedTokens: 0,
      cacheWriteTokens: 2_510,
    });
  });

  test("prefixes below 1,024 tokens are neither read nor written", () => {
    const cache = createBreakpointCache();
    expect(cache.use([part("a", 1_000, true)])).toEqual({ cachedTokens: 0, cacheWriteTokens: 0 });
    expect(cache.use([part("a", 1_000, true)])).toEqual({ cachedTokens: 0, cacheWriteTokens: 0 });
  });
});
