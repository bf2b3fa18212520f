import "server-only";
import { z } from "zod";
import type { SessionCredential } from "@/lib/accounts/actor";
import type { OpenedTurn } from "@/lib/chat/turn-plan";
import type { TurnRequest } from "@/lib/chat/turn-request";
import { AppError } from "@/lib/core/errors";
import { modelParameters } from "@/lib/models/parameters";
import type { Runtime } from "@/lib/platform/runtime.server";

/** What the turn of a person starts from, or the turn that the same request has started before. */
export type Opening =
  | { repeats: null; opened: OpenedTurn }
  | { repeats: { turnId: string; conversationId: string }; opened: null };

/**
 * Reads, in one round trip: whether the session is alive and whose it is, the conversation with the branch that the request goes on
 * (down to its summary), what administrators decided about models, and whether this very request came before.
 *
 * Throws `unauthenticated`, and `not-found` for a conversation or message that is not the person's, whether or not it exists.
 */
export async function openConversation(
  { database, newId }: Pick<Runtime, "database" | "newId">,
  credential: SessionCredential,
  request: TurnRequest,
): Promise<Opening> {
  const anchorId = anchorOf(request);
  const [raw] = await database.query({
    name: "open-conversation",
    text: OPEN,
    values: [credential.sessionId, credential.personId, request.conversationId, anchorId, request.id],
  });
  const row = openedRow.parse(raw);
  if (!row.person)
    throw new AppError("unauthenticated", "You are signed out. Sign in again to go on; your text is kept.");
  if (row.repeats) return { repeats: row.repeats, opened: null };
  const { person, conversation, path, desk } = row;
  const isNew = conversation === null;
  const canBeNew = request.kind === "ask" && !anchorId;
  const anchor = path.at(-1);
  if ((isNew && (!canBeNew || row.exists)) || (!isNew && !anchor)) {
    throw new AppError("not-found", "There is no such chat any more.");
  }
  const rootId = newId();
  const actor = { ...person, sessionId: credential.sessionId };
  const history = path.flatMap(({ role, summaryId, ...message }) =>
    role === "root" || summaryId ? [] : [{ ...message, role }],
  );
  return {
    repeats: null,
    opened: {
      actor,
      desk,
      conversation: {
        isNew,
        id: request.conversationId,
        rootId,
        title: conversation?.title ?? null,
        model: conversation?.model ?? null,
        parameters: conversation?.parameters ?? {},
        instructions: conversation?.instructions ?? "",
        anchor: anchor
          ? { id: anchor.id, role: anchor.role, depth: anchor.depth }
          : { id: rootId, role: "root", depth: 0 },
        history,
        summary: row.summary,
      },
    },
  };
}

function anchorOf(request: TurnRequest): string | null {
  switch (request.kind) {
    case "ask":
      return request.parentId ?? null;
    case "retry":
      return request.questionId;
    case "continue":
      return request.answerId;
  }
}

const amount = z.string().transform(BigInt).nullable();

const openedRow = z.object({
  person: z
    .object({ id: z.string(), email: z.string(), name: z.string(), role: z.enum(["owner", "admin", "member"]) })
    .nullable(),
  repeats: z.object({ turnId: z.string(), conversationId: z.string() }).nullable(),
  exists: z.boolean(),
  conversation: z
    .object({
      title: z.string().nullable(),
      model: z.string().nullable(),
      parameters: modelParameters.catch({}),
      instructions: z.string(),
    })
    .nullable(),
  path: z.array(
    z.object({
      id: z.string(),
      role: z.enum(["root", "user", "assistant"]),
      text: z.string(),
      tokens: z.number(),
      depth: z.number(),
      summaryId: z.string().nullable(),
    }),
  ),
  summary: z.object({ id: z.string(), text: z.string(), tokens: z.number(), throughId: z.string() }).nullable(),
  desk: z.object({
    defaultModel: z.string().nullable(),
    smallModel: z.string().nullable(),
    overrides: z.array(
      z.object({
        modelId: z.string(),
        isEnabled: z.boolean(),
        inputPrice: amount,
        cachedInputPrice: amount,
        cacheWritePrice: amount,
        outputPrice: amount,
        contextWindow: z.number().nullable(),
      }),
    ),
    calibrations: z.record(z.string(), z.object({ ratioPpm: z.number(), samples: z.number() })),
  }),
});

// The walk goes up from the anchor and ends at the first message that a summary in force covers, or at the root.
// Only what is under the person's own conversation can be reached: every step joins on its conversation id.
const OPEN = `
with recursive me as (
  select p.id, p.email, p.name, p.role
  from session s join person p on p.id = s.person_id
  where s.id = $1::uuid and p.id = $2::uuid and s.revoked_at is null and s.expires_at > now() and p.state = 'active'
), conversation_of_mine as (
  select c.id, c.title, c.model, c.parameters, c.instructions, coalesce($4::uuid, c.leaf_id) as anchor_id
  from conversation c join me on me.id = c.person_id
  where c.id = $3::uuid and c.deleted_at is null
), in_force as (
  select s.id, s.through_id, s.text, s.tokens_after
  from summary s join conversation_of_mine c on c.id = s.conversation_id
  where s.undone_at is null
), path as (
  select m.id, m.parent_id, m.role, m.text, m.tokens, m.depth, (select f.id from in_force f where f.through_id = m.id) as summary_id
  from conversation_of_mine c join message m on m.conversation_id = c.id and m.id = c.anchor_id
  union all
  select m.id, m.parent_id, m.role, m.text, m.tokens, m.depth, (select f.id from in_force f where f.through_id = m.id)
  from path join conversation_of_mine c on true join message m on m.conversation_id = c.id and m.id = path.parent_id
  where path.summary_id is null
)
select
  (select json_build_object('id', id, 'email', email, 'name', name, 'role', role) from me) as person,
  (select json_build_object('turnId', t.id, 'conversationId', t.conversation_id)
    from turn t join me on me.id = t.person_id where t.client_id = $5::uuid) as repeats,
  exists (select 1 from conversation where id = $3::uuid) as exists,
  (select json_build_object('title', title, 'model', model, 'parameters', parameters, 'instructions', instructions)
    from conversation_of_mine) as conversation,
  (select coalesce(json_agg(json_build_object(
      'id', id, 'role', role, 'text', text, 'tokens', tokens, 'depth', depth, 'summaryId', summary_id
    ) order by depth), '[]') from path) as path,
  (select json_build_object('id', f.id, 'text', f.text, 'tokens', f.tokens_after, 'throughId', f.through_id)
    from path join in_force f on f.id = path.summary_id) as summary,
  json_build_object(
    'defaultModel', (select default_model from organisation),
    'smallModel', (select small_model from organisation),
    'overrides', (select coalesce(json_agg(json_build_object(
        'modelId', model_id, 'isEnabled', is_enabled, 'inputPrice', input_price::text, 'cachedInputPrice', cached_input_price::text,
        'cacheWritePrice', cache_write_price::text, 'outputPrice', output_price::text, 'contextWindow', context_window
      )), '[]') from model_setting),
    'calibrations', (select coalesce(json_object_agg(model, json_build_object('ratioPpm', ratio_ppm, 'samples', samples)), '{}')
      from token_calibration)
  ) as desk`;
