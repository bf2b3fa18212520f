import "server-only";
import { z } from "zod";
import { name } from "@/lib/accounts/account-input";
import type { Actor } from "@/lib/accounts/actor";
import type { MeView } from "@/lib/accounts/views";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The body of `PATCH /api/me`. */
export const profileChange = z.strictObject({ name });

/** Changes what a person is called. The address is what others know them by: an administrator's to change. */
export async function changeProfile(
  { database }: Pick<Runtime, "database">,
  actor: Actor,
  { name }: z.infer<typeof profileChange>,
): Promise<MeView> {
  const { id, email, role } = actor;
  await database.prisma.person.update({ where: { id }, data: { name }, select: { id: true } });
  return { id, email, name, role };
}
