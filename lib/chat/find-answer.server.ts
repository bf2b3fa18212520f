import "server-only";
import { z } from "zod";
import type { TurnEnded, TurnStarted } from "@/lib/chat/stream-events";
import { messageRow, TURN_JSON, toEnding } from "@/lib/conversations/message-row";
import { toFailureView } from "@/lib/inference/failure-sentences";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The answer of a turn as it stands in the database; `ended` is null while it is being written. */
export type FoundAnswer = { started: TurnStarted; text: string; ended: TurnEnded | null };

const row = z.object({
  conversationId: z.string(),
  questionId: z.string(),
  answerId: z.string(),
  model: z.string(),
  role: z.enum(["owner", "admin", "member"]),
  state: messageRow.shape.state,
  text: z.string(),
  turn: messageRow.shape.turn.unwrap(),
});

/** Finds the answer of a turn, or null. The caller has made sure that the reader may see it. */
export async function findAnswer({ database }: Pick<Runtime, "database">, turnId: string): Promise<FoundAnswer | null> {
  const [found] = await database.query({
    name: "find-answer",
    text: `
      select t.conversation_id as "conversationId", t.question_id as "questionId", t.answer_id as "answerId", t.model,
        p.role, m.state, m.text, ${TURN_JSON} as turn
      from turn t join message m on m.conversation_id = t.conversation_id and m.id = t.answer_id join person p on p.id = t.person_id
      where t.id = $1`,
    values: [turnId],
  });
  if (!found) return null;
  const { conversationId, questionId, answerId, model, role, state, text, turn } = row.parse(found);
  return {
    started: { turnId, conversationId, questionId, answerId, model },
    text,
    ended: state === "running" ? null : { state, ...toEnding(turn, (code) => toFailureView(code, role)) },
  };
}
