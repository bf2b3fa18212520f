import "server-only";
import { DatabaseError } from "pg";
import { saveQuestion } from "@/lib/chat/save-question";
import type { TurnPlan } from "@/lib/chat/turn-plan";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";
import { type Hold, placeHold } from "@/lib/spend/place-hold.server";

/**
 * Places the hold and saves the question in one round trip and one transaction: both are there, or neither is.
 *
 * Null when the same request got there first, in this process or another one. Throws `over-budget`, `conversation-busy` while another
 * answer is being written there, and `not-found` when the chat was deleted meanwhile.
 */
export async function startTurn(runtime: Pick<Runtime, "database">, plan: TurnPlan): Promise<Hold | null> {
  try {
    return await placeHold(
      runtime,
      {
        holdId: plan.turnId,
        personId: plan.actor.id,
        kind: "answer",
        conversationId: plan.conversation.id,
        model: plan.model.id,
        price: plan.price,
        promptTokens: plan.promptTokensMax,
        minimumCost: plan.minimumCost,
        wantedCost: plan.wantedCost,
      },
      saveQuestion(plan),
    );
  } catch (error) {
    const refusal = toRefusal(error);
    if (refusal !== error && (await hasStarted(runtime, plan))) return null;
    throw refusal;
  }
}

async function hasStarted({ database }: Pick<Runtime, "database">, { actor, clientId }: TurnPlan): Promise<boolean> {
  const rows = await database.query({
    text: "select 1 as found from turn where person_id = $1 and client_id = $2",
    values: [actor.id, clientId],
  });
  return rows.length > 0;
}

function toRefusal(error: unknown): unknown {
  if (!(error instanceof DatabaseError)) return error;
  switch (error.constraint) {
    case "turn_person_id_client_id_key":
    case "turn_one_running":
      return new AppError(
        "conversation-busy",
        "An answer is being written in this chat. Wait for it, or stop it, then send again; your text is kept.",
      );
    case "conversation_pkey":
      return gone(error);
    default:
      // no_data_found: raised by start_turn when the conversation is not there any more.
      return error.code === "P0002" ? gone(error) : error;
  }
}

function gone(cause: unknown): AppError {
  return new AppError("not-found", "There is no such chat any more.", {}, { cause });
}
