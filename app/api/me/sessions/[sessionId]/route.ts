import { sessionParams } from "@/lib/accounts/account-params";
import { revokeSession } from "@/lib/accounts/end-sessions.server";
import { handle } from "@/lib/http/handle.server";

export const DELETE = handle({ actor: "required", params: sessionParams }, async ({ runtime, actor, params }) => {
  await revokeSession(runtime, actor, params.sessionId);
  return { ok: true };
});
