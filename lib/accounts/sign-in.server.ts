import "server-only";
import { normaliseEmail } from "@/lib/accounts/account-input";
import type { SessionCredential } from "@/lib/accounts/actor";
import { isPasswordOf } from "@/lib/accounts/passwords.server";
import { SESSION_IDLE_MS } from "@/lib/accounts/session-cookie";
import { countSignIn, forgetSignIns } from "@/lib/accounts/sign-in-limits.server";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

/** What somebody typed, and from where. */
export type SignInAttempt = {
  email: string;
  password: string;
  address: string;
  /** What limits count the address by. */
  addressKey: string;
  userAgent: string;
  /** The session that this browser had until now: a new sign-in ends it. */
  replaces: SessionCredential | null;
};

const USER_AGENT_LENGTH_MAX = 400;

/**
 * Signs a person in: a new session, of this browser.
 *
 * Throws `unauthenticated` with the same words and after the same work whether nobody has this address, the password is another
 * one, or the person may not sign in; and `rate-limited`.
 */
export async function signIn(
  runtime: Pick<Runtime, "config" | "database" | "limiter" | "log" | "newId">,
  attempt: SignInAttempt,
): Promise<SessionCredential> {
  const { address, addressKey, password } = attempt;
  const email = normaliseEmail(attempt.email);
  await countSignIn(runtime, { email, addressKey });
  const person = await runtime.database.prisma.person.findUnique({
    where: { email },
    select: { id: true, passwordHash: true },
  });
  const isRight = await isPasswordOf(person?.passwordHash ?? null, password);
  const session = person && isRight ? await startSession(runtime, person, attempt) : null;
  if (session === null) {
    runtime.log.info("sign-in-refused", { personId: person?.id ?? null, address });
    throw new AppError(
      "unauthenticated",
      "The email and the password do not go together. Check both; passwords tell capitals from small letters.",
    );
  }
  await forgetSignIns(runtime, { email, addressKey });
  runtime.log.info("signed-in", { personId: session.personId, sessionId: session.sessionId, address });
  return session;
}

/** In one statement with its conditions: whoever is disabled or gets a new password while theirs is being checked gets no session. */
async function startSession(
  { database, newId }: Pick<Runtime, "database" | "newId">,
  person: { id: string; passwordHash: string | null },
  { userAgent, address, replaces }: SignInAttempt,
): Promise<SessionCredential | null> {
  const [row] = await database.query<SessionCredential>({
    text: `
      with replaced as (
        update session set revoked_at = now() where id = $6 and person_id = $7 and revoked_at is null
      )
      insert into session (id, person_id, expires_at, user_agent, ip_address)
      select $1, p.id, now() + $3 * interval '1 millisecond', $4, $5
      from person p where p.id = $2 and p.state = 'active' and p.password_hash = $8
      returning id as "sessionId", person_id as "personId"`,
    values: [
      newId(),
      person.id,
      SESSION_IDLE_MS,
      userAgent.slice(0, USER_AGENT_LENGTH_MAX),
      address,
      replaces?.sessionId ?? null,
      replaces?.personId ?? null,
      person.passwordHash,
    ],
  });
  return row ?? null;
}
