import { answerTokens } from "@/lib/chat/answer-tokens";
import { divideWindow } from "@/lib/context/window";
import { findModel, type ModelPrice } from "@/lib/models/catalogue";
import { chooseSmallModel } from "@/lib/models/default-models";
import { type Figure, type Findings, figure, times } from "@/tests/bench/report";
import {
  averageBetween,
  type LongChat,
  type PricedModel,
  simulateCompaction,
  simulateSlidingWindow,
  total,
} from "@/tests/bench/simulate-long-chat";

/** One model for each way in which OpenAI prices its cache. */
const MODELS = ["gpt-4o", "gpt-4.1", "gpt-5.4", "gpt-6-sol"];
/** A window that a chat of 500 turns fills; the models' own are larger. */
const WINDOWS = [16_000, 32_000, 128_000];
const RATIO_MAX = 0.35;
/** Between turns 100 to 200 and 400 to 500, summaries included: one summary more or less is no slope. */
const FLAT_WITHIN = 0.1;

/** What a turn of a chat is like, in tokens of text. */
const CHAT: LongChat = {
  turns: 500,
  instructionsTokens: 70,
  questionTokens: 60,
  answerTokens: 300,
  summaryTokens: 800,
};

const TODAY = new Date();

/** The cost of a chat of 500 turns beside that of a window that drops its oldest message each turn. Arithmetic: nothing is called. */
export function benchLongChat(): Findings {
  const desk = { defaultModel: null, smallModel: null, overrides: [], calibrations: {} };
  const small = priced(chooseSmallModel({ defaultModel: null, smallModel: null }, desk)).price;
  const results = MODELS.flatMap((id) => WINDOWS.map((windowTokens) => simulate(id, windowTokens, small)));
  return {
    figures: results.map(toFigure),
    data: results,
    notes: [
      `A chat of ${CHAT.turns} turns, each with ${CHAT.questionTokens} tokens asked and ${CHAT.answerTokens} answered; both ways set the same tokens aside for the answer. "Flat" is what a turn costs from 400 to 500 beside one from 100 to 200.`,
    ],
  };
}

type Simulated = {
  model: string;
  windowTokens: number;
  ratio: number;
  /** The same beside a window that is no larger than our high-water mark: what the cache alone saves. */
  ratioAtHighWater: number;
  flat: number;
  summaries: number;
  cachedShare: number;
  dollars: number;
};

function simulate(id: string, windowTokens: number, small: ModelPrice): Simulated {
  const model = priced(id);
  const own = { ...model, contextWindow: Math.min(model.contextWindow, windowTokens) };
  const window = divideWindow(own.contextWindow, answerTokens(own, {}));
  const ours = simulateCompaction(CHAT, window, own, small);
  const sliding = simulateSlidingWindow(CHAT, window.promptMax, own);
  const narrow = simulateSlidingWindow(CHAT, window.highWater, own);
  return {
    model: id,
    windowTokens,
    ratio: total(ours.perTurn) / total(sliding.perTurn),
    ratioAtHighWater: total(ours.perTurn) / total(narrow.perTurn),
    flat: averageBetween(ours.perTurn, 400, 500) / averageBetween(ours.perTurn, 100, 200),
    summaries: ours.summaries,
    cachedShare: ours.cachedShare,
    dollars: total(ours.perTurn) / 1e9,
  };
}

function toFigure({
  model,
  windowTokens,
  ratio,
  ratioAtHighWater,
  flat,
  summaries,
  cachedShare,
  dollars,
}: Simulated): Figure {
  const rule = priced(model).cachesByBreakpoint ? "breakpoints" : "prefix";
  return figure("cost", `500 turns, ${model} (cache by ${rule}), window ${windowTokens / 1_000}k`, {
    target: `≤ ${RATIO_MAX} × sliding, flat`,
    measured: `$${dollars.toFixed(2)}, flat ${flat.toFixed(2)}, ${summaries} summaries, ${(cachedShare * 100).toFixed(0)} % cached`,
    baseline: `${times(ratioAtHighWater)} of a sliding one of our high-water size`,
    ratio: times(ratio),
    isMet: ratio <= RATIO_MAX && Math.abs(flat - 1) <= FLAT_WITHIN,
  });
}

function priced(id: string): PricedModel {
  const model = findModel(id, [], TODAY);
  if (!model?.price) throw new Error(`the catalogue has no price for ${id}`);
  return { ...model, price: model.price };
}
