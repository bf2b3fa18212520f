import { conversationQuery, listConversations } from "@/lib/conversations/list-conversations.server";
import { handle } from "@/lib/http/handle.server";

export const GET = handle({ actor: "required", query: conversationQuery }, ({ runtime, actor, query }) =>
  listConversations(runtime, actor, query),
);
