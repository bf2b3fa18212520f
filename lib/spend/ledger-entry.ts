import type { NanoUsd } from "@/lib/core/money";

/** What a call to the provider did; every kind has its own line in the reports. */
export type CallKind = "answer" | "title" | "summary";

/** Tokens of one call, whole numbers. Cached and cache-write tokens are part of the prompt, reasoning tokens of the completion. */
export type EntryUsage = {
  promptTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  completionTokens: number;
  reasoningTokens: number;
};

/** Prices in nano-dollars per million tokens, and the version of the table they come from. */
export type EntryPrice = {
  inputPerMillion: NanoUsd;
  cachedInputPerMillion: NanoUsd;
  cacheWritePerMillion: NanoUsd;
  outputPerMillion: NanoUsd;
  version: string;
};

/** One billed call, before it stands in the ledger. */
export type LedgerDraft = {
  id: string;
  /** 1 for the first call under the hold. */
  attempt: number;
  model: string;
  usage: EntryUsage;
  price: EntryPrice;
  cost: NanoUsd;
  basis: "reported" | "estimated";
  providerRequestId: string | null;
};

/** A price as the database keeps it: amounts as decimal strings, since JSON has no whole numbers of that size. */
export type StoredPrice = Record<
  "inputPerMillion" | "cachedInputPerMillion" | "cacheWritePerMillion" | "outputPerMillion" | "version",
  string
>;

/** The price in the form that holds and the ledger keep. */
export function toStoredPrice(price: EntryPrice): StoredPrice {
  return {
    inputPerMillion: price.inputPerMillion.toString(),
    cachedInputPerMillion: price.cachedInputPerMillion.toString(),
    cacheWritePerMillion: price.cacheWritePerMillion.toString(),
    outputPerMillion: price.outputPerMillion.toString(),
    version: price.version,
  };
}

/** The argument of the database function `settle_hold`. */
export function toStoredEntry({ id, attempt, model, usage, price, cost, basis, providerRequestId }: LedgerDraft) {
  return {
    id,
    attempt,
    model,
    ...usage,
    price: toStoredPrice(price),
    costNanoUsd: cost.toString(),
    basis,
    providerRequestId,
  };
}
