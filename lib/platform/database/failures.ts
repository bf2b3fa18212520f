import { AppError, isAppError } from "@/lib/core/errors";

/** SQLSTATE classes and codes by which PostgreSQL says that it cannot serve now (its manual, appendix A). */
const UNAVAILABLE = /^(08...|53...|57P01|57P02|57P03|57P05|57014|58030)$/;

/** Prisma's codes for the same: cannot reach, timed out, closed the connection, no free connection, no transaction in time. */
const PRISMA_UNAVAILABLE = new Set(["P1001", "P1002", "P1008", "P1011", "P1017", "P2024", "P2028", "P2037"]);

/**
 * What to throw for an error of the database: AppError "database-unavailable" when it could not be reached or could not serve,
 * and the error itself when it answered (a constraint, a wrong statement).
 *
 * Decided by code and class: errors of `pg`, of Prisma, and of the network have different ones.
 */
export function toDatabaseFailure(error: unknown): unknown {
  if (isAppError(error) || !isUnavailable(error)) return error;
  return new AppError(
    "database-unavailable",
    "The database cannot be reached right now. Nothing was lost; try again in a moment.",
    { retryAfterMs: 2_000 },
    { cause: error },
  );
}

/** True when a row with the same unique key exists already. */
export function isUniqueViolation(error: unknown): boolean {
  return sqlStateOf(error) === "23505" || codeOf(error) === "P2002";
}

/** True when the same transaction may succeed when it is run again: serialization failure, deadlock. */
export function isRetryable(error: unknown): boolean {
  return ["40001", "40P01"].includes(sqlStateOf(error) ?? "") || codeOf(error) === "P2034";
}

function isUnavailable(error: unknown): boolean {
  const sqlState = sqlStateOf(error);
  if (sqlState !== null) return UNAVAILABLE.test(sqlState);
  const code = codeOf(error);
  if (code === null) return isPlainError(error);
  if (/^P\d{4}$/.test(code)) return PRISMA_UNAVAILABLE.has(code);
  // The network's own codes (ECONNREFUSED, ENOENT for a socket, EPIPE …), bare or passed through by Prisma.
  return /^E[A-Z_]+$/.test(code) || code === "database-unavailable";
}

/** `pg` reports a lost connection and a timeout as a bare Error without a code; a bug of ours is a TypeError or has a name. */
function isPlainError(error: unknown): boolean {
  return error instanceof Error && Object.getPrototypeOf(error) === Error.prototype;
}

/** The five characters of PostgreSQL's own error, also where Prisma has wrapped it. */
function sqlStateOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  if ("severity" in error) return codeOf(error);
  return originalCodeOf(error) ?? originalCodeOf(driverAdapterErrorOf(error));
}

function driverAdapterErrorOf(error: Error): unknown {
  const meta: unknown = "meta" in error ? error.meta : null;
  return typeof meta === "object" && meta !== null && "driverAdapterError" in meta ? meta.driverAdapterError : null;
}

function originalCodeOf(error: unknown): string | null {
  const cause: unknown = error instanceof Error ? error.cause : null;
  if (typeof cause !== "object" || cause === null || !("originalCode" in cause)) return null;
  return typeof cause.originalCode === "string" && /^[0-9A-Z]{5}$/.test(cause.originalCode) ? cause.originalCode : null;
}

function codeOf(error: unknown): string | null {
  return error instanceof Error && "code" in error && typeof error.code === "string" ? error.code : null;
}
