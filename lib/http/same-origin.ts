import { isServedOverTls } from "@/lib/accounts/session-cookie";

/** Methods that change nothing, so that whoever may read may send them (RFC 9110, 9.2.1). */
const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/** True for a request that changes something. */
export function isWrite(method: string): boolean {
  return !SAFE.has(method);
}

/**
 * True when a request that changes something was sent by a page of this installation.
 *
 * Browsers say who sends, by `Origin` and by `Sec-Fetch-Site`; a request without either proves nothing and is refused, as is
 * `Origin: null` (a sandboxed frame, a redirect from elsewhere). Programs send `Origin` with the address of the server.
 */
export function isFromOurPages(headers: Headers, publicUrl: string): boolean {
  const site = headers.get("sec-fetch-site");
  const origin = headers.get("origin");
  if (site !== null && site !== "same-origin") return false;
  if (origin === null) return site !== null;
  return isOurOrigin(origin, headers.get("host"), publicUrl);
}

/**
 * Over TLS there is one address. Without it a server at home is reached by several (localhost, a name, an address of the
 * network): the one that the browser itself says it asked is ours.
 */
function isOurOrigin(origin: string, host: string | null, publicUrl: string): boolean {
  if (origin === new URL(publicUrl).origin) return true;
  if (isServedOverTls(publicUrl)) return false;
  const url = URL.parse(origin);
  return url !== null && url.protocol === "http:" && url.host !== "" && url.host === host;
}
