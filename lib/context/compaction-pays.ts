import type { Compaction } from "@/lib/context/plan-compaction";
import { costOf, type Prices } from "@/lib/models/pricing";

/** A chat that has grown this long goes on for at least as many turns, most of the time. */
const EXPECTED_TURNS = 10;

/** What a summary is expected to be, in tokens. */
export const EXPECTED_SUMMARY_TOKENS = 700;

/** What the arithmetic needs: what is covered, what stays, and two price lists. */
export type CompactionCosts = {
  compaction: Pick<Compaction, "tokensBefore">;
  /** Tokens that stay in the prompt behind the summary. */
  keptTokens: number;
  price: Prices;
  smallPrice: Prices;
};

/**
 * True when a summary costs less than it saves: (tokens saved × expected turns) against (the summary itself + the discount that is lost
 * once, because the prompt then begins differently).
 *
 * What is saved counts at the cached price, since an unchanged prefix would have been served from the cache.
 */
export function compactionPays({ compaction, keptTokens, price, smallPrice }: CompactionCosts): boolean {
  const savedTokens = compaction.tokensBefore - EXPECTED_SUMMARY_TOKENS;
  if (savedTokens <= 0) return false;
  const cached = (tokens: number) => costOf(usageOf({ promptTokens: tokens, cachedTokens: tokens }), price);
  const saved = cached(savedTokens) * BigInt(EXPECTED_TURNS);
  const remaining = keptTokens + EXPECTED_SUMMARY_TOKENS;
  const lostDiscount = costOf(usageOf({ promptTokens: remaining }), price) - cached(remaining);
  const summary = costOf(
    usageOf({ promptTokens: compaction.tokensBefore, completionTokens: EXPECTED_SUMMARY_TOKENS }),
    smallPrice,
  );
  return saved >= summary + lostDiscount;
}

function usageOf(parts: { promptTokens: number; cachedTokens?: number; completionTokens?: number }) {
  return { cachedTokens: 0, cacheWriteTokens: 0, completionTokens: 0, reasoningTokens: 0, ...parts };
}
