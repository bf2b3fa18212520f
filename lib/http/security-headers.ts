import { isServedOverTls } from "@/lib/accounts/session-cookie";

type Header = readonly [name: string, value: string];

const EVERYWHERE: readonly Header[] = [
  ["x-content-type-options", "nosniff"],
  ["referrer-policy", "same-origin"],
  ["cross-origin-opener-policy", "same-origin"],
  ["cross-origin-resource-policy", "same-origin"],
  ["x-frame-options", "DENY"],
  ["permissions-policy", "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()"],
];

/** Two years, as the preload list asks for (hstspreload.org); subdomains are somebody else's to decide. */
const STRICT_TRANSPORT: Header = ["strict-transport-security", "max-age=63072000"];

/** What goes with everything that this server says (ASVS 5.0, 3.4). */
function commonHeaders(publicUrl: string): readonly Header[] {
  return isServedOverTls(publicUrl) ? [...EVERYWHERE, STRICT_TRANSPORT] : EVERYWHERE;
}

/** What goes with every answer of a route: it is one person's, nobody keeps it, and as a page it can do nothing. */
export function answerHeaders(publicUrl: string): readonly Header[] {
  return [
    ...commonHeaders(publicUrl),
    ["cache-control", "private, no-store"],
    ["content-security-policy", "default-src 'none'; frame-ancestors 'none'; sandbox"],
  ];
}

/** What goes with every page. */
export function pageHeaders(publicUrl: string, policy: string): readonly Header[] {
  return [...commonHeaders(publicUrl), ["cache-control", "private, no-store"], ["content-security-policy", policy]];
}

/**
 * The Content-Security-Policy of a page: scripts by nonce, and pictures, frames, forms and connections to this server alone.
 *
 * With `img-src 'self'` no answer of a model can send words of a chat away inside the address of a picture. Style attributes
 * are allowed, because formulas are drawn with them; style sheets are not, unless they are ours.
 */
export function contentSecurityPolicy({
  nonce,
  publicUrl,
  isDevelopment,
}: {
  nonce: string;
  publicUrl: string;
  isDevelopment: boolean;
}): string {
  const rules = [
    "default-src 'self'",
    `script-src 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? " 'unsafe-eval'" : ""}`,
    // Development inserts its style sheets by script, without a nonce.
    isDevelopment
      ? "style-src 'self' 'unsafe-inline'"
      : `style-src 'self' 'nonce-${nonce}'; style-src-attr 'unsafe-inline'`,
    "img-src 'self' data: blob:",
    "font-src 'self'",
    `connect-src 'self'${isDevelopment ? " ws:" : ""}`,
    "object-src 'none'",
    "frame-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ];
  return [...rules, ...(isServedOverTls(publicUrl) ? ["upgrade-insecure-requests"] : [])].join("; ");
}
