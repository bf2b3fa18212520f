import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { measureContext } from "@/lib/chat/measure-context";
import { loadBranch } from "@/lib/conversations/load-branch.server";
import type { ThreadView } from "@/lib/conversations/views";
import { chooseDefaultModel } from "@/lib/models/default-models";
import { loadModelDesk } from "@/lib/models/load-model-desk.server";
import type { Runtime } from "@/lib/platform/runtime.server";

/** A person's conversation as the page opens it. Throws `not-found`, for a foreign one too. */
export async function loadThread(
  runtime: Pick<Runtime, "database" | "config">,
  actor: Actor,
  conversationId: string,
): Promise<ThreadView> {
  const [{ page, history, ...branch }, desk] = await Promise.all([
    loadBranch(runtime, actor, conversationId),
    loadModelDesk(runtime),
  ]);
  return {
    ...branch,
    messages: page.messages,
    hasOlder: page.hasOlder,
    meter: measureContext({ ...branch, history }, desk, chooseDefaultModel(runtime.config, desk)),
  };
}
