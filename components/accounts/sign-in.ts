import { type ApiFailure, callApi, toFailure, UNREACHABLE } from "@/lib/http/call-api";

export type SignIn = { ok: true } | { ok: false; failure: ApiFailure };

/**
 * Signs in with NextAuth's two requests: its token against forged requests, then the credentials.
 *
 * Not by next-auth/react: that brings a session context and polling, which no page of ours uses.
 */
export async function signIn(
  { email, password }: { email: string; password: string },
  fetch = globalThis.fetch,
): Promise<SignIn> {
  const token = await callApi<{ csrfToken: string }>("GET", "/api/auth/csrf", { fetch });
  if (!token.ok) return token;
  try {
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams({ email, password, csrfToken: token.answer.csrfToken }),
    });
    return response.ok ? { ok: true } : { ok: false, failure: toFailure(await response.json().catch(() => null)) };
  } catch {
    return { ok: false, failure: UNREACHABLE };
  }
}
