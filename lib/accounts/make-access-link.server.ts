import "server-only";
import { makeLink } from "@/lib/accounts/access-links.server";
import type { Actor } from "@/lib/accounts/actor";
import { noSuchPerson } from "@/lib/accounts/person-view.server";
import { requireCan } from "@/lib/accounts/policy";
import type { AccessLinkView } from "@/lib/accounts/views";
import { AppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

/**
 * A new link for a person who has lost theirs: to accept the invitation, or to set a new password. The old one stops working.
 *
 * For administrators; only an owner makes links for an owner. Throws `forbidden`, `not-found`, and `conflict` for whoever is disabled.
 */
export async function makeAccessLink(
  runtime: Pick<Runtime, "clock" | "config" | "database" | "log" | "newId">,
  actor: Actor,
  personId: string,
): Promise<AccessLinkView> {
  requireCan(actor, "manage", "people");
  const { prisma } = runtime.database;
  const person = await prisma.person.findUnique({
    where: { id: personId },
    select: { id: true, role: true, state: true },
  });
  if (!person) throw noSuchPerson();
  requireCan(actor, "manage", { type: "person", ...person });
  if (person.state === "disabled") {
    throw new AppError("conflict", "This person is disabled. Enable them first, then make a link.");
  }
  const kind = person.state === "invited" ? "invite" : "reset";
  const link = await prisma.$transaction((tx) => makeLink(tx, runtime, { kind, personId }));
  runtime.log.info("access-link-made", { byPersonId: actor.id, personId, kind });
  return link;
}
