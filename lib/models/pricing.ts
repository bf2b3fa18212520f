import { type NanoUsd, toNanoUsd } from "@/lib/core/money";
import type { ModelPrice } from "@/lib/models/catalogue";

/** Tokens of one call, whole numbers. Cached and cache-write tokens are part of the prompt, reasoning tokens of the completion. */
export type Usage = {
  promptTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  completionTokens: number;
  reasoningTokens: number;
};

/** Prices alone; a version does not matter to arithmetic. */
export type Prices = Omit<ModelPrice, "version">;

const MILLION = 1_000_000n;

/** What a call cost, rounded up once to a whole nano-dollar. Throws RangeError on a negative or fractional count. */
export function costOf(usage: Usage, price: Prices): NanoUsd {
  const cached = count(usage.cachedTokens);
  const cacheWrite = count(usage.cacheWriteTokens);
  const plain = count(usage.promptTokens - usage.cachedTokens - usage.cacheWriteTokens);
  return perMillion(
    plain * price.inputPerMillion +
      cached * price.cachedInputPerMillion +
      cacheWrite * price.cacheWritePerMillion +
      count(usage.completionTokens) * price.outputPerMillion,
  );
}

/** The most that a call can cost: every token of the prompt at its dearest, and the longest answer. */
export function ceilingOf(promptTokens: number, outputTokens: number, price: Prices): NanoUsd {
  return perMillion(count(promptTokens) * dearestInput(price) + count(outputTokens) * price.outputPerMillion);
}

/** The longest answer whose ceiling fits into `amount`; 0 when the prompt alone does not fit. */
export function affordableOutput(amount: NanoUsd, promptTokens: number, price: Prices): number {
  const room = amount * MILLION - count(promptTokens) * dearestInput(price);
  if (room < 0n) return 0;
  if (price.outputPerMillion === 0n) return Number.MAX_SAFE_INTEGER;
  const tokens = room / price.outputPerMillion;
  return tokens > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(tokens);
}

function dearestInput({ inputPerMillion, cachedInputPerMillion, cacheWritePerMillion }: Prices): bigint {
  const prices: bigint[] = [inputPerMillion, cachedInputPerMillion, cacheWritePerMillion];
  return prices.reduce((most, price) => (price > most ? price : most));
}

function count(tokens: number): bigint {
  if (!Number.isSafeInteger(tokens) || tokens < 0)
    throw new RangeError("a number of tokens is a whole number from zero up");
  return BigInt(tokens);
}

function perMillion(amount: bigint): NanoUsd {
  return toNanoUsd((amount + MILLION - 1n) / MILLION);
}
