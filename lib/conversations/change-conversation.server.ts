import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/accounts/actor";
import { cleanTitle } from "@/lib/conversations/title";
import { AppError } from "@/lib/core/errors";
import { modelParameters } from "@/lib/models/parameters";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The body of `PATCH /api/conversations/[conversationId]`: what is absent stays as it is. */
export const conversationChange = z.strictObject({
  title: z
    .string()
    .max(1_000)
    .refine((title) => cleanTitle(title) !== "", "must not be empty")
    .optional(),
  model: z.string().min(1).max(200).optional(),
  parameters: modelParameters.optional(),
  instructions: z
    .string()
    .max(20_000)
    .refine((text) => !text.includes("\0") && text.isWellFormed(), "must be well-formed text")
    .optional(),
});

/** Changes what a person can change about a chat of its own. Throws `not-found`. */
export async function changeConversation(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  conversationId: string,
  { title, model, parameters, instructions }: z.infer<typeof conversationChange>,
): Promise<void> {
  const { count } = await database.prisma.conversation.updateMany({
    where: { id: conversationId, personId: actor.id, deletedAt: null },
    data: {
      ...(title !== undefined && { title: cleanTitle(title), titledByPerson: true }),
      ...(model !== undefined && { model }),
      ...(parameters !== undefined && { parameters }),
      ...(instructions !== undefined && { instructions }),
    },
  });
  if (count === 0) throw new AppError("not-found", "There is no such chat any more.");
}
