/**
 * Every refusal the product knows by name. The edge (lib/http) turns a code into a status and a sentence;
 * everything else that is thrown is a bug and says nothing about itself.
 */
export type AppErrorCode =
  | "invalid-input"
  | "too-large"
  | "unsupported-media-type"
  | "unauthenticated"
  | "forbidden"
  | "not-found"
  | "conflict"
  | "conversation-busy"
  | "rate-limited"
  | "over-budget"
  | "model-unavailable"
  | "model-without-price"
  | "context-too-long"
  | "provider-key-rejected"
  | "provider-forbidden"
  | "provider-quota-exhausted"
  | "provider-busy"
  | "provider-down"
  | "provider-timeout"
  | "provider-refused-request"
  | "provider-broken-answer"
  | "database-unavailable"
  | "shutting-down"
  | "misconfigured";

/** What a caller may need to act on a refusal. Plain values only: they are sent to the browser. */
export type AppErrorFacts = {
  /** The field of the input that is wrong, as a path: `message.text`. */
  field?: string;
  /** How long to wait before trying again is worth it. */
  retryAfterMs?: number;
  /** Anything else that the page shows: amounts as decimal strings, times as ISO strings. */
  [fact: string]: string | number | boolean | undefined;
};

const BRAND = Symbol.for("parlance.app-error");

/** An expected refusal: what happened, what it means and what to do, in words for the person who reads it. */
export class AppError extends Error {
  override readonly name = "AppError";
  /** Names the class for all copies of this module in one process: the start script's and those in Next's bundles. */
  readonly [BRAND] = true;
  readonly code: AppErrorCode;
  readonly facts: AppErrorFacts;

  constructor(code: AppErrorCode, message: string, facts: AppErrorFacts = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.facts = facts;
  }
}

/** True for an expected refusal with one of `codes` (any refusal when none is named). */
export function isAppError(error: unknown, ...codes: AppErrorCode[]): error is AppError {
  return isBranded(error) && (codes.length === 0 || codes.includes(error.code));
}

function isBranded(error: unknown): error is AppError {
  return error instanceof Error && BRAND in error;
}
