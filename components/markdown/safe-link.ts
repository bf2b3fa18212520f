const SCHEMES: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** Where a link may lead, and the host that is shown beside it. */
export type SafeLink = { href: string; host: string };

/**
 * The address of a link in an answer, or null when nobody should be able to follow it.
 *
 * Only absolute http, https and mailto; whatever a browser would read differently from what stands there (scripts, data,
 * addresses relative to this page, credentials before the host) is not a link.
 */
export function toSafeLink(address: string): SafeLink | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop these before they look for a scheme
  const text = address.replace(/[\u0000-\u0020\u007f]+/g, (gap) => (gap === " " ? "%20" : ""));
  if (!/^(?:https?:\/\/|mailto:)/i.test(text)) return null;
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return null;
  }
  if (!SCHEMES.has(url.protocol)) return null;
  if (url.protocol === "mailto:") return { href: `mailto:${url.pathname}`, host: url.pathname };
  if (url.username !== "" || url.password !== "" || url.host === "") return null;
  return { href: url.href, host: url.host };
}
