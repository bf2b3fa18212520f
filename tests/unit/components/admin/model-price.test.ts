import { describe, expect, test } from "vitest";
import { formatPrice, parsePriceText, parseWindowText } from "@/components/admin/model-price";

describe("a price as it is typed", () => {
  test.each([
    ["0.15", "0.15"],
    [" $10 ", "10"],
    ["0", "0"],
    ["0.000000001", "0.000000001"],
    ["", null],
  ])("%j is %j", (text, value) => expect(parsePriceText(text)).toEqual({ isValid: true, value }));

  test.each(["0,15", "1e-3", "-1", "NaN", "0.0000000001", "0.123456789012", "10000.01", "free"])(
    "%j is refused",
    (text) => expect(parsePriceText(text)).toMatchObject({ isValid: false }),
  );
});

describe("a window as it is typed", () => {
  test.each([
    ["128000", 128_000],
    ["1,000,000", 1_000_000],
    ["", null],
  ])("%j is %j", (text, value) => expect(parseWindowText(text)).toEqual({ isValid: true, value }));

  test.each(["128k", "1.5", "1,00", "0", "1023", "-4096", "1e6", "999999999", "٤٠٩٦"])("%j is refused", (text) =>
    expect(parseWindowText(text)).toMatchObject({ isValid: false }),
  );
});

test.each([
  ["10", "$10.00"],
  ["0.0375", "$0.0375"],
  ["2.5", "$2.50"],
  [null, "–"],
])("a price of %j reads %j", (price, text) => expect(formatPrice(price)).toBe(text));
