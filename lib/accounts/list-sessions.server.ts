import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { toDevice } from "@/lib/accounts/device";
import type { SessionView } from "@/lib/accounts/views";
import type { Runtime } from "@/lib/platform/runtime.server";

/** Where the person is signed in: the browser that asks first, then the ones seen last. */
export async function listSessions(
  { database, clock }: Pick<Runtime, "database" | "clock">,
  actor: Actor,
): Promise<SessionView[]> {
  const sessions = await database.prisma.session.findMany({
    where: { personId: actor.id, revokedAt: null, expiresAt: { gt: clock.now() } },
    select: { id: true, userAgent: true, ipAddress: true, createdAt: true, lastSeenAt: true },
    orderBy: { lastSeenAt: "desc" },
    take: 100,
  });
  return sessions
    .map(({ id, userAgent, ipAddress, createdAt, lastSeenAt }) => ({
      id,
      isCurrent: id === actor.sessionId,
      device: toDevice(userAgent),
      ipAddress,
      createdAt: createdAt.toISOString(),
      lastSeenAt: lastSeenAt.toISOString(),
    }))
    .sort((a, b) => Number(b.isCurrent) - Number(a.isCurrent));
}
