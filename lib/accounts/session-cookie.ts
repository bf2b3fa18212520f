/** What one sign-in lasts at most, however busy it is (ASVS 7.3.2). */
export const SESSION_LIFETIME_MS = 30 * 24 * 60 * 60 * 1_000;

/** How long a session lives without being used (ASVS 7.3.1). */
export const SESSION_IDLE_MS = 14 * 24 * 60 * 60 * 1_000;

/** True when browsers reach this installation over TLS only: then cookies are bound to it. */
export function isServedOverTls(publicUrl: string): boolean {
  return publicUrl.startsWith("https://");
}

/** The name of a cookie of ours. Over TLS it has the prefix that keeps other hosts and plain HTTP from writing it. */
export function cookieName(publicUrl: string, name: "session" | "csrf" | "callback"): string {
  return `${isServedOverTls(publicUrl) ? "__Host-" : ""}parlance.${name}`;
}

/** The first value of a cookie in a Cookie header; null when it is not there. */
export function findCookie(header: string | null, name: string): string | null {
  for (const pair of (header ?? "").split(";")) {
    const at = pair.indexOf("=");
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return null;
}
