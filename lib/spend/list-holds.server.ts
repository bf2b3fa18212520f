import "server-only";
import { toDecimalUsd, toNanoUsd } from "@/lib/core/money";
import type { Runtime } from "@/lib/platform/runtime.server";
import type { HoldView } from "@/lib/spend/views";

/** The money that is set aside for calls of a person that are running now, oldest first. */
export async function listHoldsOf({ database }: Pick<Runtime, "database">, personId: string): Promise<HoldView[]> {
  const holds = await database.prisma.hold.findMany({
    where: { personId, state: "held" },
    orderBy: { createdAt: "asc" },
    take: 100,
  });
  return holds.map(({ id, model, kind, amountNanoUsd, createdAt, expiresAt }) => ({
    id,
    model,
    kind,
    amountUsd: toDecimalUsd(toNanoUsd(amountNanoUsd)),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
  }));
}
