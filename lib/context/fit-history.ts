import type { Exchange } from "@/lib/context/history";

/** The exchanges that are sent, and how many older ones are not. */
export type FittedHistory = { kept: readonly Exchange[]; droppedExchanges: number };

/**
 * Drops the oldest exchanges until the rest fits in `roomTokens`: what happens while there is no summary yet.
 *
 * Drops in steps of `stepTokens`, so that the prompt keeps its beginning for many turns and the provider's cache hits. Null when
 * not even an empty history fits (negative room).
 */
export function fitHistory(
  exchanges: readonly Exchange[],
  roomTokens: number,
  stepTokens: number,
): FittedHistory | null {
  if (roomTokens < 0) return null;
  const total = exchanges.reduce((sum, { tokens }) => sum + tokens, 0);
  if (total <= roomTokens) return { kept: exchanges, droppedExchanges: 0 };
  const step = Math.max(1, Math.min(stepTokens, roomTokens));
  const mustDrop = Math.ceil((total - roomTokens) / step) * step;
  let dropped = 0;
  let count = 0;
  for (const { tokens } of exchanges) {
    if (dropped >= mustDrop) break;
    dropped += tokens;
    count += 1;
  }
  return { kept: exchanges.slice(count), droppedExchanges: count };
}
