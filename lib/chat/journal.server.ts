import "server-only";
import { appendFile, readFile, rename, rm } from "node:fs/promises";
import { join } from "node:path";
import type { StoredTurnEnd } from "@/lib/chat/finish-turn.server";
import type { Runtime } from "@/lib/platform/runtime.server";

const FILE = "turn-ends.jsonl";

/** Keeps the end of a turn on disk while the database is away: one line of JSON, written through before it returns. */
export async function journalTurnEnd({ config, log }: Pick<Runtime, "config" | "log">, stored: StoredTurnEnd): Promise<void> {
  try {
    await appendFile(join(config.dataDir, FILE), `${JSON.stringify(stored)}\n`, { mode: 0o600, flush: true });
  } catch (error) {
    // Without a writable folder the sweep charges the estimate and keeps the last checkpoint.
    log.error("journal-not-written", { turnId: stored.turnId }, error);
  }
}

/** Stores what the journal kept; `store` is safe to repeat, so that a crash in the middle loses and doubles nothing. */
export async function replayJournal(
  { config, log }: Pick<Runtime, "config" | "log">,
  store: (stored: StoredTurnEnd) => Promise<void>,
): Promise<void> {
  const file = join(config.dataDir, FILE);
  const replaying = `${file}.replaying`;
  await rename(file, replaying).catch(ignoreMissing);
  const lines = await readFile(replaying, "utf8").catch(ignoreMissing);
  if (!lines) return;
  for (const line of lines.split("\n")) {
    const stored = parseLine(line);
    if (stored) await store(stored);
    else if (line !== "") log.error("journal-line-unreadable", { length: line.length });
  }
  await rm(replaying);
  log.info("journal-replayed", { lines: lines.split("\n").length - 1 });
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
