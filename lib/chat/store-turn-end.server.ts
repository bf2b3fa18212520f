import "server-only";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The argument of the database function `finish_turn`. */
export type StoredTurnEnd = { turnId: string } & Record<string, unknown>;

/** Writes the end of a turn into the database, once: a second time is a no-op. */
export async function storeTurnEnd({ database }: Pick<Runtime, "database">, stored: StoredTurnEnd): Promise<void> {
  await database.query({ name: "finish-turn", text: "select finish_turn($1)", values: [JSON.stringify(stored)] });
}
