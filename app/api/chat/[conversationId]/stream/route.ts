import { findRunningAnswer } from "@/lib/chat/answer.server";
import { stopAnswer } from "@/lib/chat/stop-answer.server";
import { conversationParams } from "@/lib/conversations/conversation-params";
import { eventStreamResponse } from "@/lib/http/event-stream.server";
import { handle } from "@/lib/http/handle.server";

export const GET = handle({ actor: "required", params: conversationParams }, async ({ runtime, actor, params }) => {
  const answer = await findRunningAnswer(runtime, actor, params.conversationId);
  return answer ? eventStreamResponse(answer) : new Response(null, { status: 204 });
});

export const DELETE = handle({ actor: "required", params: conversationParams }, async ({ runtime, actor, params }) => ({
  stopped: await stopAnswer(runtime, actor, params.conversationId),
}));
