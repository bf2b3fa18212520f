import { expect, test } from "vitest";
import { waitInWords } from "@/lib/core/wait-in-words";

test.each([
  [0, "a second"],
  [1_001, "2 seconds"],
  [90_000, "90 seconds"],
  [91_000, "2 minutes"],
  [3_600_000, "60 minutes"],
  [6_000_000, "2 hours"],
])("%d ms are %s", (ms, words) => {
  expect(waitInWords(ms)).toBe(words);
});
