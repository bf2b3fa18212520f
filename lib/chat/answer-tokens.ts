import type { Model } from "@/lib/models/catalogue";
import type { ModelParameters } from "@/lib/models/parameters";

/** Answers are cut here when the person sets no limit: enough for long texts, small enough to hold the money for. */
const OUTPUT_TOKENS = 8_192;
const OUTPUT_TOKENS_REASONING = 24_576;

/** How many tokens an answer may have: the person's limit or ours, within what the model can do and half of its window. */
export function answerTokens(model: Model, { maxOutputTokens }: ModelParameters): number {
  return Math.min(
    maxOutputTokens ?? (model.isReasoning ? OUTPUT_TOKENS_REASONING : OUTPUT_TOKENS),
    model.maxOutputTokens,
    Math.max(1, Math.floor(model.contextWindow / 2)),
  );
}
