import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { listPersonViews } from "@/lib/accounts/person-view.server";
import { requireCan } from "@/lib/accounts/policy";
import type { PersonView } from "@/lib/accounts/views";
import type { Runtime } from "@/lib/platform/runtime.server";

/** Everybody who has an account or an invitation, in the order in which they came. For administrators; throws `forbidden`. */
export async function listPeople(runtime: Pick<Runtime, "database">, actor: Actor): Promise<PersonView[]> {
  requireCan(actor, "manage", "people");
  return listPersonViews(runtime);
}
