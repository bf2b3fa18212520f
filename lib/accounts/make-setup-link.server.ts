import "server-only";
import { makeLink } from "@/lib/accounts/access-links.server";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The address that creates the owner, new at every start and instead of the one before; null when there is an owner. */
export async function makeSetupLink(
  runtime: Pick<Runtime, "config" | "clock" | "database" | "newId">,
): Promise<string | null> {
  const { prisma } = runtime.database;
  if ((await prisma.person.count({ where: { role: "owner" } })) > 0) return null;
  const { url } = await prisma.$transaction((tx) => makeLink(tx, runtime, { kind: "setup", personId: null }));
  return url;
}
