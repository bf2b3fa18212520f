import "server-only";
import type { Actor, SessionCredential } from "@/lib/accounts/actor";
import { SESSION_IDLE_MS, SESSION_LIFETIME_MS } from "@/lib/accounts/session-cookie";
import type { RoleName } from "@/lib/accounts/views";
import type { Runtime } from "@/lib/platform/runtime.server";

/** A session that was seen is not written down again for so long. */
const SEEN_EVERY_MS = 5 * 60 * 1_000;

type Row = { id: string; email: string; name: string; role: RoleName; isStale: boolean };

/**
 * Who a session belongs to; null when it was revoked, has expired, or the person is not active.
 *
 * One round trip. A session that is used lives on: its expiry moves, in the background, up to the lifetime of one sign-in.
 */
export async function findActor(
  { database, background }: Pick<Runtime, "database" | "background">,
  { sessionId, personId }: SessionCredential,
): Promise<Actor | null> {
  const [row] = await database.query<Row>({
    name: "find-actor",
    text: `
      select p.id, p.email, p.name, p.role, s.last_seen_at < now() - $3 * interval '1 millisecond' as "isStale"
      from session s join person p on p.id = s.person_id
      where s.id = $1 and p.id = $2 and s.revoked_at is null and s.expires_at > now() and p.state = 'active'`,
    values: [sessionId, personId, SEEN_EVERY_MS],
  });
  if (!row) return null;
  const { isStale, ...person } = row;
  if (isStale) background.run("session-seen", () => markSeen({ database }, sessionId));
  return { ...person, sessionId };
}

async function markSeen({ database }: Pick<Runtime, "database">, sessionId: string): Promise<void> {
  await database.query({
    name: "mark-session-seen",
    text: `
      update session set
        last_seen_at = now(),
        expires_at = least(created_at + $2 * interval '1 millisecond', now() + $3 * interval '1 millisecond')
      where id = $1 and revoked_at is null and expires_at > now() and last_seen_at < now() - $4 * interval '1 millisecond'`,
    values: [sessionId, SESSION_LIFETIME_MS, SESSION_IDLE_MS, SEEN_EVERY_MS],
  });
}
