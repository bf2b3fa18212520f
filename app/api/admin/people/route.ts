import { invitation, invitePerson } from "@/lib/accounts/invite-person.server";
import { listPeople } from "@/lib/accounts/list-people.server";
import { handle } from "@/lib/http/handle.server";

export const GET = handle({ actor: "administrator" }, async ({ runtime, actor }) => ({
  people: await listPeople(runtime, actor),
}));

export const POST = handle({ actor: "administrator", body: invitation }, ({ runtime, actor, body }) =>
  invitePerson(runtime, actor, body),
);
