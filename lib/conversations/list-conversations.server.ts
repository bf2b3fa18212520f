import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/accounts/actor";
import type { ConversationPage } from "@/lib/conversations/views";
import { AppError } from "@/lib/core/errors";
import { isId } from "@/lib/core/ids";
import type { Runtime } from "@/lib/platform/runtime.server";

const PAGE_SIZE = 50;

/** What `GET /api/conversations` takes. */
export const conversationQuery = z.strictObject({
  search: z.string().max(200).optional(),
  cursor: z.string().max(100).optional(),
});

/**
 * A page of a person's chats, newest first; `search` keeps those whose title contains it, letter case aside.
 *
 * `cursor` is the `nextCursor` of the page before.
 */
export async function listConversations(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  { search, cursor }: z.infer<typeof conversationQuery> = {},
): Promise<ConversationPage> {
  const before = cursor === undefined ? null : parseCursor(cursor);
  const rows = await database.query<{ id: string; title: string | null; updatedAt: Date }>({
    name: "list-conversations",
    text: `
      select id, title, updated_at as "updatedAt" from conversation
      where person_id = $1 and deleted_at is null
        and ($2::text is null or title ilike $2)
        and ($3::timestamptz is null or (updated_at, id) < ($3, $4::uuid))
      order by updated_at desc, id desc limit $5`,
    values: [actor.id, toPattern(search), before?.updatedAt ?? null, before?.id ?? null, PAGE_SIZE + 1],
  });
  const page = rows.slice(0, PAGE_SIZE);
  const last = page.at(-1);
  return {
    conversations: page.map(({ id, title, updatedAt }) => ({ id, title, updatedAt: updatedAt.toISOString() })),
    nextCursor: rows.length > PAGE_SIZE && last ? `${last.updatedAt.toISOString()}_${last.id}` : null,
  };
}

/** A `like` pattern that finds the text itself, whatever signs are in it. */
function toPattern(search: string | undefined): string | null {
  const text = search?.trim().replaceAll("\0", "").toWellFormed() ?? "";
  return text === "" ? null : `%${text.replace(/[\\%_]/g, "\\$&")}%`;
}

function parseCursor(cursor: string): { updatedAt: string; id: string } {
  const [updatedAt = "", id = ""] = cursor.split("_");
  if (Number.isNaN(Date.parse(updatedAt)) || !isId(id)) {
    throw new AppError("invalid-input", "That page of the list does not exist. Start again from the top.", {
      field: "cursor",
    });
  }
  return { updatedAt: new Date(updatedAt).toISOString(), id };
}
