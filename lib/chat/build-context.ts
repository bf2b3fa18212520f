import type { TurnPlan } from "@/lib/chat/turn-plan";
import { assemblePrompt } from "@/lib/context/assemble";
import type { ChatMessage } from "@/lib/inference/chat-completion";
import { affordableOutput } from "@/lib/models/pricing";
import type { Hold } from "@/lib/spend/place-hold.server";

/** What the model gets to see, and how much it may write: never more than the hold pays for. */
export type TurnContext = { messages: readonly ChatMessage[]; maxOutputTokens: number };

/** The prompt of a planned turn, with the output cap lowered to what its hold can pay. */
export function buildContext(plan: TurnPlan, hold: Hold, today: Date): TurnContext {
  const affordable = affordableOutput(hold.amount, plan.promptTokensMax, plan.price);
  return {
    messages: assemblePrompt({
      ownInstructions: plan.conversation.instructions,
      summary: plan.conversation.summary?.text ?? null,
      history: plan.history,
      question: plan.question?.text ?? null,
      isContinuation: plan.kind === "continue",
      today,
    }),
    maxOutputTokens: Math.min(plan.outputTokensWanted, affordable),
  };
}
