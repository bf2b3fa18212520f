import { describe, expect, test } from "vitest";
import { parseLimitText, toLimitText } from "@/components/admin/limit-text";

describe("a limit as it is typed", () => {
  test.each([
    ["12.50", "12.5"],
    [" $ 12.5 ", "12.5"],
    ["0", "0"],
    ["0.000000001", "0.000000001"],
    ["1000000", "1000000"],
    ["", null],
    ["   ", null],
  ])("%j is %j", (text, limitUsd) => {
    expect(parseLimitText(text)).toEqual({ isValid: true, limitUsd });
  });

  test.each([
    "12,50",
    "1e18",
    "NaN",
    "Infinity",
    "-1",
    "1 000",
    "€5",
    "0.0000000001",
    "1000000.01",
    "999999999999",
    "$$1",
    "0x10",
    "١٢",
  ])("%j is refused with a sentence", (text) => {
    expect(parseLimitText(text)).toMatchObject({ isValid: false, message: expect.stringMatching(/\.$/) });
  });

  test("what is shown in the field is read back as the same amount", () => {
    for (const limitUsd of ["12.5", "0", "1000", "0.000000001", null]) {
      expect(parseLimitText(toLimitText(limitUsd))).toEqual({ isValid: true, limitUsd });
    }
    expect(toLimitText("12.5")).toBe("12.50");
  });
});
