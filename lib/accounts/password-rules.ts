/** The shortest password (ASVS 6.2.1). Fifteen are advised. */
export const PASSWORD_LENGTH_MIN = 8;

/** The longest password; none is ever cut (ASVS 6.2.8, 6.2.9). */
export const PASSWORD_LENGTH_MAX = 256;

/** A word that is shorter is part of too many others. */
const KNOWN_LENGTH_MIN = 4;

/** What an attacker knows of the person, and the list of what is tried first. */
export type PasswordContext = { email: string; name: string; isCommon(password: string): boolean };

/**
 * What is wrong with a new password, to be read after its label: "must have at least 8 characters". Null: nothing.
 *
 * No rules of composition: they make passwords worse (ASVS 6.2.5; NIST SP 800-63B, 3.1.1.2).
 */
export function findPasswordMistake(password: string, { email, name, isCommon }: PasswordContext): string | null {
  const length = [...password].length;
  if (length < PASSWORD_LENGTH_MIN) return `must have at least ${PASSWORD_LENGTH_MIN} characters; fifteen are better`;
  if (length > PASSWORD_LENGTH_MAX) return `must not have more than ${PASSWORD_LENGTH_MAX} characters`;
  if (knownWords(email, name).some((word) => fold(password).includes(word))) {
    return "must not contain your name or your email address";
  }
  if (isCommon(password))
    return "is among the first that are tried; four random words are easy to keep in mind and hard to guess";
  return null;
}

function knownWords(email: string, name: string): string[] {
  const [local = ""] = email.split("@");
  const words = [local, ...local.split(/[.+_-]/), name, name.replaceAll(/\s/g, ""), ...name.split(/[\s.'’-]+/)];
  return words.map(fold).filter((word) => word.length >= KNOWN_LENGTH_MIN);
}

/** Without capitals and accents: `Zoë` guards against `zoe`. */
function fold(text: string): string {
  return text.normalize("NFKD").replaceAll(/\p{M}/gu, "").toLowerCase();
}
