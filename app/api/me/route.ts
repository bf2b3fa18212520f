import { changeProfile, profileChange } from "@/lib/accounts/change-profile.server";
import { handle } from "@/lib/http/handle.server";

export const PATCH = handle({ actor: "required", body: profileChange }, async ({ runtime, actor, body }) => ({
  me: await changeProfile(runtime, actor, body),
}));
