import type { Usage } from "@/lib/models/pricing";

/** What we know ourselves about a call, to hold a report against. */
type Known = { promptTokens: number; maxOutputTokens: number; hasText: boolean };

/** How far a true report can be from our count of the prompt: another tokenizer, instructions that a server adds. */
const PROMPT_FACTOR = 8;
const PROMPT_SLACK = 50_000;
/** A server that overran the cap reports honestly what it wrote; a figure beyond this is none. */
const OUTPUT_FACTOR = 8;
const OUTPUT_SLACK = 1_000;

/**
 * The provider's figures (openapi: CompletionUsage) where they can be true, or null: negative, fractional, no numbers, larger than
 * their whole, or far from what was sent and received. A bill is never made from figures that cannot be.
 */
export function toReportedUsage(report: unknown, { promptTokens, maxOutputTokens, hasText }: Known): Usage | null {
  if (!isRecord(report)) return null;
  const usage: Record<keyof Usage, number | null> = {
    promptTokens: toCount(report.prompt_tokens),
    cachedTokens: detail(report.prompt_tokens_details, "cached_tokens"),
    cacheWriteTokens: detail(report.prompt_tokens_details, "cache_write_tokens"),
    completionTokens: toCount(report.completion_tokens),
    reasoningTokens: detail(report.completion_tokens_details, "reasoning_tokens"),
  };
  if (!isComplete(usage)) return null;
  const isConsistent =
    usage.cachedTokens + usage.cacheWriteTokens <= usage.promptTokens &&
    usage.reasoningTokens <= usage.completionTokens;
  const isPlausible =
    usage.promptTokens > 0 &&
    usage.promptTokens <= Math.max(promptTokens * PROMPT_FACTOR, promptTokens + PROMPT_SLACK) &&
    usage.completionTokens <= maxOutputTokens * OUTPUT_FACTOR + OUTPUT_SLACK &&
    (usage.completionTokens > 0 || !hasText);
  return isConsistent && isPlausible ? usage : null;
}

/** Details are optional, and so is each of them. */
function detail(details: unknown, name: string): number | null {
  if (details === undefined || details === null) return 0;
  if (!isRecord(details)) return null;
  const value = details[name];
  return value === undefined || value === null ? 0 : toCount(value);
}

function toCount(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

function isComplete(usage: Record<keyof Usage, number | null>): usage is Usage {
  return Object.values(usage).every((value) => value !== null);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
