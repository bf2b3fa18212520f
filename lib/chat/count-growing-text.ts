/** Counts the tokens of a text that grows, looking at each part of it about once. */
export type GrowingCount = { update(text: string): number };

/** Below it a count is repeated from the last boundary; small enough to cost nothing. */
const SETTLE_AT = 400;

/**
 * A running count of a growing text by `count`.
 *
 * Counts from the last blank that is far enough back, since a token seldom crosses the start of a word. Within a few tokens of the
 * count of the whole.
 */
export function createGrowingCount(count: (text: string) => number): GrowingCount {
  let settledLength = 0;
  let settledTokens = 0;
  return {
    update(text) {
      const open = text.slice(settledLength);
      const openTokens = count(open);
      if (open.length < SETTLE_AT) return settledTokens + openTokens;
      const boundary = open.lastIndexOf(" ");
      if (boundary <= 0) return settledTokens + openTokens;
      settledTokens += count(open.slice(0, boundary));
      settledLength += boundary;
      return settledTokens + count(open.slice(boundary));
    },
  };
}
