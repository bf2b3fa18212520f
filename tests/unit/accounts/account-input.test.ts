import { describe, expect, test } from "vitest";
import { email, name } from "@/lib/accounts/account-input";
import { isTimeZone } from "@/lib/accounts/time-zone";

describe("account input", () => {
  test("an address is kept lower-case, however it was typed", () => {
    expect(email.parse("  Ada@Example.ORG ")).toBe("ada@example.org");
  });

  test.each(["", "ada", "@x", "a@", "a b@c", "a@b@c", "a\n@b.c", "a\u200b@b.c", `${"a".repeat(250)}@b.cd`])(
    "%j is no address",
    (text) => {
      expect(email.safeParse(text).success).toBe(false);
    },
  );

  test("a name is one line of at most a hundred characters, in any script", () => {
    expect(name.parse("  Ada  ")).toBe("Ada");
    expect(name.parse("Ἀδα 爱达 👩‍💻")).toBe("Ἀδα 爱达 👩‍💻");
    expect(name.safeParse("x".repeat(100)).success).toBe(true);
    for (const wrong of ["", "   ", "x".repeat(101), "a\nb", "a\u2028b", "a\u0000b"])
      expect(name.safeParse(wrong).success).toBe(false);
  });

  test.each([
    ["Europe/Berlin", true],
    ["America/Argentina/Buenos_Aires", true],
    ["UTC", true],
    ["Mars/Olympus", false],
    ["+02:00", false],
    ["Europe/Berlin'; drop table person", false],
    ["", false],
    ["x".repeat(10_000), false],
  ])("the time zone %s is known: %s", (zone, isKnown) => {
    expect(isTimeZone(zone)).toBe(isKnown);
  });
});
