import "server-only";
import { randomBytes } from "node:crypto";
import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { AppError } from "@/lib/core/errors";

/**
 * The signing secret that is kept in the data folder, made at the first call.
 *
 * Written beside its place and then linked into it, so that two processes that start at once agree on one, and none ever
 * reads half of it.
 */
export function loadOrMakeSecret(dataDir: string): string {
  const path = join(dataDir, "secret");
  const kept = readIfThere(path);
  if (kept !== null) return kept;
  const draft = `${path}.${process.pid}.${randomBytes(4).toString("hex")}`;
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 });
    writeFileSync(draft, randomBytes(32).toString("hex"), { mode: 0o600, flush: true });
    linkIfFree(draft, path);
    rmSync(draft);
  } catch (error) {
    throw unusable(dataDir, error);
  }
  const made = readIfThere(path);
  if (made === null) throw unusable(dataDir);
  return made;
}

function readIfThere(path: string): string | null {
  try {
    const text = readFileSync(path, "utf8").trim();
    return text.length >= 32 ? text : null;
  } catch (error) {
    if (codeOf(error) === "ENOENT" || codeOf(error) === "ENOTDIR") return null;
    throw unusable(path, error);
  }
}

function linkIfFree(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch (error) {
    if (codeOf(error) !== "EEXIST") throw error;
  }
}

function codeOf(error: unknown): unknown {
  return error instanceof Error && "code" in error ? error.code : null;
}

function unusable(path: string, error?: unknown): AppError {
  const reason = codeOf(error) === null ? "" : ` (${String(codeOf(error))})`;
  return new AppError(
    "misconfigured",
    `The data folder is not writable: the signing secret cannot be kept in ${path}${reason}. Give the user that starts Parlance the right to write there, or set PARLANCE_DATA_DIR to another folder.`,
    {},
    { cause: error },
  );
}
