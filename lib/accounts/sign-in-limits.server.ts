import "server-only";
import { createHmac } from "node:crypto";
import { AppError } from "@/lib/core/errors";
import { waitInWords } from "@/lib/core/wait-in-words";
import type { Rate } from "@/lib/platform/rate-limiter/port";
import type { Runtime } from "@/lib/platform/runtime.server";

/** Of one browser at one account: a person who has forgotten the password gives up before this. */
const OF_ONE_PAIR: Rate = { requests: 10, windowMs: 15 * 60_000 };

/** At one account from everywhere. Larger, because whoever knows an address can use it up to lock its owner out. */
const OF_ONE_EMAIL: Rate = { requests: 50, windowMs: 60 * 60_000 };

/** Of one address at all accounts: a whole office behind one address signs in in the morning. */
const OF_ONE_ADDRESS: Rate = { requests: 100, windowMs: 15 * 60_000 };

type Attempt = { email: string; addressKey: string };

/**
 * Counts one attempt to sign in. Throws AppError "rate-limited" when there were too many for this account or from this address.
 *
 * Counted by the address that was typed, whether or not anybody has it, so that a lock tells nothing about who exists.
 */
export async function countSignIn(runtime: Pick<Runtime, "config" | "limiter">, attempt: Attempt): Promise<void> {
  const keys = keysOf(runtime, attempt);
  await take(runtime, keys.address, OF_ONE_ADDRESS);
  await take(runtime, keys.pair, OF_ONE_PAIR);
  await take(runtime, keys.email, OF_ONE_EMAIL);
}

/** Ends the series of failures at an account: its person was here. What the address did at other accounts stays counted. */
export async function forgetSignIns(runtime: Pick<Runtime, "config" | "limiter">, attempt: Attempt): Promise<void> {
  const keys = keysOf(runtime, attempt);
  await runtime.limiter.reset(keys.pair);
  await runtime.limiter.reset(keys.email);
}

async function take({ limiter }: Pick<Runtime, "limiter">, key: string, rate: Rate): Promise<void> {
  const decision = await limiter.take(key, rate);
  if (decision.allowed) return;
  const { retryAfterMs } = decision;
  throw new AppError(
    "rate-limited",
    `Too many attempts to sign in. Try again in ${waitInWords(retryAfterMs)}, or ask an administrator for a link to set a new password.`,
    { retryAfterMs },
  );
}

/** Addresses of people do not belong into Redis as they are. */
function keysOf({ config }: Pick<Runtime, "config">, { email, addressKey }: Attempt) {
  const emailKey = createHmac("sha256", config.secret).update(`sign-in:${email}`).digest("base64url").slice(0, 22);
  return {
    address: `sign-in address ${addressKey}`,
    pair: `sign-in pair ${emailKey} ${addressKey}`,
    email: `sign-in email ${emailKey}`,
  };
}
