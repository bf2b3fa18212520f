import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adviseOnPassword } from "@/components/accounts/password-advice";

const advise = (password: string) => adviseOnPassword(password, 10, ["Ada Lovelace", "ada@example.com", "Engines"]);

describe("advice on a password", () => {
  test("a short one is not enough, and it says how much is missing", () => {
    expect(advise("hello")).toMatchObject({ isEnough: false, text: "5 more characters." });
    expect(advise("ninechars")).toMatchObject({ isEnough: false, text: "1 more character." });
  });

  test.each([
    "aaaaaaaaaaaaaaaa",
    "1234567890",
    "0987654321",
    "qwertyuiop",
    "lovelace-engines",
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

  test("no kind of character is asked for", () => {
    expect(advise("lampvioletriverstone").strength).toBe("strong");
  });

  test("any text gets advice, however odd it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (password) => void expect(advise(password).text).not.toBe("")),
    );
  });
});
