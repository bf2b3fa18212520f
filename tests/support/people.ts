import { hash } from "@node-rs/argon2";
import type { Actor } from "@/lib/accounts/actor";
import type { PersonStateName, RoleName } from "@/lib/accounts/views";
import { newId } from "@/lib/core/ids";
import type { Runtime } from "@/lib/platform/runtime.server";
import { cookieOf } from "@/tests/support/routes";

/** What every person of a test has as a password, where the test does not say otherwise. */
export const PASSWORD = "velvet harbor tinsel orbit";

/** Cheap, because it is the product's own cost that is tested, and not this one. */
let hashed: Promise<string> | null = null;

export type TestPerson = { actor: Actor; cookie: string; sessionId: string };

/** A person who can sign in, with one live session and its cookie. */
export async function addPerson(
  runtime: Runtime,
  parts: { role?: RoleName; state?: PersonStateName; name?: string; email?: string } = {},
): Promise<TestPerson> {
  const id = newId();
  const sessionId = newId();
  const { role = "member", state = "active", name = "Ada Lovelace", email = `${id}@example.test` } = parts;
  hashed ??= hash(PASSWORD, { memoryCost: 19_456, timeCost: 2, parallelism: 1 });
  await runtime.database.prisma.person.create({
    data: {
      id,
      email,
      name,
      role,
      state,
      passwordHash: state === "invited" ? null : await hashed,
      sessions: { create: { id: sessionId, expiresAt: new Date(Date.now() + 3_600_000) } },
    },
  });
  const actor = { id, email, name, role, sessionId };
  return { actor, sessionId, cookie: cookieOf(runtime, { sessionId, personId: id }) };
}
