import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatUsd, parseUsd, sumUsd, toDecimalUsd, toNanoUsd } from "@/lib/core/money";

describe("money", () => {
  test.each([
    ["12.50", 12_500_000_000n],
    ["0.000000001", 1n],
    [" 7 ", 7_000_000_000n],
    ["-1.5", -1_500_000_000n],
  ])("%j is %s nano-dollars", (text, amount) => {
    expect(parseUsd(text)).toBe(amount);
  });

  test.each([
    "",
    "abc",
    "$5",
    "1,000",
    "1e3",
    "0.0000000001",
    "NaN",
    "Infinity",
    "1.",
    ".5",
    "--1",
    "1 000",
    "９",
    "1".repeat(13),
  ])("%j is not an amount", (text) => {
    expect(parseUsd(text)).toBeNull();
  });

  test.each([
    [0n, "$0.00"],
    [1n, "$0.000000001"],
    [150n, "$0.00000015"],
    [412_345n, "$0.00041"],
    [9_999_999n, "$0.01"],
    [30_000_000n, "$0.03"],
    [1_234_567_890_000n, "$1,234.57"],
    [-2_500_000_000n, "−$2.50"],
  ])("%s reads %s", (amount, text) => {
    expect(formatUsd(toNanoUsd(amount))).toBe(text);
  });

  test("what cost something never reads as nothing", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 1n, max: 10n ** 15n }), (amount) => {
        expect(formatUsd(toNanoUsd(amount))).toMatch(/[1-9]/);
      }),
    );
  });

  test("an amount survives being written and read", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), (amount) => {
        expect(parseUsd(toDecimalUsd(toNanoUsd(amount)))).toBe(amount);
      }),
    );
  });

  test("a million times 0.1 + 0.2 is exactly 300,000", () => {
    const three = sumUsd([parseUsd("0.1") ?? toNanoUsd(0n), parseUsd("0.2") ?? toNanoUsd(0n)]);
    expect(toDecimalUsd(toNanoUsd(three * 1_000_000n))).toBe("300000");
  });
});
