import "server-only";
import type { SessionCredential } from "@/lib/accounts/actor";
import { cookieName, findCookie } from "@/lib/accounts/session-cookie";
import { createSessionTokens } from "@/lib/accounts/session-token.server";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";
import type { Runtime } from "@/lib/platform/runtime.server";

/** The session tokens of this installation. */
export const sessionTokensOf = oncePerRuntime("session-tokens", ({ secret }: Runtime["config"]) =>
  createSessionTokens(secret),
);

/** What the session cookie in a Cookie header proves; null when there is none, or not one of ours. Reads no database. */
export function readCredential(
  { config, clock }: Pick<Runtime, "config" | "clock">,
  cookieHeader: string | null,
): SessionCredential | null {
  const token = findCookie(cookieHeader, cookieName(config.publicUrl, "session"));
  return token === null ? null : sessionTokensOf(config).verify(token, clock.now());
}
