/** A running count of the words of an answer. */
export type ReceivedTokens = {
  /** False when the answer is longer than `tokensMax` for certain. */
  add(text: string): boolean;
  total(): number;
};

/** Below it a look at the tokenizer is not worth while. */
const CHECK_EVERY_MIN = 400;
/** A token has at least one byte, and a UTF-16 code unit at most three. */
const BYTES_PER_UNIT_MAX = 3;

/**
 * Counts what arrives, each part about once, and only as often as the bound makes it necessary: `count` is far dearer than all the rest
 * that is done for a token. Cut before a blank where there is one, so that the total is within a few tokens of the whole text's.
 */
export function countReceived(count: (text: string) => number, tokensMax: number): ReceivedTokens {
  let settled = 0;
  let open = "";
  let checkAt = nextCheck(tokensMax);

  function settle(): void {
    const blank = open.lastIndexOf(" ");
    const cut = blank > 0 ? blank : open.length;
    settled += count(open.slice(0, cut));
    open = open.slice(cut);
  }

  return {
    add(text) {
      open += text;
      if (open.length < checkAt) return true;
      settle();
      checkAt = open.length + nextCheck(tokensMax - settled);
      return settled <= tokensMax;
    },
    total: () => settled + count(open),
  };
}

function nextCheck(roomTokens: number): number {
  return Math.max(CHECK_EVERY_MIN, Math.floor(roomTokens / BYTES_PER_UNIT_MAX));
}
