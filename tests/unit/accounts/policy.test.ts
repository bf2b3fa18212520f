import { describe, expect, test } from "vitest";
import { can, requireCan, type Thing } from "@/lib/accounts/policy";
import { isAppError } from "@/lib/core/errors";

const owner = { id: "o", role: "owner" } as const;
const admin = { id: "a", role: "admin" } as const;
const member = { id: "m", role: "member" } as const;

describe("policy", () => {
  test.each<Thing>(["people", "budgets", "models", "all-usage"])("only administrators manage or read %s", (thing) => {
    for (const verb of ["read", "manage"] as const) {
      expect([owner, admin, member].map((actor) => can(actor, verb, thing))).toEqual([true, true, false]);
    }
  });

  test("a member reads its own usage and nobody else's", () => {
    expect(can(member, "read", { type: "usage", personId: "m" })).toBe(true);
    expect(can(member, "read", { type: "usage", personId: "a" })).toBe(false);
    expect(can(member, "read", { type: "usage", personId: null })).toBe(false);
    expect(can(admin, "read", { type: "usage", personId: null })).toBe(true);
  });

  test("nobody but the person reads a chat, whatever their role", () => {
    const chat: Thing = { type: "conversation", personId: "m" };
    expect([owner, admin, member].map((actor) => can(actor, "read", chat))).toEqual([false, false, true]);
  });

  test("an admin does not touch an owner, and makes none", () => {
    expect(can(admin, "manage", { type: "person", id: "o", role: "owner" })).toBe(false);
    expect(can(owner, "manage", { type: "person", id: "o2", role: "owner" })).toBe(true);
    expect(can(admin, "manage", { type: "role", role: "owner" })).toBe(false);
    expect(can(admin, "manage", { type: "role", role: "admin" })).toBe(true);
    expect(can(member, "manage", { type: "role", role: "member" })).toBe(false);
  });

  test("what may not be done is forbidden by name, with who may", () => {
    const refusal = (work: () => void) => {
      try {
        work();
      } catch (error) {
        return isAppError(error, "forbidden") ? error.message : error;
      }
      return null;
    };
    expect(refusal(() => requireCan(member, "manage", "people"))).toBe("Only an administrator may do this.");
    expect(refusal(() => requireCan(admin, "manage", { type: "role", role: "owner" }))).toBe(
      "Only an owner may do this.",
    );
    expect(refusal(() => requireCan(owner, "manage", "people"))).toBeNull();
  });
});
