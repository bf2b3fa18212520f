import { describe, expect, test } from "vitest";
import { z } from "zod";
import { isAppError } from "@/lib/core/errors";
import { parseInput, toQuery } from "@/lib/http/parse-input";

const schema = z.strictObject({
  organisationName: z.string().min(1, "must not be empty"),
  items: z.array(z.strictObject({ text: z.string() })).optional(),
  amount: z.number().optional(),
});

function refusal(input: unknown) {
  try {
    parseInput(schema, input);
  } catch (error) {
    return isAppError(error, "invalid-input") ? { field: error.facts.field, message: error.message } : error;
  }
  return null;
}

describe("parsing input", () => {
  test("what fits comes through", () => {
    expect(parseInput(schema, { organisationName: "x" })).toEqual({ organisationName: "x" });
  });

  test("a refusal names the field as a path and says what is wrong as a sentence", () => {
    expect(refusal({ organisationName: "" })).toEqual({
      field: "organisationName",
      message: "Organisation name must not be empty.",
    });
    expect(refusal({ organisationName: "x", items: [{ text: "a" }, { text: 1 }] })).toMatchObject({
      field: "items.1.text",
    });
    expect(refusal([])).toMatchObject({ message: expect.stringContaining("The request") });
    expect(refusal(null)).toMatchObject({ message: expect.stringContaining("The request") });
  });

  test.each(["role", "isAdmin", "__proto__", "constructor", "personId"])(
    "the extra field %s is refused by name",
    (name) => {
      expect(refusal(JSON.parse(`{"organisationName":"x","${name}":"owner"}`))).toEqual({
        field: name,
        message: expect.stringContaining("is not known here"),
      });
    },
  );

  test.each([
    ["NUL", "a\0b"],
    ["half of a pair", "\ud800"],
  ])("%s in any text is refused with its place", (_, text) => {
    expect(refusal({ organisationName: "x", items: [{ text }] })).toMatchObject({ field: "items.0.text" });
  });

  test("numbers that JSON can write and nobody means are refused", () => {
    expect(refusal(JSON.parse('{"organisationName":"x","amount":1e400}'))).toMatchObject({ field: "amount" });
    expect(refusal({ organisationName: "x", amount: "1" })).toMatchObject({ field: "amount" });
  });

  test("a refusal does not repeat long input", () => {
    const refused = refusal({ organisationName: "x", ["k".repeat(10_000)]: 1 });
    expect(JSON.stringify(refused).length).toBeLessThan(500);
  });

  test("a query name that is given twice is a list, which no schema of a text accepts", () => {
    expect(toQuery(new URLSearchParams("a=1&b=2&a=3"))).toEqual({ a: ["1", "3"], b: "2" });
    expect(toQuery(new URLSearchParams("__proto__=1"))).toEqual(JSON.parse('{"__proto__":"1"}'));
  });
});
