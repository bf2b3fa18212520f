/** A model as the picker shows it. Prices are exact decimal dollars per million tokens. */
export type ModelView = {
  id: string;
  name: string;
  description: string;
  contextWindow: number;
  maxOutputTokens: number;
  isReasoning: boolean;
  /** Which parameters it takes; keys of ModelParameters. */
  parameters: string[];
  reasoningEfforts: string[];
  inputPerMillionUsd: string;
  cachedInputPerMillionUsd: string;
  outputPerMillionUsd: string;
  /** ISO date when the provider switches it off, and what it recommends instead. */
  shutdownDate: string | null;
  replacement: string | null;
};

/** A model as the administrator's page shows it: also the ones that cannot be used yet. */
export type ModelAdminView = {
  id: string;
  name: string;
  isEnabled: boolean;
  /** Where the price comes from; `none`: the model is refused until an administrator sets one. */
  priceSource: "table" | "override" | "none";
  inputPerMillionUsd: string | null;
  cachedInputPerMillionUsd: string | null;
  cacheWritePerMillionUsd: string | null;
  outputPerMillionUsd: string | null;
  contextWindow: number | null;
  maxOutputTokens: number | null;
  shutdownDate: string | null;
  replacement: string | null;
  /** True when the provider's own list names it. */
  isOffered: boolean;
};
