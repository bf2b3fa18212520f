import { findPasswordMistake, PASSWORD_LENGTH_MIN } from "@/lib/accounts/password-rules";

/** What the page says about a new password while it is typed. `isEnough` follows the rules of the server, which also knows the common ones; the rest is advice. */
export type PasswordAdvice = { isEnough: boolean; strength: "none" | "weak" | "fair" | "strong"; text: string };

const ROWS = [
  "abcdefghijklmnopqrstuvwxyz",
  "qwertyuiop",
  "asdfghjkl",
  "zxcvbnm",
  "qwertzuiop",
  "yxcvbnm",
  "azertyuiop",
  "01234567890",
];
const SEQUENCES = ROWS.flatMap((row) => [row, [...row].reverse().join("")]);

/**
 * Advice without composition rules: length counts, and what is easily guessed does not (ASVS 6.2.5; NIST SP 800-63B, 3.1.1).
 *
 * `organisation` is a word that an attacker knows too, though the server does not refuse it.
 */
export function adviseOnPassword(
  password: string,
  { name, email, organisation = "" }: { name: string; email: string; organisation?: string },
): PasswordAdvice {
  const length = [...password].length;
  if (length === 0) {
    const text = `At least ${PASSWORD_LENGTH_MIN} characters; fifteen are better. A few words that only you would put together are best.`;
    return { isEnough: false, strength: "none", text };
  }
  if (length < PASSWORD_LENGTH_MIN) {
    const missing = PASSWORD_LENGTH_MIN - length;
    return {
      isEnough: false,
      strength: "weak",
      text: `${missing} more ${missing === 1 ? "character" : "characters"}.`,
    };
  }
  const mistake = findPasswordMistake(password, { name, email, isCommon: () => false });
  if (mistake !== null) return { isEnough: false, strength: "weak", text: `It ${mistake}.` };
  const unguessable = countUnguessable(password, organisation);
  if (unguessable < 8)
    return {
      isEnough: true,
      strength: "weak",
      text: "Easy to guess: names, rows of keys and repetitions count for little. Add a word or two.",
    };
  if (unguessable < 12) return { isEnough: true, strength: "fair", text: "Fair. Another word makes it strong." };
  return { isEnough: true, strength: "strong", text: "Strong." };
}

/** Characters that are left when repetitions, rows of keys and known words are taken together as one each. */
function countUnguessable(password: string, known: string): number {
  let rest = password.toLowerCase();
  const words = known
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word.length > 2);
  for (const word of [...words, "password", "passwort", "parlance"]) rest = rest.replaceAll(word, "*");
  let count = 0;
  let previous = "";
  for (const character of rest) {
    const follows = SEQUENCES.some((row) => row.includes(previous + character));
    if (previous === "" || (character !== previous && !follows)) count += 1;
    previous = character;
  }
  return Math.min(count, new Set(rest).size * 2);
}
