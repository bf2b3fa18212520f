import { type ApiFailure, toFailure } from "@/lib/http/call-api";

export type SignIn = { ok: true } | { ok: false; failure: ApiFailure };

const UNREACHABLE: ApiFailure = {
  code: "unreachable",
  message: "The server could not be reached. Check your connection and try again.",
  field: null,
  retryAfterMs: null,
  requestId: null,
};
const WRONG = "The email and the password do not go together. Check both; passwords tell capitals from small letters.";

/**
 * Signs in with NextAuth's two requests: its token against forged requests, then the credentials.
 *
 * Not by next-auth/react: that brings a session context and polling, 8 kB that no page of ours uses.
 */
export async function signIn(
  credentials: { email: string; password: string },
  fetch = globalThis.fetch,
): Promise<SignIn> {
  try {
    const token = await readJson(await fetch("/api/auth/csrf", { headers: { accept: "application/json" } }));
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded", accept: "application/json" },
      body: new URLSearchParams({
        ...credentials,
        csrfToken: textOf(token, "csrfToken"),
        callbackUrl: "/",
        json: "true",
      }),
    });
    const answer = await readJson(response);
    const error = readError(textOf(answer, "url"));
    if (response.ok && error === null) return { ok: true };
    return { ok: false, failure: toSignInFailure(answer, error) };
  } catch {
    return { ok: false, failure: UNREACHABLE };
  }
}

/** NextAuth says why by a parameter of the address that it would have gone to; a refusal of our own edge has an error body. */
function toSignInFailure(answer: unknown, error: string | null): ApiFailure {
  const failure = toFailure(answer);
  if (failure.code !== "unexpected" || error === null) return failure;
  // "CredentialsSignin" is NextAuth's own name for no such person; anything with a space is a sentence of ours
  return { ...failure, code: "unauthenticated", message: error.includes(" ") ? error : WRONG };
}

function readError(url: string): string | null {
  if (url === "") return null;
  return new URL(url, "http://localhost").searchParams.get("error");
}

function readJson(response: Response): Promise<unknown> {
  return response.json().catch(() => null);
}

function textOf(value: unknown, key: string): string {
  if (typeof value !== "object" || value === null) return "";
  const found = Object.entries(value).find(([name]) => name === key)?.[1];
  return typeof found === "string" ? found : "";
}
