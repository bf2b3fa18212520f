import { changePassword, passwordChange } from "@/lib/accounts/change-password.server";
import { handle } from "@/lib/http/handle.server";

export const POST = handle({ actor: "required", body: passwordChange }, async ({ runtime, actor, body }) => {
  await changePassword(runtime, actor, body);
  return { ok: true };
});
