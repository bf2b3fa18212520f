import "server-only";
import { hashToken } from "@/lib/accounts/access-links.server";
import type { Runtime } from "@/lib/platform/runtime.server";

/** A link that still works, and whom it is for. */
export type FoundAccessLink =
  | { kind: "setup" }
  | { kind: "invite" | "reset"; personId: string; email: string; name: string };

/** The link of a token; null when it was used, has ended, was replaced, never was, or its person is disabled. Looking does not use it up. */
export async function findAccessLink(
  { database, clock }: Pick<Runtime, "database" | "clock">,
  token: string,
): Promise<FoundAccessLink | null> {
  const link = await database.prisma.accessLink.findFirst({
    where: { tokenHash: hashToken(token), usedAt: null, expiresAt: { gt: clock.now() } },
    select: { kind: true, person: { select: { id: true, email: true, name: true, state: true } } },
  });
  if (!link) return null;
  const { kind, person } = link;
  if (kind === "setup") return { kind };
  if (!person || person.state === "disabled") return null;
  return { kind, personId: person.id, email: person.email, name: person.name };
}
