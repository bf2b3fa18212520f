import type { ModelParameters, ReasoningEffort } from "@/lib/models/parameters";

/** The encoding that a model's texts are counted with. */
export type Encoding = "o200k_base" | "cl100k_base";

/** What we know about a family of chat models beside its price: one entry for a model, its snapshots and what was fine-tuned from it. */
export type Family = {
  id: string;
  name: string;
  description: string;
  /** Of the chat completions API; the price table's figure wins where it has one. */
  contextWindow: number;
  maxOutputTokens: number;
  isReasoning: boolean;
  parameters: readonly (keyof ModelParameters)[];
  reasoningEfforts: readonly ReasoningEffort[];
  encoding: Encoding;
  /** True where the provider caches a prompt only up to breakpoints, and bills what it writes (openapi: PromptCacheOptionsParam, "gpt-5.6 and later"). */
  cachesByBreakpoint: boolean;
  /** ISO date when the provider switches it off, and what it recommends instead. */
  shutdownDate: string | null;
  replacement: string | null;
};

const SAMPLING = ["temperature", "topP", "frequencyPenalty", "presencePenalty", "maxOutputTokens"] as const;
const REASONING = ["maxOutputTokens", "reasoningEffort"] as const;

type Known = Pick<Family, "id" | "name" | "description" | "contextWindow" | "maxOutputTokens"> & Partial<Family>;

/** A model that samples and does not reason (upstream: it takes temperature, top_p and penalties). */
function sampling(known: Known): Family {
  return {
    isReasoning: false,
    parameters: SAMPLING,
    reasoningEfforts: [],
    encoding: "o200k_base",
    cachesByBreakpoint: false,
    shutdownDate: null,
    replacement: null,
    ...known,
  };
}

/** A model that reasons before it answers: it refuses temperature, top_p and penalties. */
function reasoning(reasoningEfforts: readonly ReasoningEffort[], known: Known): Family {
  return {
    isReasoning: true,
    parameters: REASONING,
    reasoningEfforts,
    encoding: "o200k_base",
    cachesByBreakpoint: false,
    shutdownDate: null,
    replacement: null,
    ...known,
  };
}

const O_SERIES = ["low", "medium", "high"] as const;
const GPT_5 = ["minimal", "low", "medium", "high"] as const;
const GPT_5_1 = ["none", "low", "medium", "high"] as const;
const GPT_5_2 = ["none", "low", "medium", "high", "xhigh"] as const;
const GPT_6_ASTRA = ["low", "medium", "high", "xhigh"] as const;

const october = (replacement: string) => ({ shutdownDate: "2026-10-23", replacement });
const december = (replacement: string) => ({ shutdownDate: "2026-12-11", replacement });
const january = (replacement: string) => ({ shutdownDate: "2027-01-14", replacement });

/**
 * The chat models that we know, newest first: the order of the picker.
 *
 * Abilities from OpenAI's model pages, dates and replacements from its deprecations page
 * (developers.openai.com/api/docs/deprecations, November 2026). Left out: models of the Responses API only (pro, codex), and aliases
 * that change under one's feet (`…-chat-latest`); an administrator can add those with a price of their own.
 */
export const FAMILIES: readonly Family[] = [
  reasoning(GPT_6_ASTRA, {
    id: "gpt-6-astra",
    cachesByBreakpoint: true,
    name: "GPT-6 Astra",
    description: "For the hardest work; dear.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-6-sol",
    cachesByBreakpoint: true,
    name: "GPT-6 Sol",
    description: "Strong at code and complex work.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-6-luna",
    cachesByBreakpoint: true,
    name: "GPT-6 Luna",
    description: "Fast and cheap, for everyday questions.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.6-sol",
    cachesByBreakpoint: true,
    name: "GPT-5.6 Sol",
    description: "For complex professional work.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.6-terra",
    cachesByBreakpoint: true,
    name: "GPT-5.6 Terra",
    description: "A balance of ability and cost.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.6-luna",
    cachesByBreakpoint: true,
    name: "GPT-5.6 Luna",
    description: "For many small tasks at little cost.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.5",
    name: "GPT-5.5",
    description: "For code and long tasks.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.4",
    name: "GPT-5.4",
    description: "Capable, with a large window.",
    contextWindow: 1_050_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.4-mini",
    name: "GPT-5.4 mini",
    description: "Small and able.",
    contextWindow: 400_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.4-nano",
    name: "GPT-5.4 nano",
    description: "For simple tasks in great number.",
    contextWindow: 400_000,
    maxOutputTokens: 128_000,
    shutdownDate: "2027-04-01",
  }),
  reasoning(GPT_5_2, {
    id: "gpt-5.2",
    name: "GPT-5.2",
    description: "An earlier model for code and long tasks.",
    contextWindow: 400_000,
    maxOutputTokens: 128_000,
  }),
  reasoning(GPT_5_1, {
    id: "gpt-5.1",
    name: "GPT-5.1",
    description: "An earlier model for code and long tasks.",
    contextWindow: 400_000,
    maxOutputTokens: 128_000,
    shutdownDate: "2027-04-01",
  }),
  reasoning(GPT_5, {
    id: "gpt-5",
    name: "GPT-5",
    description: "The first of its family.",
    contextWindow: 400_000,
    maxOutputTokens: 128_000,
    ...december("gpt-5.6-sol"),
  }),
  reasoning(GPT_5, {
    id: "gpt-5-mini",
    name: "GPT-5 mini",
    description: "A smaller GPT-5.",
    contextWindow: 400_000,
    maxOutputTokens: 128_000,
    ...december("gpt-5.6-terra"),
  }),
  reasoning(GPT_5, {
    id: "gpt-5-nano",
    name: "GPT-5 nano",
    description: "The smallest GPT-5.",
    contextWindow: 400_000,
    maxOutputTokens: 128_000,
    ...december("gpt-5.6-luna"),
  }),
  sampling({
    id: "gpt-4.1",
    name: "GPT-4.1",
    description: "Does not reason; takes a temperature.",
    contextWindow: 1_000_000,
    maxOutputTokens: 32_768,
    ...january("gpt-6-luna"),
  }),
  sampling({
    id: "gpt-4.1-mini",
    name: "GPT-4.1 mini",
    description: "A smaller GPT-4.1.",
    contextWindow: 1_000_000,
    maxOutputTokens: 32_768,
    ...january("gpt-6-luna"),
  }),
  sampling({
    id: "gpt-4.1-nano",
    name: "GPT-4.1 nano",
    description: "The smallest GPT-4.1.",
    contextWindow: 1_000_000,
    maxOutputTokens: 32_768,
    ...october("gpt-6-luna"),
  }),
  sampling({
    id: "gpt-4o",
    name: "GPT-4o",
    description: "Does not reason; takes a temperature.",
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    ...january("gpt-6-luna"),
  }),
  sampling({
    id: "gpt-4o-mini",
    name: "GPT-4o mini",
    description: "A smaller GPT-4o.",
    contextWindow: 128_000,
    maxOutputTokens: 16_384,
    ...january("gpt-6-luna"),
  }),
  reasoning(O_SERIES, {
    id: "o4-mini",
    name: "o4-mini",
    description: "A small model that reasons.",
    contextWindow: 200_000,
    maxOutputTokens: 100_000,
    ...october("gpt-5.6-terra"),
  }),
  reasoning(O_SERIES, {
    id: "o3",
    name: "o3",
    description: "Reasons about mathematics, science and code.",
    contextWindow: 200_000,
    maxOutputTokens: 100_000,
    ...december("gpt-5.6-sol"),
  }),
  reasoning(O_SERIES, {
    id: "o3-mini",
    name: "o3-mini",
    description: "A smaller o3.",
    contextWindow: 200_000,
    maxOutputTokens: 100_000,
    ...october("gpt-5.6-sol"),
  }),
  reasoning(O_SERIES, {
    id: "o1",
    name: "o1",
    description: "The first model that reasons.",
    contextWindow: 200_000,
    maxOutputTokens: 100_000,
    ...october("gpt-5.6-sol"),
  }),
  sampling({
    id: "gpt-4-turbo",
    name: "GPT-4 Turbo",
    description: "An old model.",
    contextWindow: 128_000,
    maxOutputTokens: 4_096,
    encoding: "cl100k_base",
    ...october("gpt-5.6-sol"),
  }),
  sampling({
    id: "gpt-4",
    name: "GPT-4",
    description: "An old model with a small window.",
    contextWindow: 8_192,
    maxOutputTokens: 8_192,
    encoding: "cl100k_base",
    ...october("gpt-5.6-sol"),
  }),
  sampling({
    id: "gpt-3.5-turbo",
    name: "GPT-3.5 Turbo",
    description: "The oldest model here.",
    contextWindow: 16_385,
    maxOutputTokens: 4_096,
    encoding: "cl100k_base",
    ...october("gpt-5.6-terra"),
  }),
];

/** A snapshot whose facts are not those of its family. */
const SNAPSHOTS: readonly Family[] = [
  sampling({
    id: "gpt-4o-2024-05-13",
    name: "GPT-4o (2024-05-13)",
    description: "The first snapshot of GPT-4o.",
    contextWindow: 128_000,
    maxOutputTokens: 4_096,
    ...october("gpt-5.6-sol"),
  }),
];

const BY_ID = new Map([...FAMILIES, ...SNAPSHOTS].map((family) => [family.id, family]));
/** Snapshots end in a date (`gpt-4o-2024-08-06`, `gpt-3.5-turbo-0125`). */
const SNAPSHOT = /-(?:\d{4}-\d{2}-\d{2}|\d{4})$/;
/** `ft:<base model>:<organisation>:<name>:<id>` (openapi: FineTuningJob, fine_tuned_model). */
const FINE_TUNED = /^ft:([a-z0-9.-]{1,80}):/;

/** The family of a chat model by the exact id that the API takes; null for one that we know nothing about. */
export function findFamily(id: string): Family | null {
  const base = FINE_TUNED.exec(id)?.[1] ?? id;
  return BY_ID.get(base) ?? BY_ID.get(base.replace(SNAPSHOT, "")) ?? null;
}
