import { describe, expect, test } from "vitest";
import { answerHeaders, contentSecurityPolicy, pageHeaders } from "@/lib/http/security-headers";

const policy = (publicUrl = "https://chat.example.org", isDevelopment = false) =>
  Object.fromEntries(
    contentSecurityPolicy({ nonce: "n0nce", publicUrl, isDevelopment })
      .split("; ")
      .map((rule) => [rule.split(" ")[0], rule.split(" ").slice(1).join(" ")]),
  );

describe("the policy of a page", () => {
  test("lets scripts in by nonce alone, and loads nothing from elsewhere", () => {
    expect(policy()).toEqual({
      "default-src": "'self'",
      "script-src": "'nonce-n0nce' 'strict-dynamic'",
      "style-src": "'self' 'nonce-n0nce'",
      "style-src-attr": "'unsafe-inline'",
      "img-src": "'self' data: blob:",
      "font-src": "'self'",
      "connect-src": "'self'",
      "object-src": "'none'",
      "frame-src": "'none'",
      "base-uri": "'none'",
      "form-action": "'self'",
      "frame-ancestors": "'none'",
      "upgrade-insecure-requests": "",
    });
  });

  test("without TLS nothing is upgraded: a server at home would not answer", () => {
    expect(policy("http://localhost:3000")).not.toHaveProperty("upgrade-insecure-requests");
  });

  test("eval is for development only", () => {
    expect(policy("http://localhost:3000", true)["script-src"]).toContain("'unsafe-eval'");
    expect(policy()["script-src"]).not.toContain("unsafe");
  });
});

test("every answer and every page is nobody else's, is not sniffed and is not framed; over TLS it stays there", () => {
  for (const headers of [answerHeaders("https://x"), pageHeaders("https://x", "p")].map(Object.fromEntries)) {
    expect(headers).toMatchObject({
      "cache-control": "private, no-store",
      "x-content-type-options": "nosniff",
      "referrer-policy": "same-origin",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-resource-policy": "same-origin",
      "x-frame-options": "DENY",
      "strict-transport-security": expect.stringContaining("max-age=63072000"),
    });
  }
  expect(Object.fromEntries(answerHeaders("http://x"))).not.toHaveProperty("strict-transport-security");
});
