import "server-only";
import { appendFile, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { StoredTurnEnd } from "@/lib/chat/store-turn-end.server";
import { isAppError } from "@/lib/core/errors";
import type { Runtime } from "@/lib/platform/runtime.server";

const FILE = "turn-ends.jsonl";

/** Keeps the end of a turn on disk while the database is away: one line of JSON, written through before it returns. */
export async function journalTurnEnd(
  { config, log }: Pick<Runtime, "config" | "log">,
  stored: StoredTurnEnd,
): Promise<void> {
  try {
    await appendFile(join(config.dataDir, FILE), `${JSON.stringify(stored)}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    // Without a writable folder the sweep charges the estimate and keeps the last checkpoint.
    log.error("journal-not-written", { turnId: stored.turnId }, error);
  }
}

/**
 * Stores what the journal kept; `store` is safe to repeat, so that a crash in the middle loses and doubles nothing.
 *
 * Throws while the database is still away. A line that the database refuses is set aside in a file of its own, and logged.
 */
export async function replayJournal(
  { config, log }: Pick<Runtime, "config" | "log">,
  store: (stored: StoredTurnEnd) => Promise<void>,
): Promise<void> {
  const file = join(config.dataDir, FILE);
  const replaying = `${file}.replaying`;
  // What an earlier replay did not finish comes first; new lines wait for the next round.
  if ((await readFile(replaying, "utf8").catch(ignoreMissing)) === undefined)
    await rename(file, replaying).catch(ignoreMissing);
  const lines =
    (await readFile(replaying, "utf8").catch(ignoreMissing))?.split("\n").filter((line) => line !== "") ?? [];
  for (const line of lines) {
    const stored = parseLine(line);
    try {
      if (stored) await store(stored);
      else throw new Error("the line is not JSON");
    } catch (error) {
      if (isAppError(error, "database-unavailable")) throw error;
      await appendFile(`${file}.refused`, `${line}\n`, { mode: 0o600 });
      log.error("journal-line-refused", { length: line.length }, error);
    }
  }
  if (lines.length === 0) return;
  await rm(replaying);
  log.info("journal-replayed", { lines: lines.length });
}

function ignoreMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code === "ENOENT") return undefined;
  throw error;
}

/** A line that was cut by a crash is not JSON. */
function parseLine(line: string): StoredTurnEnd | null {
  try {
    const value: unknown = JSON.parse(line);
    return typeof value === "object" && value !== null && "turnId" in value && typeof value.turnId === "string"
      ? { ...value, turnId: value.turnId }
      : null;
  } catch {
    return null;
  }
}
