import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/platform/database/open.server";
import { silentLog } from "./silent-log";

/** An organisation, in the database. */
export async function seedOrganisation({ prisma }: Database, parts: { timeZone?: string } = {}): Promise<string> {
  const { id } = await prisma.organisation.upsert({
    where: { only: true },
    create: { id: newId(), name: "Test", ...parts },
    update: parts,
  });
  return id;
}

/** A person with a live session, in the database. */
export async function seedPerson(
  { prisma }: Database,
  parts: { role?: "owner" | "admin" | "member"; state?: "active" | "disabled"; name?: string } = {},
): Promise<{ personId: string; sessionId: string }> {
  const personId = newId();
  const sessionId = newId();
  await prisma.person.create({
    data: {
      id: personId,
      email: `${personId}@example.test`,
      name: parts.name ?? "Ada",
      role: parts.role ?? "member",
      state: parts.state ?? "active",
      sessions: { create: { id: sessionId, expiresAt: new Date(Date.now() + 3_600_000) } },
    },
  });
  return { personId, sessionId };
}

/** What the use cases of spend need besides a database. */
export function spendWorld(database: Database) {
  return { database, log: silentLog, newId: () => newId() };
}
