import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

/**
 * Takes a summary out of force: the messages that it covered are sent in full again, or an older summary is. The text is kept.
 *
 * Throws `not-found` for a summary that is not in a chat of the person, or was undone before.
 */
export async function undoSummary(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  conversationId: string,
  summaryId: string,
): Promise<void> {
  const undone = await database.query({
    text: `
      update summary s set undone_at = now() from conversation c
      where s.id = $3 and s.conversation_id = $1 and c.id = s.conversation_id and c.person_id = $2 and c.deleted_at is null
        and s.undone_at is null
      returning s.id`,
    values: [conversationId, actor.id, summaryId],
  });
  if (undone.length === 0) throw new AppError("not-found", "That summary is not in force any more.");
}
