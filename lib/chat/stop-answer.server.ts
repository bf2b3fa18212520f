import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

/**
 * Stops the answer that is being written in a person's chat: the call to the provider is cancelled, what arrived is kept and billed.
 *
 * False when nothing is being written there. Throws `not-found` for a foreign chat. Safe to repeat.
 */
export async function stopAnswer(
  { database, liveStreams }: Pick<Runtime, "database" | "liveStreams">,
  actor: Actor,
  conversationId: string,
): Promise<boolean> {
  const [row] = await database.query<{ turnId: string | null }>({
    text: `
      select t.id as "turnId" from conversation c left join turn t on t.conversation_id = c.id and t.state = 'running'
      where c.id = $1 and c.person_id = $2 and c.deleted_at is null`,
    values: [conversationId, actor.id],
  });
  if (!row) throw new AppError("not-found", "There is no such chat any more.");
  return row.turnId === null ? false : liveStreams.requestStop(row.turnId);
}
