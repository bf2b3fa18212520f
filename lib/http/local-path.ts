const ORIGIN = "http://localhost";

/**
 * The part of `next` that stays on this site; `/` for anything that would lead away from it, and for nothing.
 *
 * Read by the same parser as the browser's, so that both agree on what `//host`, `/\host` and control characters mean.
 */
export function toLocalPath(next: unknown): string {
  if (typeof next !== "string" || !next.startsWith("/") || !URL.canParse(next, ORIGIN)) return "/";
  const { origin, pathname, search, hash } = new URL(next, ORIGIN);
  // "/a/..//host" has this origin and a path that would leave it when it is read again
  return origin === ORIGIN && !pathname.startsWith("//") ? `${pathname}${search}${hash}` : "/";
}
