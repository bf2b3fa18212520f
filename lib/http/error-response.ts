import type { AppError, AppErrorCode } from "@/lib/core/errors";

const STATUS: Readonly<Record<AppErrorCode, number>> = {
  "invalid-input": 400,
  unauthenticated: 401,
  "over-budget": 402,
  forbidden: 403,
  "not-found": 404,
  conflict: 409,
  "conversation-busy": 409,
  "too-large": 413,
  "unsupported-media-type": 415,
  "model-unavailable": 422,
  "model-without-price": 422,
  "context-too-long": 422,
  "rate-limited": 429,
  misconfigured: 500,
  "provider-key-rejected": 502,
  "provider-forbidden": 502,
  "provider-refused-request": 502,
  "provider-broken-answer": 502,
  "provider-down": 502,
  "provider-busy": 503,
  "provider-quota-exhausted": 503,
  "database-unavailable": 503,
  "shutting-down": 503,
  "provider-timeout": 504,
};

/** The body of every refusal: sentences for the person, and facts for the page. */
export type ErrorBody = {
  error: { code: string; message: string; requestId: string; [fact: string]: string | number | boolean | undefined };
};

export type ErrorAnswer = { status: number; headers: Record<string, string>; body: ErrorBody };

/** An expected refusal as status, headers and body. */
export function toErrorAnswer({ code, message, facts }: AppError, requestId: string): ErrorAnswer {
  return {
    status: STATUS[code],
    headers:
      facts.retryAfterMs === undefined
        ? {}
        : { "retry-after": String(Math.max(1, Math.ceil(facts.retryAfterMs / 1_000))) },
    body: { error: { ...facts, code, message, requestId } },
  };
}

/** What is said about a bug: nothing, but the id under which the log tells all. */
export function toBugAnswer(requestId: string): ErrorAnswer {
  const message =
    "Something went wrong on the server, and it is not known whether the change was made. Reload to see; if it happens again, tell your administrator the request id.";
  return { status: 500, headers: {}, body: { error: { code: "unexpected", message, requestId } } };
}

/** A body that did not end in time. The connection is given up with it: nobody waits for the rest. */
export function toTooSlowAnswer(requestId: string): ErrorAnswer {
  const message = "The request took too long to arrive. Check your connection and try again.";
  return { status: 408, headers: { connection: "close" }, body: { error: { code: "too-slow", message, requestId } } };
}
