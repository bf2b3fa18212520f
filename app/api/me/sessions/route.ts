import { revokeOtherSessions } from "@/lib/accounts/end-sessions.server";
import { listSessions } from "@/lib/accounts/list-sessions.server";
import { handle } from "@/lib/http/handle.server";

export const GET = handle({ actor: "required" }, async ({ runtime, actor }) => ({
  sessions: await listSessions(runtime, actor),
}));

export const DELETE = handle({ actor: "required" }, async ({ runtime, actor }) => ({
  ended: await revokeOtherSessions(runtime, actor),
}));
