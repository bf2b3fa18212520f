/** Why a call did not do what it was asked: sentences for the person, and what the page needs to act on them. */
export type ApiFailure = {
  /** An AppErrorCode, or `unreachable` when no answer came, or `unexpected` when it made no sense. */
  code: string;
  message: string;
  /** The field of the body that is wrong, as a path. */
  field: string | null;
  retryAfterMs: number | null;
  requestId: string | null;
};

export type ApiResult<Answer> = { ok: true; answer: Answer } | { ok: false; failure: ApiFailure };

/** No answer came at all. */
export const UNREACHABLE: ApiFailure = fail(
  "unreachable",
  "The server could not be reached. Check your connection and try again.",
);

type Call = { body?: unknown; signal?: AbortSignal; fetch?: typeof globalThis.fetch };

/**
 * Calls a JSON route of this product from the browser. Never throws: a failure is a value with sentences in it.
 *
 * `Answer` is trusted, because page and server are built from the same sources.
 */
export async function callApi<Answer>(
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE",
  path: string,
  { body, signal, fetch = globalThis.fetch }: Call = {},
): Promise<ApiResult<Answer>> {
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      credentials: "same-origin",
      headers: { accept: "application/json", ...(body === undefined ? {} : { "content-type": "application/json" }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal ? { signal } : {}),
    });
  } catch {
    return { ok: false, failure: UNREACHABLE };
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok && answer !== null) return { ok: true, answer: answer as Answer }; // our own server's answer, see above
  return { ok: false, failure: toFailure(answer) };
}

/** Reads the error body of a route; anything else (a proxy's page, half an answer) becomes one honest sentence. */
export function toFailure(answer: unknown): ApiFailure {
  const error = isRecord(answer) ? answer["error"] : null;
  if (!isRecord(error) || typeof error["message"] !== "string") {
    return fail(
      "unexpected",
      "The server gave an answer that makes no sense. It is not known whether the change was made; reload to see.",
    );
  }
  return {
    code: typeof error["code"] === "string" ? error["code"] : "unexpected",
    message: error["message"],
    field: typeof error["field"] === "string" ? error["field"] : null,
    retryAfterMs: typeof error["retryAfterMs"] === "number" ? error["retryAfterMs"] : null,
    requestId: typeof error["requestId"] === "string" ? error["requestId"] : null,
  };
}

function fail(code: string, message: string): ApiFailure {
  return { code, message, field: null, retryAfterMs: null, requestId: null };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
