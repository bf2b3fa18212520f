import { personParams } from "@/lib/accounts/account-params";
import { makeAccessLink } from "@/lib/accounts/make-access-link.server";
import { handle } from "@/lib/http/handle.server";

export const POST = handle({ actor: "administrator", params: personParams }, async ({ runtime, actor, params }) => ({
  link: await makeAccessLink(runtime, actor, params.personId),
}));
