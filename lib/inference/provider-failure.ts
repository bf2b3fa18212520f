import type { AppErrorCode } from "@/lib/core/errors";
import type { RetryReason } from "@/lib/inference/next-retry";
import type { ProviderError } from "@/lib/inference/read-chunk";

/** What a failure of the provider means to us; `retry` null: the same request would fail again. */
export type ProviderFailure = { failure: AppErrorCode; retry: RetryReason | null };

const NO_MONEY = new Set(["insufficient_quota", "billing_hard_limit_reached", "billing_not_active"]);

/** A refusal by status, or an error object in the middle of a stream (`status` null). */
export function toProviderFailure(status: number | null, { code, type }: ProviderError): ProviderFailure {
  if (NO_MONEY.has(code) || NO_MONEY.has(type) || status === 402)
    return { failure: "provider-quota-exhausted", retry: null };
  if (code === "context_length_exceeded" || status === 413) return { failure: "context-too-long", retry: null };
  if (code === "model_not_found" || status === 404) return { failure: "model-unavailable", retry: null };
  if (code === "invalid_api_key" || status === 401) return { failure: "provider-key-rejected", retry: null };
  if (status === 403) return { failure: "provider-forbidden", retry: null };
  if (status === 408) return { failure: "provider-timeout", retry: "timeout" };
  if (isBusy(status, code, type)) return { failure: "provider-busy", retry: "busy" };
  if (status !== null && status >= 500) return { failure: "provider-down", retry: "down" };
  if (status !== null && status >= 400) return { failure: "provider-refused-request", retry: null };
  if (status !== null) return { failure: "provider-broken-answer", retry: null }; // a redirect: the key goes nowhere else
  return type === "invalid_request_error"
    ? { failure: "provider-refused-request", retry: null }
    : { failure: "provider-down", retry: "down" };
}

/** 409: the provider's lock is taken. 503 and 529 say overloaded. */
function isBusy(status: number | null, code: string, type: string): boolean {
  if (status !== null) return status === 429 || status === 409 || status === 503 || status === 529;
  return (
    code === "rate_limit_exceeded" ||
    code === "429" ||
    type.includes("rate_limit") ||
    `${code} ${type}`.includes("overloaded")
  );
}
