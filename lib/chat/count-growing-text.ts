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
  let countedLength = 0;
  let counted = 0;
  return {
    update(text) {
      if (text.length === countedLength) return counted;
      countedLength = text.length;
      const open = text.slice(settledLength);
      const boundary = open.length < SETTLE_AT ? 0 : open.lastIndexOf(" ");
      if (boundary > 0) {
        settledTokens += count(open.slice(0, boundary));
        settledLength += boundary;
      }
      counted = settledTokens + count(boundary > 0 ? open.slice(boundary) : open);
      return counted;
    },
  };
}
