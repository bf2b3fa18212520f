import { conversationParams, olderMessagesQuery } from "@/lib/conversations/conversation-params";
import { listOlderMessages } from "@/lib/conversations/load-branch.server";
import { handle } from "@/lib/http/handle.server";

export const GET = handle(
  { actor: "required", params: conversationParams, query: olderMessagesQuery },
  ({ runtime, actor, params, query }) => listOlderMessages(runtime, actor, params.conversationId, query.before),
);
