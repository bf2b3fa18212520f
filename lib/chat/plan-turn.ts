import { answerTokens } from "@/lib/chat/answer-tokens";
import type { OpenedConversation, OpenedTurn, TurnPlan } from "@/lib/chat/turn-plan";
import type { TurnRequest } from "@/lib/chat/turn-request";
import { fitHistory } from "@/lib/context/fit-history";
import { toExchanges } from "@/lib/context/history";
import { CONTINUE_INSTRUCTIONS, toInstructions, toSummaryMessage } from "@/lib/context/prompts";
import { divideWindow } from "@/lib/context/window";
import { AppError } from "@/lib/core/errors";
import type { NewId } from "@/lib/core/ids";
import { acceptParameters } from "@/lib/models/accepted-parameters";
import { type Calibration, toUpperBound } from "@/lib/models/calibration";
import { findModel, type Model, type ModelPrice } from "@/lib/models/catalogue";
import { ceilingOf } from "@/lib/models/pricing";
import { messageTokens, PRIMING_TOKENS } from "@/lib/models/prompt-count";
import { countTokens } from "@/lib/models/token-count";

/** With less room than this for the answer it is better to refuse. */
const OUTPUT_TOKENS_USEFUL = 256;
/** "Today is 2026-01-01." and its framing. */
const TAIL_TOKENS = 16;

/**
 * Decides everything about a turn before money is spent: which model, what it gets to see, and the ceiling of its cost.
 *
 * Throws `model-unavailable`, `model-without-price`, `context-too-long` or `invalid-input`.
 */
export function planTurn(
  request: TurnRequest,
  { actor, conversation, desk }: OpenedTurn,
  { newId, fallbackModel }: { newId: NewId; fallbackModel: string },
): TurnPlan {
  const requestedModel = request.model ?? conversation.model ?? fallbackModel;
  const { model, price } = requireModel(findModel(requestedModel, desk.overrides), requestedModel);
  const chosenParameters = request.parameters ?? conversation.parameters;
  const { accepted, notes } = acceptParameters(model, chosenParameters);
  const turn = placeInTree(request, conversation, newId);
  const calibration: Calibration | null = desk.calibrations[model.id] ?? null;

  const outputTokensWanted = answerTokens(model, accepted);
  const window = divideWindow(model.contextWindow, outputTokensWanted);
  const toMax = (tokens: number) => toUpperBound(tokens, calibration, model.isTokenizerKnown);
  const fixedTokens =
    messageTokens(countTokens(toInstructions(conversation.instructions), model.encoding)) +
    (conversation.summary
      ? messageTokens(countTokens(toSummaryMessage(conversation.summary.text), model.encoding))
      : 0) +
    (turn.question ? messageTokens(turn.question.tokens) : 0) +
    (request.kind === "continue" ? messageTokens(countTokens(CONTINUE_INSTRUCTIONS, model.encoding)) : TAIL_TOKENS) +
    PRIMING_TOKENS;
  const exchanges = toExchanges(conversation.history);
  // What a retry answers and a continuation goes on with must be sent, whatever else is dropped.
  const required = turn.question ? 0 : (exchanges.at(-1)?.tokens ?? 0);
  const inverse = (tokens: number) => Math.floor((tokens * 1_000) / Math.max(1, toMax(1_000) - toMax(0)));
  const roomTokens = inverse(window.promptMax - toMax(0)) - fixedTokens;
  const fitted = fitHistory(exchanges, roomTokens, window.highWater - window.lowWater);
  if (!fitted || required > roomTokens) throw tooLong(model, window.promptMax);

  const history = fitted.kept.length === 0 && !turn.question ? exchanges.slice(-1) : fitted.kept;
  const countedPromptTokens = fixedTokens + history.reduce((sum, { tokens }) => sum + tokens, 0);
  const promptTokensMax = toMax(countedPromptTokens);
  const outputTokensMinimum = Math.min(OUTPUT_TOKENS_USEFUL, outputTokensWanted);
  return {
    turnId: newId(),
    clientId: request.id,
    actor,
    kind: request.kind,
    conversation,
    desk,
    ...turn,
    requestedModel,
    model,
    price,
    chosenParameters,
    parameters: accepted,
    notes,
    history,
    droppedExchanges: fitted.droppedExchanges,
    window,
    countedPromptTokens,
    promptTokensMax,
    outputTokensWanted,
    outputTokensMinimum,
    minimumCost: ceilingOf(promptTokensMax, outputTokensMinimum, price),
    wantedCost: ceilingOf(promptTokensMax, outputTokensWanted, price),
  };
}

function requireModel(model: Model | null, id: string): { model: Model; price: ModelPrice } {
  if (!model?.isEnabled) {
    throw new AppError(
      "model-unavailable",
      `The model "${id}" cannot be used here. Choose another one; nothing was sent.`,
      { field: "model" },
    );
  }
  if (!model.price) {
    throw new AppError(
      "model-without-price",
      `Nobody has set a price for "${id}" yet, so its cost could not be counted. Choose another model, or ask an administrator to set its price.`,
      { field: "model" },
    );
  }
  return { model, price: model.price };
}

function tooLong(model: Model, promptMax: number): AppError {
  return new AppError(
    "context-too-long",
    `This is too long for ${model.name}: it reads at most ${promptMax.toLocaleString("en")} tokens at once. Shorten the message, lower the longest answer, or choose a model with a larger window.`,
    { field: "text", tokensMax: promptMax },
  );
}

/** Where the new messages of the turn hang in the tree. */
function placeInTree(
  request: TurnRequest,
  { anchor }: OpenedConversation,
  newId: NewId,
): Pick<TurnPlan, "question" | "questionId" | "answer"> {
  if (request.kind === "ask") {
    const id = newId();
    const question = {
      id,
      parentId: anchor.id,
      text: request.text,
      depth: anchor.depth + 1,
      tokens: countTokens(request.text, "o200k_base"),
    };
    return { question, questionId: id, answer: { id: newId(), parentId: id, depth: question.depth + 1 } };
  }
  const expected = request.kind === "retry" ? "user" : "assistant";
  if (anchor.role !== expected) {
    throw new AppError("invalid-input", "That message cannot be answered again.", {
      field: request.kind === "retry" ? "questionId" : "answerId",
    });
  }
  return {
    question: null,
    questionId: anchor.id,
    answer: { id: newId(), parentId: anchor.id, depth: anchor.depth + 1 },
  };
}
