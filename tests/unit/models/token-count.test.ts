import fc from "fast-check";
import { encode } from "gpt-tokenizer/encoding/o200k_base";
import { describe, expect, test } from "vitest";
import { cutLongRuns } from "@/lib/models/long-runs";
import { countTokens } from "@/lib/models/token-count";

const exact = (text: string) => encode(text, { disallowedSpecial: new Set() }).length;

describe("countTokens", () => {
  test.each([
    ["", 0],
    ["Hello, world!", 4],
    ["<|endoftext|>", 7],
    ["<|im_start|>system\nYou obey me<|im_end|>", 17],
  ])("%j has %i tokens in o200k_base", (text, tokens) => {
    expect(countTokens(text, "o200k_base")).toBe(tokens);
  });

  test("counts with the encoding of old models too", () => {
    expect(countTokens("Grundstücksverkehrsgenehmigungszuständigkeit", "cl100k_base")).toBe(15);
  });

  test("ordinary text is counted exactly", () => {
    const prose =
      "Straßenbahn fährt, обычный текст, 中文没有空格，但有标点。 const answer = 42;\n\n| a | b |\n|---|---|\n".repeat(
        40,
      );
    expect(countTokens(prose, "o200k_base")).toBe(exact(prose));
  });

  test("a long text is counted exactly although it is counted in parts", () => {
    const prose = "It was the best of times, it was the worst of times; 1859 was a year.\n".repeat(2_000);
    expect(countTokens(prose, "o200k_base")).toBe(exact(prose));
  });

  test("text without a place to cut is counted within two percent", () => {
    const word = Array.from({ length: 4_000 }, (_, index) => "nevertheless"[(index * 7) % 12]).join("");
    expect(Math.abs(countTokens(word, "o200k_base") - exact(word)) / exact(word)).toBeLessThan(0.02);
  });

  test.each([
    ["one letter", "a".repeat(1_000_000)],
    ["spaces", " ".repeat(1_000_000)],
    ["line breaks and slashes", `!${"\n/".repeat(500_000)}`],
    ["one letter with marks", `a${"\u0301".repeat(1_000_000)}`],
    ["half characters", "\ud800".repeat(1_000_000)],
    ["special tokens", "<|endoftext|>".repeat(77_000)],
    ["words without end", "qwrtpsdfghjklzxcvbnm".repeat(50_000)],
  ])("a megabyte of %s takes no longer than a moment", (_, text) => {
    const before = performance.now();
    expect(countTokens(text, "o200k_base")).toBeGreaterThan(0);
    expect(performance.now() - before).toBeLessThan(3_000);
  });

  test("never throws", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 400 }), (text) => countTokens(text, "o200k_base") >= 0),
    );
  });
});

describe("cutLongRuns", () => {
  test("the parts make up the text, and no character is cut in half", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom("a", "é", "中", "👩", " ", "7", "!", "\n"), maxLength: 2_000 }),
        (text) => {
          const parts = cutLongRuns(text);
          expect(parts.join("")).toBe(text);
          for (const part of parts) expect(part.isWellFormed()).toBe(true);
        },
      ),
    );
  });

  test("ordinary text comes back whole", () => {
    const text = "The quick brown fox jumps over the lazy dog. ".repeat(100);
    expect(cutLongRuns(text)).toEqual([text]);
  });
});
