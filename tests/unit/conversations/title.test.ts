import { expect, test } from "vitest";
import { cleanTitle } from "@/lib/conversations/title";

test.each([
  ['"Trip to Rome"', "Trip to Rome"],
  ["Title: Trip to Rome.", "Trip to Rome"],
  ["## Trip\nto   Rome", "Trip to Rome"],
  ["**Trip to Rome**", "Trip to Rome"],
  ["  ", ""],
  ["\u0000\u0007", ""],
  ["x".repeat(200), `${"x".repeat(79)}…`],
  ["<script>alert(1)</script>", "<script>alert(1)</script>"],
])("%j becomes %j", (text, title) => {
  expect(cleanTitle(text)).toBe(title);
});
