import "server-only";
import { replayJournal } from "@/lib/chat/journal.server";
import { storeTurnEnd } from "@/lib/chat/store-turn-end.server";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";
import type { Runtime } from "@/lib/platform/runtime.server";
import { onShutdown } from "@/lib/platform/shutdown";
import { LEASE_MS } from "@/lib/spend/hold-leases.server";
import { toStoredEntry } from "@/lib/spend/ledger-entry";
import { endHold, sweepHolds } from "@/lib/spend/sweep-holds.server";

const SWEEP_EVERY_MS = 5_000;

const sweeperOf = oncePerRuntime("sweeper", (_runtime: Runtime) => ({
  timer: null as NodeJS.Timeout | null,
  waitUntilMs: 0,
  isSweeping: false,
}));

/**
 * Ends the turns whose process died: marked interrupted with the part that was written, charged for what had arrived, once.
 *
 * `isOnlyProcess` also ends turns with a running lease: at the start of the only process of a database nobody can be writing them.
 */
export async function recoverTurns(
  runtime: Runtime,
  { isOnlyProcess = false }: { isOnlyProcess?: boolean } = {},
): Promise<void> {
  await sweepHolds(runtime, {
    everyHold: isOnlyProcess,
    end: async (hold, draft) => {
      if (hold.kind !== "answer") return endHold(runtime, hold, draft);
      await storeTurnEnd(runtime, {
        turnId: hold.id,
        state: "interrupted",
        messageState: "interrupted",
        releaseAs: "expired",
        ...(draft && { entry: toStoredEntry(draft) }),
      });
    },
  });
}

/** Recovers at the start and then all the time. Called once a process, after the migrations. */
export async function startRecovery(runtime: Runtime, { isOnlyProcess }: { isOnlyProcess: boolean }): Promise<void> {
  await replay(runtime);
  await recoverTurns(runtime, { isOnlyProcess });
  const sweeper = sweeperOf(runtime);
  sweeper.timer ??= setInterval(() => void sweep(runtime), SWEEP_EVERY_MS).unref();
  onShutdown("recovery", async () => {
    if (sweeper.timer) clearInterval(sweeper.timer);
    sweeper.timer = null;
  });
}

function replay(runtime: Runtime): Promise<void> {
  return replayJournal(runtime, (stored) => storeTurnEnd(runtime, stored));
}

async function sweep(runtime: Runtime): Promise<void> {
  const sweeper = sweeperOf(runtime);
  const nowMs = performance.now();
  if (sweeper.isSweeping) return;
  sweeper.isSweeping = true;
  try {
    await replay(runtime); // what a living process knows exactly comes before what the sweep would estimate
    if (nowMs >= sweeper.waitUntilMs) await recoverTurns(runtime);
  } catch (error) {
    // While the database was away no process could renew its leases: all get one lease of time before any is called dead.
    sweeper.waitUntilMs = nowMs + LEASE_MS;
    runtime.log.warn("sweep-failed", {}, error);
  } finally {
    sweeper.isSweeping = false;
  }
}
