import "server-only";
import { toStorable } from "@/lib/chat/storable-text";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";
import type { Runtime } from "@/lib/platform/runtime.server";

const SAVE_EVERY_MS = 1_000;

/** An answer that is being written: what of it should survive a crash. */
export type Checkpoint = { turnId: string; conversationId: string; answerId: string; text: string; tokens: number };

type World = Pick<Runtime, "database" | "log">;
type Entry = { read: () => Checkpoint; savedLength: number };

const checkpointsOf = oncePerRuntime("checkpoints", (_world: World) => ({
  entries: new Map<string, Entry>(),
  timer: null as NodeJS.Timeout | null,
  saving: null as Promise<void> | null,
}));

/**
 * Saves an answer about once a second while it grows, all answers of the process in one statement.
 *
 * The returned function ends that and settles when a save that is under way has ended, so that it cannot come after the last one.
 */
export function keepCheckpoints(
  world: World,
  turnId: string,
  read: () => Omit<Checkpoint, "turnId">,
): () => Promise<void> {
  const checkpoints = checkpointsOf(world);
  checkpoints.entries.set(turnId, { read: () => ({ turnId, ...read() }), savedLength: 0 });
  checkpoints.timer ??= setInterval(() => {
    checkpoints.saving ??= save(world).finally(() => {
      checkpoints.saving = null;
    });
  }, SAVE_EVERY_MS).unref();
  return async () => {
    checkpoints.entries.delete(turnId);
    if (checkpoints.entries.size === 0 && checkpoints.timer) {
      clearInterval(checkpoints.timer);
      checkpoints.timer = null;
    }
    await checkpoints.saving;
  };
}

async function save(world: World): Promise<void> {
  const grown = [...checkpointsOf(world).entries.values()].flatMap((entry) => {
    const checkpoint = entry.read();
    return checkpoint.text.length > entry.savedLength ? [{ entry, checkpoint }] : [];
  });
  if (grown.length === 0) return;
  try {
    await world.database.query({
      name: "save-checkpoints",
      text: "select save_checkpoints($1)",
      values: [JSON.stringify(grown.map(({ checkpoint }) => ({ ...checkpoint, text: toStorable(checkpoint.text) })))],
    });
    for (const { entry, checkpoint } of grown) entry.savedLength = checkpoint.text.length;
  } catch (error) {
    world.log.warn("checkpoints-not-saved", { answers: grown.length }, error);
  }
}
