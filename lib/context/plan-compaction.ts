import type { Exchange } from "@/lib/context/history";
import type { Window } from "@/lib/context/window";

/** What a summary will replace. `through` is the id of the newest message that it covers. */
export type Compaction = {
  covered: readonly Exchange[];
  throughId: string;
  throughDepth: number;
  tokensBefore: number;
};

/** Exchanges that always stay as they were said, however large they are. */
const VERBATIM_EXCHANGES = 2;
/** A compaction that replaces less than this does not pay for itself: the summary costs, and the provider's cache is lost once. */
const WORTH_TOKENS = 1_000;

/**
 * Decides whether the branch should be summarised now, and up to where.
 *
 * `fixedTokens` is what every prompt has (instructions, framing), `summaryTokens` the summary in force; the exchanges are those
 * after it. Due above the high-water mark; then the newest exchanges that fit below the low-water mark stay verbatim.
 */
export function planCompaction(
  {
    exchanges,
    summaryTokens,
    fixedTokens,
  }: { exchanges: readonly Exchange[]; summaryTokens: number; fixedTokens: number },
  window: Window,
): Compaction | null {
  const history = exchanges.reduce((sum, { tokens }) => sum + tokens, 0);
  if (fixedTokens + summaryTokens + history <= window.highWater) return null;
  const room = window.lowWater - fixedTokens;
  let kept = 0;
  let keptTokens = 0;
  for (const { tokens } of exchanges.toReversed()) {
    if (kept >= VERBATIM_EXCHANGES && keptTokens + tokens > room) break;
    kept += 1;
    keptTokens += tokens;
  }
  const covered = exchanges.slice(0, exchanges.length - kept);
  const last = covered.at(-1)?.messages.at(-1);
  const tokensBefore = summaryTokens + covered.reduce((sum, { tokens }) => sum + tokens, 0);
  if (!last || tokensBefore - summaryTokens < WORTH_TOKENS) return null;
  return { covered, throughId: last.id, throughDepth: last.depth, tokensBefore };
}
