import { personParams } from "@/lib/accounts/account-params";
import { changePerson, personChange } from "@/lib/accounts/change-person.server";
import { handle } from "@/lib/http/handle.server";

export const PATCH = handle(
  { actor: "administrator", params: personParams, body: personChange },
  async ({ runtime, actor, params, body }) => ({ person: await changePerson(runtime, actor, params.personId, body) }),
);
