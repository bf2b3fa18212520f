import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

/**
 * Deletes a chat of a person with everything that was said in it; what it cost stays in the ledger. Throws `not-found`.
 *
 * An answer that is being written there is stopped first, and billed for what arrived.
 */
export async function deleteConversation(
  { database, liveStreams }: Pick<Runtime, "database" | "liveStreams">,
  actor: Actor,
  conversationId: string,
): Promise<void> {
  const [running] = await database.query<{ id: string }>({
    text: `
      select t.id from turn t join conversation c on c.id = t.conversation_id
      where c.id = $1 and c.person_id = $2 and t.state = 'running'`,
    values: [conversationId, actor.id],
  });
  if (running) await liveStreams.requestStop(running.id);
  const { count } = await database.prisma.conversation.deleteMany({
    where: { id: conversationId, personId: actor.id },
  });
  if (count === 0) throw new AppError("not-found", "There is no such chat any more.");
}
