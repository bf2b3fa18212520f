import { expect, test } from "vitest";
import { toStorable } from "@/lib/chat/storable-text";

test.each([
  ["plain", "plain"],
  ["a\0b", "ab"],
  ["half \uD83D", "half "],
  ["whole 😀", "whole 😀"],
  ["lone \uDE00 inside", "lone \uFFFD inside"],
])("%j is stored as %j", (text, stored) => {
  expect(toStorable(text)).toBe(stored);
});
