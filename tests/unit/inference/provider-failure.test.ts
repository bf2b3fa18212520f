import { describe, expect, test } from "vitest";
import { toFailureView } from "@/lib/inference/failure-sentences";
import { toProviderFailure } from "@/lib/inference/provider-failure";

describe("F7, F8: what a refusal means", () => {
  test.each<[number | null, string, string, string, string | null]>([
    [401, "invalid_api_key", "invalid_request_error", "provider-key-rejected", null],
    [403, "unsupported_country_region_territory", "request_forbidden", "provider-forbidden", null],
    [404, "model_not_found", "invalid_request_error", "model-unavailable", null],
    [400, "context_length_exceeded", "invalid_request_error", "context-too-long", null],
    [400, "unsupported_parameter", "invalid_request_error", "provider-refused-request", null],
    [413, "", "", "context-too-long", null],
    [422, "", "", "provider-refused-request", null],
    [429, "rate_limit_exceeded", "requests", "provider-busy", "busy"],
    [429, "insufficient_quota", "insufficient_quota", "provider-quota-exhausted", null],
    [429, "", "", "provider-busy", "busy"],
    [402, "", "", "provider-quota-exhausted", null],
    [408, "", "", "provider-timeout", "timeout"],
    [409, "", "", "provider-busy", "busy"],
    [500, "", "server_error", "provider-down", "down"],
    [502, "", "", "provider-down", "down"],
    [503, "", "", "provider-busy", "busy"],
    [529, "", "overloaded_error", "provider-busy", "busy"],
    [307, "", "", "provider-broken-answer", null],
    [null, "server_error", "server_error", "provider-down", "down"],
    [null, "context_length_exceeded", "", "context-too-long", null],
    [null, "", "overloaded_error", "provider-busy", "busy"],
    [null, "", "invalid_request_error", "provider-refused-request", null],
  ])("status %s, code %j, type %j is %s, retried as %s", (status, code, type, failure, retry) => {
    expect(toProviderFailure(status, { code, type })).toEqual({ failure, retry });
  });
});

describe("sentences", () => {
  test.each([
    "provider-key-rejected",
    "provider-forbidden",
    "provider-quota-exhausted",
    "provider-refused-request",
  ] as const)("the cause of %s is told to administrators alone", (code) => {
    const [member, admin, owner] = (["member", "admin", "owner"] as const).map(
      (role) => toFailureView(code, role).message,
    );
    expect(member).not.toBe(admin);
    expect(owner).toBe(admin);
    expect(member).not.toMatch(/key|40\d|insufficient/i);
  });

  test("every code has one, also a code that only a bug can bring here", () => {
    expect(toFailureView("conflict", "member").message).toContain("is kept");
  });

  test("each failure of the provider has its own", () => {
    const codes = [
      "provider-key-rejected",
      "provider-forbidden",
      "provider-quota-exhausted",
      "provider-busy",
      "provider-down",
      "provider-timeout",
      "provider-refused-request",
      "provider-broken-answer",
      "model-unavailable",
      "context-too-long",
      "shutting-down",
    ] as const;
    expect(new Set(codes.map((code) => toFailureView(code, "admin").message)).size).toBe(codes.length);
  });
});
