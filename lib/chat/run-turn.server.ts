import "server-only";
import type { SessionCredential } from "@/lib/accounts/actor";
import { type Answer, rejoinAnswer } from "@/lib/chat/answer.server";
import { buildContext } from "@/lib/chat/build-context";
import { chooseRoute } from "@/lib/chat/choose-route";
import { failTurn, finishTurn } from "@/lib/chat/finish-turn.server";
import { openConversation } from "@/lib/chat/open-conversation.server";
import { planTurn } from "@/lib/chat/plan-turn";
import { startTurn } from "@/lib/chat/start-turn.server";
import { streamAnswer } from "@/lib/chat/stream-answer.server";
import type { TurnEnd } from "@/lib/chat/turn-end";
import type { TurnRequest } from "@/lib/chat/turn-request";
import { chooseDefaultModel } from "@/lib/models/default-models";
import type { Runtime } from "@/lib/platform/runtime.server";

/**
 * One chat turn: from a signed-in person's message to a stream that their browser can read.
 *
 * Two round trips to the database before the model is called: one reads everything, one sets the money aside and keeps the question.
 * The answer goes on when nobody reads it. The same request id is the same turn, however often it is sent.
 */
export async function runTurn(
  runtime: Runtime,
  { credential, ...request }: TurnRequest & { credential: SessionCredential },
): Promise<Answer> {
  const { opened, repeats } = await openConversation(runtime, credential, request);
  if (repeats) return rejoinAnswer(runtime, repeats);
  const fallbackModel = chooseDefaultModel(runtime.config, opened.desk);
  const plan = planTurn(request, opened, { newId: runtime.newId, fallbackModel }); // pure: everything decided before money is spent
  const hold = await startTurn(runtime, plan); // the ceiling is set aside and the question is kept, or neither
  if (!hold) return runTurn(runtime, { credential, ...request }); // the same request got there first: join its answer
  try {
    const context = buildContext(plan, hold, runtime.clock.now()); // what the model gets to see
    const route = chooseRoute(plan, context); // which model
    const onEnd = (end: TurnEnd) => finishTurn(runtime, { plan, route, end });
    return await streamAnswer(runtime, { plan, context, route, onEnd });
  } catch (error) {
    await failTurn(runtime, plan, error);
    throw error;
  }
}
