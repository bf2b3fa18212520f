import { z } from "zod";
import { toReceipt } from "@/lib/conversations/receipt";
import type { FailureView, FinishReason, MessageState, MessageView, ReceiptView } from "@/lib/conversations/views";
import { toNanoUsd } from "@/lib/core/money";

const amount = z.string().transform((text) => toNanoUsd(BigInt(text)));

const turnRow = z.object({
  id: z.string(),
  requestedModel: z.string(),
  notes: z.array(z.object({ parameter: z.string(), reason: z.string() })),
  finishReason: z.enum(["stop", "length", "content_filter", "refusal"]).nullable(),
  failure: z.string().nullable(),
  firstTokenMs: z.number().nullable(),
  durationMs: z.number().nullable(),
  providerRequestId: z.string().nullable(),
  calls: z.array(
    z.object({
      model: z.string(),
      usage: z.object({
        promptTokens: z.number(),
        cachedTokens: z.number(),
        completionTokens: z.number(),
        reasoningTokens: z.number(),
      }),
      price: z.object({ inputPerMillion: amount, cachedInputPerMillion: amount, outputPerMillion: amount }),
      cost: amount,
      basis: z.enum(["reported", "estimated"]),
    }),
  ),
});

/** The turn of an answer with its billed calls, as `TURN_JSON` selects it. */
export type TurnRow = z.infer<typeof turnRow>;

/** A message with its turn, as `MESSAGE_COLUMNS` selects it. */
export const messageRow = z.object({
  id: z.string(),
  parentId: z.string(),
  role: z.enum(["user", "assistant"]),
  state: z.enum(["running", "complete", "stopped", "failed", "interrupted"]),
  text: z.string(),
  createdAt: z.date(),
  turn: turnRow.nullable(),
});

/** The turn `t` as JSON. */
export const TURN_JSON = `json_build_object(
  'id', t.id, 'requestedModel', t.requested_model, 'notes', t.notes, 'finishReason', t.finish_reason, 'failure', t.failure,
  'firstTokenMs', t.first_token_ms, 'durationMs', t.duration_ms, 'providerRequestId', t.provider_request_id,
  'calls', (
    select coalesce(json_agg(json_build_object(
      'model', e.model, 'price', e.price, 'cost', e.cost_nano_usd::text, 'basis', e.basis,
      'usage', json_build_object('promptTokens', e.prompt_tokens, 'cachedTokens', e.cached_tokens,
        'completionTokens', e.completion_tokens, 'reasoningTokens', e.reasoning_tokens)
    ) order by e.attempt), '[]') from ledger_entry e where e.hold_id = t.id
  ))`;

/** The columns of a message `m` with its turn. */
export const MESSAGE_COLUMNS = `m.id, m.parent_id as "parentId", m.role, m.state, m.text, m.created_at as "createdAt",
  (select ${TURN_JSON} from turn t where t.answer_id = m.id) as turn`;

/** Says a failure in words for the person. */
export type ToFailure = (code: string) => FailureView;

/** How an answer ended, as the page shows it; null parts do not apply. */
export function toEnding(
  turn: TurnRow,
  toFailure: ToFailure,
): { finishReason: FinishReason | null; failure: FailureView | null; receipt: ReceiptView | null } {
  return {
    finishReason: turn.finishReason,
    failure: turn.failure === null ? null : toFailure(turn.failure),
    receipt: toReceipt(turn, turn.calls),
  };
}

/** A row as the page shows it. */
export function toMessageView(row: z.infer<typeof messageRow>, toFailure: ToFailure): MessageView {
  const { turn, createdAt, ...message } = row;
  const ending = turn ? toEnding(turn, toFailure) : { finishReason: null, failure: null, receipt: null };
  const state: MessageState = message.state;
  return { ...message, state, createdAt: createdAt.toISOString(), ...ending };
}
