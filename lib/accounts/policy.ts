import type { Actor } from "@/lib/accounts/actor";
import type { RoleName } from "@/lib/accounts/views";
import { assertNever } from "@/lib/core/assert-never";
import { AppError } from "@/lib/core/errors";

/** Who asks: a role, and an id to tell what is its own. */
export type Asker = Pick<Actor, "id" | "role">;

export type Verb = "read" | "manage";

/** What may be done something with: a part of the installation, or one thing of somebody's. */
export type Thing =
  | "people"
  | "budgets"
  | "models"
  | "all-usage"
  /** What a person spent; `personId` null: everybody. */
  | { type: "usage"; personId: string | null }
  /** Only whoever it belongs to: administrators see what a chat costs, not what it says. */
  | { type: "conversation"; personId: string }
  /** An account of somebody's; to manage it is to change its role or state or to make links for it. */
  | { type: "person"; id: string; role: RoleName }
  /** A role; to manage it is to give it to somebody. */
  | { type: "role"; role: RoleName };

/** True when `actor` may do `verb` with `thing`. The one place where that is decided. */
export function can(actor: Asker, verb: Verb, thing: Thing): boolean {
  if (typeof thing === "string") return isAdministrator(actor);
  switch (thing.type) {
    case "usage":
      return isAdministrator(actor) || thing.personId === actor.id;
    case "conversation":
      return thing.personId === actor.id;
    case "person":
      if (verb === "read") return isAdministrator(actor) || thing.id === actor.id;
      return isAdministrator(actor) && (thing.role !== "owner" || actor.role === "owner");
    case "role":
      return isAdministrator(actor) && (thing.role !== "owner" || actor.role === "owner");
    default:
      return assertNever(thing);
  }
}

/** Throws `forbidden` where `can` says no. For things that the actor may know of; what it may not know of is `not-found`. */
export function requireCan(actor: Asker, verb: Verb, thing: Thing): void {
  if (can(actor, verb, thing)) return;
  const isOwners = typeof thing === "object" && (thing.type === "person" || thing.type === "role");
  const who = isOwners && isAdministrator(actor) ? "Only an owner" : "Only an administrator";
  throw new AppError("forbidden", `${who} may do this.`);
}

/** True for owners and administrators. */
export function isAdministrator({ role }: Pick<Asker, "role">): boolean {
  return role === "owner" || role === "admin";
}
