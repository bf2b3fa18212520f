import "server-only";
import { z } from "zod";
import { name } from "@/lib/accounts/account-input";
import type { Actor } from "@/lib/accounts/actor";
import { loadPersonView, noSuchPerson } from "@/lib/accounts/person-view.server";
import { requireCan } from "@/lib/accounts/policy";
import type { PersonStateName, PersonView, RoleName } from "@/lib/accounts/views";
import { AppError } from "@/lib/core/errors";
import type { Prisma } from "@/lib/platform/database/generated/client";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The body of `PATCH /api/admin/people/[personId]`. What is absent stays as it is. */
export const personChange = z.strictObject({
  role: z.enum(["owner", "admin", "member"]).optional(),
  state: z.enum(["active", "disabled"]).optional(),
  name: name.optional(),
});

type PersonChange = z.infer<typeof personChange>;
type Person = { id: string; role: RoleName; state: PersonStateName; passwordHash: string | null };

/**
 * Changes what a person may do. Whoever is disabled is signed out everywhere at once, and their links stop working.
 *
 * For administrators; only an owner changes an owner or makes one, nobody disables themselves, and there is always an owner who
 * can sign in. Throws `forbidden`, `not-found` and `conflict`.
 */
export async function changePerson(
  runtime: Pick<Runtime, "clock" | "database" | "log">,
  actor: Actor,
  personId: string,
  change: PersonChange,
): Promise<PersonView> {
  requireCan(actor, "manage", "people");
  await runtime.database.prisma.$transaction(async (tx) => {
    const { person, activeOwners } = await lockPeople(tx, personId);
    requireAllowed(actor, person, change);
    requireAnOwner(person, activeOwners, change);
    await tx.person.update({
      where: { id: personId },
      data: {
        ...(change.name === undefined ? {} : { name: change.name }),
        ...(change.role === undefined ? {} : { role: change.role }),
        ...(change.state === undefined ? {} : { state: toState(person, change.state) }),
      },
    });
    if (change.state !== "disabled") return;
    await tx.session.updateMany({ where: { personId, revokedAt: null }, data: { revokedAt: runtime.clock.now() } });
    await tx.accessLink.deleteMany({ where: { personId, usedAt: null } });
  });
  const { role, state } = change;
  runtime.log.info("person-changed", {
    byPersonId: actor.id,
    personId,
    ...(role ? { role } : {}),
    ...(state ? { state } : {}),
  });
  return loadPersonView(runtime, personId);
}

/**
 * The person, and how many owners can sign in, with all of them locked in one order: two owners who demote each other at the same
 * time would otherwise both see the other still there.
 */
async function lockPeople(
  tx: Prisma.TransactionClient,
  personId: string,
): Promise<{ person: Person; activeOwners: number }> {
  const rows = await tx.$queryRaw<Person[]>`
    select id, role, state, password_hash as "passwordHash" from person
    where id = ${personId}::uuid or (role = 'owner' and state = 'active')
    order by id for update`;
  const person = rows.find(({ id }) => id === personId);
  if (!person) throw noSuchPerson();
  return { person, activeOwners: rows.filter(isActiveOwner).length };
}

function requireAllowed(actor: Actor, person: Person, { role, state }: PersonChange): void {
  requireCan(actor, "manage", { type: "person", ...person });
  if (role !== undefined) requireCan(actor, "manage", { type: "role", role });
  if (state === "disabled" && person.id === actor.id) {
    throw new AppError("conflict", "You cannot disable yourself. Another administrator can.", { field: "state" });
  }
}

function requireAnOwner(person: Person, activeOwners: number, { role, state }: PersonChange): void {
  const staysOwner = (role ?? person.role) === "owner" && state !== "disabled";
  if (staysOwner || !isActiveOwner(person) || activeOwners > 1) return;
  throw new AppError("conflict", "This is the last owner. Make somebody else an owner first.", {
    field: role === undefined ? "state" : "role",
  });
}

function isActiveOwner({ role, state }: Person): boolean {
  return role === "owner" && state === "active";
}

/** Whoever never chose a password is not active, but invited again. */
function toState({ passwordHash }: Person, state: "active" | "disabled"): PersonStateName {
  return state === "active" && passwordHash === null ? "invited" : state;
}
