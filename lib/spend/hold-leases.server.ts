import "server-only";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";
import type { Runtime } from "@/lib/platform/runtime.server";

/** How long a hold outlives the last sign of life of its process. With the sweep it bounds how long a crash can hold money: 60 s. */
export const LEASE_MS = 45_000;
const RENEW_EVERY_MS = 1_000;

/** What has arrived of a call, asked once a second. */
export type Arrived = { receivedTokens: number; hasFirstByte: boolean };

type World = Pick<Runtime, "database" | "log">;

/** The holds of the calls that this process is making, and the timer that renews them all in one statement. */
const leasesOf = oncePerRuntime("hold-leases", (_world: World) => ({
  arrived: new Map<string, () => Arrived>(),
  timer: null as NodeJS.Timeout | null,
  isRenewing: false,
}));

/** Keeps a hold alive while its call runs; the returned function ends that. Renews at once, so that a first byte is on record. */
export function keepHoldAlive(world: World, holdId: string, arrived: () => Arrived): () => void {
  const leases = leasesOf(world);
  leases.arrived.set(holdId, arrived);
  leases.timer ??= setInterval(() => void renew(world), RENEW_EVERY_MS).unref();
  return () => {
    leases.arrived.delete(holdId);
    if (leases.arrived.size > 0 || !leases.timer) return;
    clearInterval(leases.timer);
    leases.timer = null;
  };
}

/** Ids of the holds that this process keeps alive: the sweep leaves them alone even when the database was away for longer than a lease. */
export function holdsKeptHere(world: World): string[] {
  return [...leasesOf(world).arrived.keys()];
}

async function renew(world: World): Promise<void> {
  const leases = leasesOf(world);
  if (leases.isRenewing) return;
  leases.isRenewing = true;
  try {
    const items = Array.from(leases.arrived, ([holdId, arrived]) => ({ holdId, ...arrived() }));
    await world.database.query({
      name: "renew-holds",
      text: "select count(*) from renew_holds($1, $2)",
      values: [JSON.stringify(items), LEASE_MS],
    });
  } catch (error) {
    world.log.warn("holds-not-renewed", { holds: leases.arrived.size }, error);
  } finally {
    leases.isRenewing = false;
  }
}
