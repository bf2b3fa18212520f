import { createRequire } from "node:module";
import type { MatchLogic, ModelInfo } from "@pydantic/genai-prices";
import { type NanoUsd, toNanoUsd } from "@/lib/core/money";

/** What the price table says about a model. */
export type ListedPrice = {
  inputPerMillion: NanoUsd;
  cachedInputPerMillion: NanoUsd;
  cacheWritePerMillion: NanoUsd;
  outputPerMillion: NanoUsd;
};

/** `price` null: the table has none for text that can be trusted. `contextWindow` null: the table does not say. */
export type ListedModel = { price: ListedPrice | null; contextWindow: number | null };

/** Frozen into every ledger row; a test keeps it equal to the installed package's. */
export const PRICE_TABLE_VERSION = "genai-prices 0.1.8";

/**
 * What the table of `@pydantic/genai-prices` says about one of OpenAI's models on a day; null when it does not know the id.
 *
 * Only the table is taken; its arithmetic is in floats. Prices of very long prompts are higher for some models: their window ends
 * where the dearer prices begin, so that the first price is always the right one.
 */
export function findListedModel(id: string, today: Date): ListedModel | null {
  const listed = table().find(({ match }) => matches(match, id));
  if (!listed) return null;
  const prices = pricesOn(listed, today.toISOString().slice(0, 10));
  const starts = Object.values(prices).flatMap((price) =>
    typeof price === "object" ? price.tiers.map(({ start }) => start) : [],
  );
  const windows = [...(listed.context_window === undefined ? [] : [listed.context_window]), ...starts];
  return { price: toListedPrice(prices), contextWindow: windows.length === 0 ? null : Math.min(...windows) };
}

const require = createRequire(import.meta.url);
let openAiModels: readonly ModelInfo[] | null = null;

/** Loaded when it is first needed: the package holds the prices of every provider, 20 MB while it is read. */
function table(): readonly ModelInfo[] {
  if (openAiModels) return openAiModels;
  const {
    findProvider,
  }: Pick<typeof import("@pydantic/genai-prices"), "findProvider"> = require("@pydantic/genai-prices");
  openAiModels = findProvider({ providerId: "openai" })?.models ?? [];
  return openAiModels;
}

type Prices = Extract<ModelInfo["prices"], Record<string, unknown>>;

/** The prices in force on an ISO date: the last ones that have begun. Prices by the hour of the day are nothing that we can hold money for. */
function pricesOn({ prices }: ModelInfo, date: string): Prices {
  if (!Array.isArray(prices)) return prices;
  const begun = prices.filter(
    ({ constraint }) => !constraint || (constraint.type === "start_date" && constraint.start_date <= date),
  );
  const newest = begun.toSorted((a, b) => startOf(a).localeCompare(startOf(b))).at(-1);
  return newest?.prices ?? {};
}

function startOf({ constraint }: { constraint?: { type: string; start_date?: string } }): string {
  return constraint?.start_date ?? "";
}

function toListedPrice(prices: Prices): ListedPrice | null {
  const input = toNano(prices.input_mtok);
  const output = toNano(prices.output_mtok);
  if (input === null || output === null) return null;
  return {
    inputPerMillion: input,
    cachedInputPerMillion: toNano(prices.cache_read_mtok) ?? input,
    cacheWritePerMillion: toNano(prices.cache_write_mtok) ?? input,
    outputPerMillion: output,
  };
}

/** Dollars per million tokens as whole nano-dollars; null for anything that is not a positive price. */
function toNano(price: Prices[string]): NanoUsd | null {
  const dollars = typeof price === "object" ? price.base : price;
  if (dollars === undefined || !Number.isFinite(dollars) || dollars <= 0) return null;
  return toNanoUsd(BigInt(Math.round(dollars * 1e9))); // the table's decimals are far below what a float keeps exactly
}

function matches(logic: MatchLogic, id: string): boolean {
  if ("equals" in logic) return id === logic.equals;
  if ("or" in logic) return logic.or.some((part) => matches(part, id));
  if ("and" in logic) return logic.and.every((part) => matches(part, id));
  if ("starts_with" in logic) return id.startsWith(logic.starts_with);
  if ("ends_with" in logic) return id.endsWith(logic.ends_with);
  if ("contains" in logic) return id.includes(logic.contains);
  return new RegExp(logic.regex).test(id); // the table's own patterns, never a person's
}
