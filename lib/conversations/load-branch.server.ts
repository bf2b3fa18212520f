import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/accounts/actor";
import { MESSAGE_COLUMNS, messageRow, toMessageView } from "@/lib/conversations/message-row";
import type { MessagePage, SummaryView } from "@/lib/conversations/views";
import { AppError } from "@/lib/core/errors";
import { toFailureView } from "@/lib/inference/failure-sentences";
import { type ModelParameters, modelParameters } from "@/lib/models/parameters";
import type { Runtime } from "@/lib/platform/runtime.server";

/** Messages that a page of a chat has. */
const PAGE_SIZE = 50;

/** The shown branch of a conversation: its newest messages, and what the next prompt is made of. */
export type LoadedBranch = {
  id: string;
  title: string | null;
  model: string | null;
  parameters: ModelParameters;
  instructions: string;
  leafId: string | null;
  page: MessagePage;
  summary: SummaryView | null;
  runningTurn: { turnId: string; answerId: string } | null;
  /** Of the messages after the summary: how many, and the tokens of their texts. */
  history: { messages: number; tokens: number };
};

const head = z.object({
  title: z.string().nullable(),
  model: z.string().nullable(),
  parameters: modelParameters.catch({}),
  instructions: z.string(),
  leafId: z.string().nullable(),
  runningTurn: z.object({ turnId: z.string(), answerId: z.string() }).nullable(),
  summary: z
    .object({
      id: z.string(),
      throughId: z.string(),
      turns: z.number(),
      tokensBefore: z.number(),
      tokensAfter: z.number(),
      text: z.string(),
      createdAt: z.coerce.date(),
    })
    .nullable(),
  messages: z.number(),
  tokens: z.number(),
});

/** Loads the shown branch of a person's conversation. Throws `not-found`. */
export async function loadBranch(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  conversationId: string,
): Promise<LoadedBranch> {
  const [found] = await database.query({ name: "load-branch", text: HEAD, values: [conversationId, actor.id] });
  if (!found) throw notFound();
  const { title, model, parameters, instructions, leafId, runningTurn, summary, messages, tokens } = head.parse(found);
  return {
    id: conversationId,
    title,
    model,
    parameters,
    instructions,
    leafId,
    runningTurn,
    page:
      leafId === null ? { messages: [], hasOlder: false } : await loadPage({ database }, actor, conversationId, leafId),
    summary: summary && { ...summary, createdAt: summary.createdAt.toISOString() },
    history: { messages, tokens },
  };
}

/** The messages of the branch before `messageId`, oldest first. Throws `not-found` for a foreign conversation or message. */
export async function listOlderMessages(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  conversationId: string,
  messageId: string,
): Promise<MessagePage> {
  const [found] = await database.query<{ parentId: string | null }>({
    text: `
      select m.parent_id as "parentId" from message m join conversation c on c.id = m.conversation_id
      where c.id = $1 and c.person_id = $2 and c.deleted_at is null and m.id = $3`,
    values: [conversationId, actor.id, messageId],
  });
  if (!found) throw notFound();
  return found.parentId === null
    ? { messages: [], hasOlder: false }
    : loadPage({ database }, actor, conversationId, found.parentId);
}

/** Walks up the tree from `fromId`, one page far. The caller has authorised the conversation. */
async function loadPage(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  conversationId: string,
  fromId: string,
): Promise<MessagePage> {
  const rows = await database.query({
    name: "load-message-page",
    text: `
      with recursive path as (
        select m.id, m.parent_id, m.depth, 1 as steps from message m where m.conversation_id = $1 and m.id = $2
        union all
        select m.id, m.parent_id, m.depth, path.steps + 1
        from path join message m on m.conversation_id = $1 and m.id = path.parent_id
        where path.steps < $3
      )
      select ${MESSAGE_COLUMNS} from path join message m on m.conversation_id = $1 and m.id = path.id
      where m.role <> 'root' order by path.depth`,
    values: [conversationId, fromId, PAGE_SIZE + 1],
  });
  const parsed = z.array(messageRow).parse(rows);
  return {
    messages: parsed.slice(-PAGE_SIZE).map((row) => toMessageView(row, (code) => toFailureView(code, actor.role))),
    hasOlder: parsed.length > PAGE_SIZE,
  };
}

function notFound(): AppError {
  return new AppError("not-found", "There is no such chat any more.");
}

// The walk reads no text: it ends at the first message that a summary in force covers, or at the root.
const HEAD = `
with recursive mine as (
  select * from conversation where id = $1 and person_id = $2 and deleted_at is null
), in_force as (
  select s.* from summary s join mine on mine.id = s.conversation_id where s.undone_at is null
), path as (
  select m.id, m.parent_id, m.role, m.tokens, (select f.id from in_force f where f.through_id = m.id) as summary_id
  from mine join message m on m.conversation_id = mine.id and m.id = mine.leaf_id
  union all
  select m.id, m.parent_id, m.role, m.tokens, (select f.id from in_force f where f.through_id = m.id)
  from path join message m on m.conversation_id = $1 and m.id = path.parent_id
  where path.summary_id is null
)
select mine.title, mine.model, mine.parameters, mine.instructions, mine.leaf_id as "leafId",
  (select json_build_object('turnId', t.id, 'answerId', t.answer_id) from turn t where t.conversation_id = mine.id and t.state = 'running')
    as "runningTurn",
  (select json_build_object('id', f.id, 'throughId', f.through_id, 'turns', f.turns, 'tokensBefore', f.tokens_before,
      'tokensAfter', f.tokens_after, 'text', f.text, 'createdAt', f.created_at)
    from path join in_force f on f.id = path.summary_id) as summary,
  (select count(*)::int from path where summary_id is null and role <> 'root') as messages,
  (select coalesce(sum(tokens), 0)::int from path where summary_id is null) as tokens
from mine`;
