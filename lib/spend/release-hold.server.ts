import "server-only";
import type { Runtime } from "@/lib/platform/runtime.server";
import type { Hold } from "@/lib/spend/place-hold.server";

/** Gives a hold back because nothing was billed. Safe to repeat: false when it had ended before. */
export async function releaseHold({ database }: Pick<Runtime, "database">, hold: Pick<Hold, "id">): Promise<boolean> {
  const [row] = await database.query<{ released: boolean }>({
    name: "release-hold",
    text: "select release_hold($1, 'voided') as released",
    values: [hold.id],
  });
  return row?.released ?? false;
}
