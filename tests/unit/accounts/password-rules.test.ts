import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isCommonPassword } from "@/lib/accounts/common-passwords";
import { findPasswordMistake, PASSWORD_LENGTH_MAX } from "@/lib/accounts/password-rules";

const context = { email: "ada.lovelace@example.org", name: "Zoë Lovelace", isCommon: isCommonPassword };

describe("password rules", () => {
  test("seven characters are too few, eight are enough, and characters are counted as people count them", () => {
    expect(findPasswordMistake("xq7-vTp", context)).toContain("at least 8");
    expect(findPasswordMistake("xq7-vTpw", context)).toBeNull();
    expect(findPasswordMistake("🦊🐙🦉🐝", context)).toContain("at least 8");
  });

  test("256 characters of anything are taken, one more is not", () => {
    const long = "tulip-quarrel ".repeat(40).slice(0, PASSWORD_LENGTH_MAX);
    expect(findPasswordMistake(long, context)).toBeNull();
    expect(findPasswordMistake(`${long}x`, context)).toContain("256");
  });

  test("no rule of composition: lower case alone will do", () => {
    expect(findPasswordMistake("velvet harbor tinsel orbit", context)).toBeNull();
  });

  test.each(["ada.lovelace-1815", "xxLOVELACExx", "my-zoe lovelace!", "ada.lovelace@example.org"])(
    "%s contains the name or the address",
    (password) => {
      expect(findPasswordMistake(password, context)).toContain("your name or your email");
    },
  );

  test.each(
    `password Password1! P@ssw0rd p4ssw0rd123 12345678 1234567890 qwertyuiop qwerty123 1qaz2wsx iloveyou sunshine1 letmein1 abcd1234
    Summer2025! monkey123 dragon12 asdfghjkl qwertz123 11111111 abcabcabc admin123 changeme123 Passwort1 hallo123 1q2w3e4r5t zaq12wsx
    qazwsxedc 31121999 testtest correcthorsebatterystaple blink182 q1w2e3r4 987654321 Willkommen1 trustno1 football!`.split(
      /\s+/,
    ),
  )("%s is among the first that are tried", (password) => {
    expect(isCommonPassword(password)).toBe(true);
  });

  test.each(["tulip-quarrel-94-Xan", "9fK2!mQz7pLw", "maplewood trestle", "Donaudampfschiff9", "ochre lantern fjord"])(
    "%s is not",
    (password) => {
      expect(isCommonPassword(password)).toBe(false);
    },
  );

  test("whatever is typed is judged, and within a millisecond or so", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 1_024, unit: "binary" }), (password) => {
        expect(["string", "object"]).toContain(typeof findPasswordMistake(password, context));
      }),
    );
    const startedAt = performance.now();
    for (const unit of ["a", "ab1", "qwe", "1qaz", "password"]) isCommonPassword(unit.repeat(256).slice(0, 1_024));
    expect(performance.now() - startedAt).toBeLessThan(200);
  });
});
