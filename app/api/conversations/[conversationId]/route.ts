import { deleteConversation } from "@/lib/chat/delete-conversation.server";
import { loadThread } from "@/lib/chat/load-thread.server";
import { changeConversation, conversationChange } from "@/lib/conversations/change-conversation.server";
import { conversationParams } from "@/lib/conversations/conversation-params";
import { handle } from "@/lib/http/handle.server";

export const GET = handle({ actor: "required", params: conversationParams }, ({ runtime, actor, params }) =>
  loadThread(runtime, actor, params.conversationId),
);

export const PATCH = handle(
  { actor: "required", params: conversationParams, body: conversationChange },
  async ({ runtime, actor, params, body }) => {
    await changeConversation(runtime, actor, params.conversationId, body);
    return { ok: true };
  },
);

export const DELETE = handle({ actor: "required", params: conversationParams }, async ({ runtime, actor, params }) => {
  await deleteConversation(runtime, actor, params.conversationId);
  return { ok: true };
});
