import "server-only";
import type { LogLevel } from "@/lib/platform/config.server";
import type { Log, LogFields } from "@/lib/platform/log";
import { createMask } from "@/lib/platform/mask";

const LEVELS: readonly LogLevel[] = ["debug", "info", "warn", "error"];

/** What is between an error and its first cause: enough to find the place, and an end to circles. */
const CAUSES_MAX = 4;

/** The log of this process: one line of JSON for each event, without any of `secrets`. */
export function createLog({
  level,
  secrets,
  write = (line) => void process.stdout.write(line),
  now = () => new Date(),
}: {
  level: LogLevel;
  secrets: readonly string[];
  write?: (line: string) => void;
  now?: () => Date;
}): Log {
  const mask = createMask(secrets);
  const at = (lineLevel: LogLevel) => {
    if (LEVELS.indexOf(lineLevel) < LEVELS.indexOf(level)) return () => {};
    return (event: string, fields: LogFields = {}, error?: unknown) => {
      const line = {
        time: now().toISOString(),
        level: lineLevel,
        event,
        ...fields,
        ...(error === undefined ? {} : { error: toPlainError(error) }),
      };
      write(`${mask(JSON.stringify(line))}\n`);
    };
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

type PlainError = { name: string; message: string; code?: string; stack?: string; cause?: PlainError };

function toPlainError(error: unknown, depth = 0): PlainError {
  if (!(error instanceof Error)) return { name: typeof error, message: String(error) };
  const code = "code" in error && typeof error.code === "string" ? { code: error.code } : {};
  const stack = error.stack === undefined ? {} : { stack: error.stack };
  const cause = error.cause === undefined || depth >= CAUSES_MAX ? {} : { cause: toPlainError(error.cause, depth + 1) };
  return { name: error.name, message: error.message, ...code, ...stack, ...cause };
}
