import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toLocalPath } from "@/lib/http/local-path";

describe("where to go after signing in", () => {
  test.each(["/", "/c/1?x=1#y", "/settings/usage", "/%2e%2e/x"])("%j stays on this site", (next) => {
    expect(new URL(toLocalPath(next), "https://parlance.example").origin).toBe("https://parlance.example");
    expect(toLocalPath(next)).not.toBe(next === "/" ? "" : "/");
  });

  test.each([
    ...[
      "//evil.example",
      "/\\evil.example",
      "\\\\evil.example",
      "https://evil.example",
      "javascript:alert(1)",
      "/\t/evil.example",
    ],
    ...["/a/..//evil.example", "/.//evil.example", "", undefined, null, 7, ["/x"]],
  ])("%j leads to the start", (next) => {
    expect(toLocalPath(next)).toBe("/");
  });

  test("no text leads away", () => {
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc
        .array(fc.constantFrom("/", "\\", "\t", "\n", ".", "@", ":", "evil.example", "%2f"))
        .map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(texts, (text) => {
        expect(new URL(toLocalPath(`/${text}`), "https://parlance.example").origin).toBe("https://parlance.example");
      }),
    );
  });
});
