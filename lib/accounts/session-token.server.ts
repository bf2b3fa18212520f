import "server-only";
import { createHmac, createSecretKey, timingSafeEqual } from "node:crypto";
import type { SessionCredential } from "@/lib/accounts/actor";
import { isId } from "@/lib/core/ids";

/** Makes and reads the value of the session cookie. */
export type SessionTokens = {
  sign(credential: SessionCredential, expiresAt: Date): string;
  /** The credential of a token that we signed and that has not expired at `now`; null for anything else. */
  verify(token: string, now: Date): SessionCredential | null;
};

/** `session.person.expiry.signature`: 36 + 36 characters, seconds in decimal, 43 characters. */
const TOKEN = /^([0-9a-f-]{36})\.([0-9a-f-]{36})\.(\d{1,11})\.([A-Za-z0-9_-]{43})$/;

/**
 * Tokens signed with HMAC-SHA-256 under a key of their own, derived from the installation's secret.
 *
 * NextAuth's own encrypted tokens cost twelve times as much to read, on the path before the first token of an answer, and
 * there is nothing in ours to hide (docs/decisions/0007).
 */
export function createSessionTokens(secret: string): SessionTokens {
  const key = createSecretKey(createHmac("sha256", secret).update("parlance session token 1").digest());
  const macOf = (content: string) => createHmac("sha256", key).update(content).digest();
  return {
    sign({ sessionId, personId }, expiresAt) {
      const content = `${sessionId}.${personId}.${Math.floor(expiresAt.getTime() / 1_000)}`;
      return `${content}.${macOf(content).toString("base64url")}`;
    },
    verify(token, now) {
      const [, sessionId = "", personId = "", expiry = "", signature = ""] = TOKEN.exec(token) ?? [];
      if (!isId(sessionId) || !isId(personId)) return null;
      const given = Buffer.from(signature, "base64url");
      const expected = macOf(`${sessionId}.${personId}.${expiry}`);
      if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
      return Number(expiry) * 1_000 > now.getTime() ? { sessionId, personId } : null;
    },
  };
}
