import { loadThread } from "@/lib/chat/load-thread.server";
import { undoSummary } from "@/lib/context/undo-summary.server";
import { conversationParams, summaryQuery } from "@/lib/conversations/conversation-params";
import { handle } from "@/lib/http/handle.server";

/** Undoes the summary that the query names, and says which one is in force then. */
export const DELETE = handle(
  { actor: "required", params: conversationParams, query: summaryQuery },
  async ({ runtime, actor, params, query }) => {
    await undoSummary(runtime, actor, params.conversationId, query.id);
    const { summary, meter } = await loadThread(runtime, actor, params.conversationId);
    return { summary, meter };
  },
);
