import "server-only";
import { z } from "zod";
import { makeLink } from "@/lib/accounts/access-links.server";
import { email, name } from "@/lib/accounts/account-input";
import type { Actor } from "@/lib/accounts/actor";
import { loadPersonView } from "@/lib/accounts/person-view.server";
import { requireCan } from "@/lib/accounts/policy";
import type { AccessLinkView, PersonView } from "@/lib/accounts/views";
import { AppError } from "@/lib/core/errors";
import { isUniqueViolation } from "@/lib/platform/database/failures";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The body of `POST /api/admin/people`. Without a name the person gives it when the invitation is accepted. */
export const invitation = z.strictObject({
  email,
  name: z.union([z.literal(""), name]).default(""),
  role: z.enum(["owner", "admin", "member"]).default("member"),
});

/**
 * Invites a person: an account without a password, and the link by which they choose one. Nobody else ever knows it.
 *
 * For administrators; only an owner makes owners. Throws `forbidden`, and `conflict` when the address is taken.
 */
export async function invitePerson(
  runtime: Pick<Runtime, "clock" | "config" | "database" | "log" | "newId">,
  actor: Actor,
  { email, name, role }: z.infer<typeof invitation>,
): Promise<{ person: PersonView; link: AccessLinkView }> {
  requireCan(actor, "manage", "people");
  requireCan(actor, "manage", { type: "role", role });
  const personId = runtime.newId();
  try {
    const link = await runtime.database.prisma.$transaction(async (tx) => {
      await tx.person.create({ data: { id: personId, email, name, role, state: "invited" } });
      return makeLink(tx, runtime, { kind: "invite", personId });
    });
    runtime.log.info("person-invited", { byPersonId: actor.id, personId, role });
    return { person: await loadPersonView(runtime, personId), link };
  } catch (error) {
    if (!isUniqueViolation(error)) throw error;
    throw new AppError("conflict", "Somebody with this address is here already.", { field: "email" });
  }
}
