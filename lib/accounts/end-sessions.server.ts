import "server-only";
import type { Actor, SessionCredential } from "@/lib/accounts/actor";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

type World = Pick<Runtime, "database" | "log">;

/** Signs a browser out: its cookie is worth nothing from now on. Safe to repeat. */
export async function endSession({ database, log }: World, { sessionId, personId }: SessionCredential): Promise<void> {
  await database.query({
    text: `${END} where id = $1 and person_id = $2 and revoked_at is null`,
    values: [sessionId, personId],
  });
  log.info("signed-out", { personId, sessionId });
}

/** Signs out one of the person's own browsers. Throws `not-found` for a session that is not the person's, or is over. */
export async function revokeSession({ database, log }: World, actor: Actor, sessionId: string): Promise<void> {
  const ended = await database.query({
    text: `${END} where id = $1 and person_id = $2 and revoked_at is null and expires_at > now() returning id`,
    values: [sessionId, actor.id],
  });
  if (ended.length === 0) throw new AppError("not-found", "This session is over already.");
  log.info("session-revoked", { personId: actor.id, sessionId });
}

/** Signs the person out everywhere but in the browser that asks for it; answers with how many sessions ended. */
export async function revokeOtherSessions({ database, log }: World, actor: Actor): Promise<number> {
  const ended = await database.query({
    text: `${END} where person_id = $1 and id <> $2 and revoked_at is null and expires_at > now() returning id`,
    values: [actor.id, actor.sessionId],
  });
  log.info("other-sessions-revoked", { personId: actor.id, count: ended.length });
  return ended.length;
}

const END = "update session set revoked_at = now()";
