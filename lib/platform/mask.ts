/** What every OpenAI key looks like: `sk-`, `sk-proj-…`, `sk-svcacct-…`, `sk-admin-…`. */
const KEY = /\bsk-[A-Za-z0-9_-]{8,}/g;

const MASKED = "[secret]";

/** Shorter words would be found in the middle of harmless ones, and are no secrets. */
const LENGTH_MIN = 6;

/**
 * A function that hides keys of the provider and each of `secrets` in a text, also as they are written inside JSON and
 * inside an address.
 */
export function createMask(secrets: readonly string[]): (text: string) => string {
  const forms = secrets
    .filter((secret) => secret.length >= LENGTH_MIN)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]);
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  return (text) => {
    let masked = text;
    for (const secret of longestFirst) masked = masked.replaceAll(secret, MASKED);
    return masked.replace(KEY, MASKED);
  };
}
