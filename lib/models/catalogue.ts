import type { NanoUsd } from "@/lib/core/money";
import { toNanoUsd } from "@/lib/core/money";
import { type Encoding, FAMILIES, type Family, findFamily } from "@/lib/models/families";
import type { ModelParameters, ReasoningEffort } from "@/lib/models/parameters";
import { findListedModel, type ListedPrice, PRICE_TABLE_VERSION } from "@/lib/models/price-table";

/** What a model costs: whole nano-dollars per 1,000,000 tokens, and where they come from. */
export type ModelPrice = {
  inputPerMillion: NanoUsd;
  cachedInputPerMillion: NanoUsd;
  cacheWritePerMillion: NanoUsd;
  outputPerMillion: NanoUsd;
  /** Frozen into the ledger: the version of the price table, or `administrator`. */
  version: string;
};

/** A chat model as this installation may use it. */
export type Model = {
  id: string;
  name: string;
  description: string;
  /** Prompt and answer together. For models with dearer prices for very long prompts it ends where those begin. */
  contextWindow: number;
  maxOutputTokens: number;
  isReasoning: boolean;
  /** What it takes; everything else is left out of the request. */
  parameters: readonly (keyof ModelParameters)[];
  reasoningEfforts: readonly ReasoningEffort[];
  encoding: Encoding;
  /** True where the provider caches a prompt only up to breakpoints that we set, and bills what it writes. */
  cachesByBreakpoint: boolean;
  /** True where our count of tokens is made with the provider's own encoding. */
  isTokenizerKnown: boolean;
  /** Null: unknown, and never guessed; the model is refused until an administrator sets one. */
  price: ModelPrice | null;
  priceSource: "table" | "override" | "none";
  isEnabled: boolean;
  /** ISO date when the provider switches it off, and what it recommends instead. */
  shutdownDate: string | null;
  replacement: string | null;
  /** The shortest prompt of which the provider caches the beginning. */
  cacheMinimumTokens: number;
};

/** What an administrator decided about a model (prisma: ModelSetting). Prices are nano-dollars per million tokens; null: the table's. */
export type ModelOverride = {
  modelId: string;
  isEnabled: boolean;
  inputPrice: bigint | null;
  cachedInputPrice: bigint | null;
  cacheWritePrice: bigint | null;
  outputPrice: bigint | null;
  contextWindow: number | null;
};

/** The window of a model of which nobody told us one: small enough for any server. */
export const CONTEXT_WINDOW_UNKNOWN = 8_192;
/** OpenAI caches prompts from here on, in steps of 128 (its guide on prompt caching). */
const CACHE_MINIMUM_TOKENS = 1_024;

/**
 * A chat model by the exact id that the provider takes, with an administrator's decisions applied; null for an id that neither the
 * catalogue nor an administrator knows.
 *
 * Prices are those of `today`: some change on a known date.
 */
export function findModel(id: string, overrides: readonly ModelOverride[], today = new Date()): Model | null {
  const override = overrides.find(({ modelId }) => modelId === id) ?? null;
  const family = findFamily(id);
  if (!family && !override) return null;
  const listed = family ? findListedModel(id, today) : null;
  const price = toPrice(listed?.price ?? null, override);
  const facts = family ?? unknownFamily(id);
  const contextWindow =
    override?.contextWindow ?? Math.min(facts.contextWindow, listed?.contextWindow ?? facts.contextWindow);
  return {
    ...facts,
    id,
    name: id === facts.id ? facts.name : id,
    contextWindow,
    maxOutputTokens: Math.min(facts.maxOutputTokens, contextWindow),
    isTokenizerKnown: family !== null,
    price,
    priceSource: price === null ? "none" : hasOwnPrice(override) ? "override" : "table",
    isEnabled: override?.isEnabled ?? true,
    cacheMinimumTokens: CACHE_MINIMUM_TOKENS,
  };
}

/** The catalogue with the administrator's own models after it. Snapshots and fine-tuned models are found by id, and listed when they have a setting. */
export function listModels(overrides: readonly ModelOverride[], today = new Date()): Model[] {
  const ids = new Set([...FAMILIES.map(({ id }) => id), ...overrides.map(({ modelId }) => modelId)]);
  return [...ids].flatMap((id) => findModel(id, overrides, today) ?? []);
}

/** A model of a compatible server: it may take anything, and says so when it does not. */
function unknownFamily(id: string): Family {
  return {
    id,
    name: id,
    description: "",
    contextWindow: CONTEXT_WINDOW_UNKNOWN,
    maxOutputTokens: Number.MAX_SAFE_INTEGER,
    isReasoning: false,
    parameters: ["temperature", "topP", "frequencyPenalty", "presencePenalty", "maxOutputTokens"],
    reasoningEfforts: [],
    encoding: "o200k_base",
    cachesByBreakpoint: false,
    shutdownDate: null,
    replacement: null,
  };
}

function hasOwnPrice(override: ModelOverride | null): boolean {
  return (
    override !== null &&
    [override.inputPrice, override.cachedInputPrice, override.cacheWritePrice, override.outputPrice].some(
      (price) => price !== null,
    )
  );
}

/** Price by price the administrator's or the table's. Null without an input and an output price, or with a negative one. */
function toPrice(listed: ListedPrice | null, override: ModelOverride | null): ModelPrice | null {
  const input = override?.inputPrice ?? listed?.inputPerMillion ?? null;
  const output = override?.outputPrice ?? listed?.outputPerMillion ?? null;
  if (input === null || output === null) return null;
  // Who sets only the input price means every input.
  const isInputOwn = override?.inputPrice != null;
  const cached = override?.cachedInputPrice ?? (isInputOwn ? input : (listed?.cachedInputPerMillion ?? input));
  const cacheWrite = override?.cacheWritePrice ?? (isInputOwn ? input : (listed?.cacheWritePerMillion ?? input));
  if ([input, output, cached, cacheWrite].some((price) => price < 0n)) return null;
  return {
    inputPerMillion: toNanoUsd(input),
    cachedInputPerMillion: toNanoUsd(cached),
    cacheWritePerMillion: toNanoUsd(cacheWrite),
    outputPerMillion: toNanoUsd(output),
    version: hasOwnPrice(override) ? "administrator" : PRICE_TABLE_VERSION,
  };
}
