import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adviseOnPassword } from "@/components/accounts/password-advice";

const advise = (password: string) =>
  adviseOnPassword(password, { name: "Ada Lovelace", email: "ada.king@example.com", organisation: "Engines" });

describe("advice on a password", () => {
  test("a short one is not enough, and it says how much is missing", () => {
    expect(advise("hello")).toMatchObject({ isEnough: false, text: "3 more characters." });
    expect(advise("seven77")).toMatchObject({ isEnough: false, text: "1 more character." });
  });

  test.each([
    "aaaaaaaaaaaaaaaa",
    "1234567890",
    "0987654321",
    "qwertyuiop",
    "engines-engines",
    "password1234",
    "ababababababab",
  ])("%j is long enough and weak", (password) =>
    expect(advise(password)).toMatchObject({ isEnough: true, strength: "weak" }),
  );

  test.each(["correct horse battery staple", "Tr7#mQ9!zL2$vX", "grüne Teekanne im Regen"])(
    "%j is strong",
    (password) => {
      expect(advise(password).strength).toBe("strong");
    },
  );

  test("what the server refuses is said while one types", () => {
    expect(advise("my-lovelace-password")).toMatchObject({
      isEnough: false,
      strength: "weak",
      text: "It must not contain your name or your email address.",
    });
  });

  test("no kind of character is asked for", () => {
    expect(advise("lampvioletriverstone").strength).toBe("strong");
  });

  test("any text gets advice, however odd it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (password) => void expect(advise(password).text).not.toBe("")),
    );
  });
});
