import type { TurnPlan } from "@/lib/chat/turn-plan";

/**
 * What is kept before the model is called: the conversation where it is new, the question, the answer to be written and the turn.
 *
 * It is written by the statement that places the hold, so that a refused turn leaves nothing and an admitted one loses nothing.
 */
export function saveQuestion(plan: TurnPlan): { call: "start_turn"; argument: object } {
  const { conversation, question, answer } = plan;
  return {
    call: "start_turn",
    argument: {
      turnId: plan.turnId,
      clientId: plan.clientId,
      personId: plan.actor.id,
      conversationId: conversation.id,
      isNew: conversation.isNew,
      rootId: conversation.rootId,
      requestedModel: plan.requestedModel,
      model: plan.model.id,
      parameters: plan.chosenParameters,
      notes: plan.notes,
      ...(question && { question }),
      questionId: plan.questionId,
      answerId: answer.id,
      answerParentId: answer.parentId,
      answerDepth: answer.depth,
    },
  };
}
