import { describe, expect, test } from "vitest";
import { isId, newId } from "@/lib/core/ids";

describe("ids", () => {
  test("a new id is a UUID of version 7 that starts with its time", () => {
    const id = newId(0x0192_3456_789a, new Uint8Array(16).fill(0xff));
    expect(id).toBe("01923456-789a-7fff-bfff-ffffffffffff");
    expect(isId(id)).toBe(true);
  });

  test("ids sort by age", () => {
    expect(newId(1_000) < newId(2_000)).toBe(true);
  });

  test.each([
    "",
    "abc",
    "01923456-789A-7fff-bfff-ffffffffffff",
    " 01923456-789a-7fff-bfff-ffffffffffff",
    "../etc",
    "01923456-789a-0fff-bfff-ffffffffffff",
  ])("%j is no id", (text) => {
    expect(isId(text)).toBe(false);
  });
});
