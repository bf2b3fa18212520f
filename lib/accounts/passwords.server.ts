import "server-only";
import { hash, verify } from "@node-rs/argon2";
import { isCommonPassword } from "@/lib/accounts/common-passwords";
import { findPasswordMistake } from "@/lib/accounts/password-rules";
import { AppError } from "@/lib/core/errors";
import { createGate } from "@/lib/core/gate";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";

/** argon2id with 19 MiB, two passes, one lane (OWASP Password Storage Cheat Sheet); 14 ms on the machine it was measured on. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** Each takes 19 MiB and a thread of the four that the whole process has for files and names. */
const AT_ONCE = 2;

/** About a second of work; whoever comes later would wait longer than it is worth. */
const WAITING_MAX = 100;

const PROCESS = {};
const gateOf = oncePerRuntime("password-gate", () => createGate({ atOnce: AT_ONCE, waitingMax: WAITING_MAX }));

/** The hash of a password, in PHC form. */
export function hashPassword(password: string): Promise<string> {
  return atTheGate(() => hash(password.normalize("NFC"), COST));
}

/** True when `password` is the one of `passwordHash`. Without a hash it is false after the same work, so that time tells nothing. */
export async function isPasswordOf(passwordHash: string | null, password: string): Promise<boolean> {
  const isRight = await atTheGate(() => verify(passwordHash ?? NOBODYS_HASH, password.normalize("NFC")));
  return isRight && passwordHash !== null;
}

/** Of 32 random bytes that nobody kept, at the same cost as every other. */
const NOBODYS_HASH =
  "$argon2id$v=19$m=19456,t=2,p=1$JJ9hLzKlr7f/sk/wJQyHSA$7T61sh5lg7psRaZvxp2GyxZfuuvn8qcPq5p6l5gqpaA";

/** Throws AppError "invalid-input" about `field` for a password that is too short, too long, or too easily guessed. */
export function requireGoodPassword(
  password: string,
  { email, name, field }: { email: string; name: string; field: string },
): void {
  const mistake = findPasswordMistake(password, { email, name, isCommon: isCommonPassword });
  if (mistake !== null) throw new AppError("invalid-input", `The password ${mistake}.`, { field });
}

async function atTheGate<Result>(work: () => Promise<Result>): Promise<Result> {
  const passed = await gateOf(PROCESS).run(work);
  if (passed === null) {
    throw new AppError("rate-limited", "Very many people are signing in at once. Try again in a few seconds.", {
      retryAfterMs: 5_000,
    });
  }
  return passed.result;
}
