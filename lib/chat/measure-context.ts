import { answerTokens } from "@/lib/chat/answer-tokens";
import { toInstructions, toSummaryMessage } from "@/lib/context/prompts";
import { divideWindow } from "@/lib/context/window";
import type { MeterView } from "@/lib/conversations/views";
import { toEstimate } from "@/lib/models/calibration";
import { findModel } from "@/lib/models/catalogue";
import type { ModelDesk } from "@/lib/models/model-desk";
import type { ModelParameters } from "@/lib/models/parameters";
import { MESSAGE_OVERHEAD_TOKENS, messageTokens } from "@/lib/models/prompt-count";
import { countTokens } from "@/lib/models/token-count";

/** What the window is said to hold when nothing is known about the model. */
const WINDOW_UNKNOWN = 8_192;

/** How much of the context window the next prompt of a branch would use, by part, in tokens by the provider's count as far as we know it. */
export function measureContext(
  branch: {
    model: string | null;
    parameters: ModelParameters;
    instructions: string;
    summary: { text: string } | null;
    history: { messages: number; tokens: number };
  },
  desk: ModelDesk,
  fallbackModel: string,
): MeterView {
  const model = findModel(branch.model ?? fallbackModel, desk.overrides);
  const encoding = model?.encoding ?? "o200k_base";
  const windowTokens = model?.contextWindow ?? WINDOW_UNKNOWN;
  const reservedOutputTokens = model ? answerTokens(model, branch.parameters) : 0;
  const toTokens = (counted: number) => toEstimate(counted, (model && desk.calibrations[model.id]) ?? null);
  return {
    windowTokens,
    instructionsTokens: toTokens(messageTokens(countTokens(toInstructions(branch.instructions), encoding))),
    summaryTokens: branch.summary
      ? toTokens(messageTokens(countTokens(toSummaryMessage(branch.summary.text), encoding)))
      : 0,
    historyTokens: toTokens(branch.history.tokens + branch.history.messages * MESSAGE_OVERHEAD_TOKENS),
    reservedOutputTokens,
    highWaterTokens: divideWindow(windowTokens, reservedOutputTokens).highWater,
  };
}
