import { assemblePrompt } from "@/lib/context/assemble";
import { compactionPays } from "@/lib/context/compaction-pays";
import { type HistoryMessage, toExchanges } from "@/lib/context/history";
import { type Compaction, planCompaction } from "@/lib/context/plan-compaction";
import { toInstructions, toSummaryMessage } from "@/lib/context/prompts";
import type { Window } from "@/lib/context/window";
import type { ChatMessage } from "@/lib/inference/chat-completion";
import { toRequestBody } from "@/lib/inference/request-body";
import type { Model, ModelPrice } from "@/lib/models/catalogue";
import { costOf } from "@/lib/models/pricing";
import { messageTokens } from "@/lib/models/prompt-count";
import {
  type CacheUse,
  createBreakpointCache,
  createPrefixCache,
  type Part,
  type PromptCache,
} from "@/tests/bench/prompt-cache";

/** A long chat: every turn the same size, in tokens of text. */
export type LongChat = {
  turns: number;
  instructionsTokens: number;
  questionTokens: number;
  answerTokens: number;
  summaryTokens: number;
};

/** What every turn of a chat cost, summaries included, in nano-dollars. */
export type TurnCosts = { perTurn: number[]; summaries: number; cachedShare: number };

/** A person asks some dozens of things a day: the date at the end of the prompt changes during the chat. */
const TURNS_A_DAY = 40;
const TAIL_TOKENS = 12;

/** Below it a summary is written only when it pays (lib/context/summarise-branch.server.ts). */
const URGENT_SHARE = 0.8;

/** A model whose price is known. */
export type PricedModel = Model & { price: ModelPrice };

function createCache({ cachesByBreakpoint }: Model): PromptCache {
  return cachesByBreakpoint ? createBreakpointCache() : createPrefixCache();
}

function costOfTurn(
  prompt: readonly Part[],
  { cachedTokens, cacheWriteTokens }: CacheUse,
  completionTokens: number,
  price: ModelPrice,
): number {
  const promptTokens = prompt.reduce((sum, { tokens }) => sum + tokens, 0);
  return Number(costOf({ promptTokens, cachedTokens, cacheWriteTokens, completionTokens, reasoningTokens: 0 }, price));
}

/**
 * The chat as Parlance runs it: its own compaction decides, and its own prompt is what the provider's cache sees.
 *
 * `smallPrice` is that of the model that writes the summaries; it sees each covered message once, without a cache.
 */
export function simulateCompaction(
  chat: LongChat,
  window: Window,
  model: PricedModel,
  smallPrice: ModelPrice,
): TurnCosts {
  const { price } = model;
  const cache = createCache(model);
  const sizes = new Map([[toInstructions(""), chat.instructionsTokens]]);
  const perTurn: number[] = [];
  let history: HistoryMessage[] = [];
  let summary: string | null = null;
  let summaries = 0;
  let [cached, sent] = [0, 0];
  for (let turn = 0; turn < chat.turns; turn += 1) {
    const [question, answer] = messagesOf(chat, turn);
    sizes.set(question.text, question.tokens).set(answer.text, answer.tokens);
    const prompt = toParts(
      assemblePrompt({
        ownInstructions: "",
        summary,
        history: toExchanges(history),
        question: question.text,
        isContinuation: false,
        today: new Date(Date.UTC(2026, 0, 1 + Math.floor(turn / TURNS_A_DAY))),
      }),
      model,
      sizes,
    );
    const use = cache.use(prompt);
    let cost = costOfTurn(prompt, use, chat.answerTokens, price);
    cached += use.cachedTokens;
    sent += prompt.reduce((sum, { tokens }) => sum + tokens, 0);
    history = [...history, question, answer];
    const compactable = {
      exchanges: toExchanges(history),
      summaryTokens: summary === null ? 0 : chat.summaryTokens,
      fixedTokens: messageTokens(chat.instructionsTokens),
    };
    const plan = planCompaction(compactable, window);
    if (plan && isWorthIt(compactable, plan, window, price, smallPrice)) {
      const usage = {
        promptTokens: plan.tokensBefore,
        cachedTokens: 0,
        cacheWriteTokens: 0,
        completionTokens: chat.summaryTokens,
        reasoningTokens: 0,
      };
      cost += Number(costOf(usage, smallPrice));
      summaries += 1;
      history = history.slice(plan.covered.length * 2);
      summary = `summary ${turn}`;
      sizes.set(toSummaryMessage(summary), chat.summaryTokens);
    }
    perTurn.push(cost);
  }
  return { perTurn, summaries, cachedShare: cached / sent };
}

function isWorthIt(
  { exchanges, summaryTokens, fixedTokens }: Parameters<typeof planCompaction>[0],
  compaction: Compaction,
  { promptMax }: Window,
  price: ModelPrice,
  smallPrice: ModelPrice,
): boolean {
  const size = fixedTokens + summaryTokens + exchanges.reduce((sum, { tokens }) => sum + tokens, 0);
  if (size > promptMax * URGENT_SHARE) return true;
  return compactionPays({ compaction, keptTokens: size - compaction.tokensBefore, price, smallPrice });
}

/**
 * The obvious way: when `promptMax` is reached the oldest message goes, every turn.
 *
 * Where writing into the cache costs, the cheaper of letting the provider write at each turn and of doing without its cache is taken.
 */
export function simulateSlidingWindow(chat: LongChat, promptMax: number, model: PricedModel): TurnCosts {
  const caches = [createCache(model), ...(model.cachesByBreakpoint ? [null] : [])];
  const tries = caches.map((cache) => slide(chat, promptMax, model.price, cache));
  return tries.reduce((best, one) => (total(one.perTurn) < total(best.perTurn) ? one : best));
}

function slide(chat: LongChat, promptMax: number, price: ModelPrice, cache: PromptCache | null): TurnCosts {
  const instructions: Part = {
    content: "instructions",
    tokens: messageTokens(chat.instructionsTokens),
    isBreakpoint: false,
  };
  const perTurn: number[] = [];
  const history: Part[] = [];
  let [cached, sent] = [0, 0];
  for (let turn = 0; turn < chat.turns; turn += 1) {
    const [question, answer] = messagesOf(chat, turn).map(({ text, tokens }) => ({
      content: text,
      tokens: messageTokens(tokens),
      isBreakpoint: false,
    }));
    if (!question || !answer) break;
    history.push({ ...question, isBreakpoint: true }); // the provider's own place: the newest message
    let size = instructions.tokens + history.reduce((sum, { tokens }) => sum + tokens, 0);
    while (size > promptMax && history.length > 1) size -= history.shift()?.tokens ?? 0;
    const prompt = [instructions, ...history];
    const use = cache?.use(prompt) ?? { cachedTokens: 0, cacheWriteTokens: 0 };
    perTurn.push(costOfTurn(prompt, use, chat.answerTokens, price));
    cached += use.cachedTokens;
    sent += size;
    history.push(answer);
  }
  return { perTurn, summaries: 0, cachedShare: cached / sent };
}

function messagesOf(chat: LongChat, turn: number): [HistoryMessage, HistoryMessage] {
  return [
    { id: `q${turn}`, role: "user", text: `question ${turn}`, tokens: chat.questionTokens, depth: turn * 2 + 1 },
    { id: `a${turn}`, role: "assistant", text: `answer ${turn}`, tokens: chat.answerTokens, depth: turn * 2 + 2 },
  ];
}

/** The prompt as the product sends it, with the breakpoints that it sets. */
function toParts(messages: readonly ChatMessage[], model: Model, sizes: ReadonlyMap<string, number>): Part[] {
  const call = {
    model,
    messages,
    parameters: {},
    maxOutputTokens: 1,
    promptTokens: 1,
    isPromptReused: true,
    promptCacheKey: "chat",
    safetyIdentifier: "person",
    kind: "answer",
  };
  return toRequestBody(call, "max_completion_tokens").messages.map((sent, index) => {
    const content = messages[index]?.content ?? "";
    return {
      content,
      tokens: messageTokens(sizes.get(content) ?? TAIL_TOKENS),
      isBreakpoint: JSON.stringify(sent.content).includes("prompt_cache_breakpoint"),
    };
  });
}

/** The sum of some costs. */
export function total(costs: readonly number[]): number {
  return costs.reduce((sum, cost) => sum + cost, 0);
}

/** What a turn cost on average from the one turn up to the other. */
export function averageBetween(costs: readonly number[], from: number, to: number): number {
  const some = costs.slice(from, to);
  return total(some) / Math.max(1, some.length);
}
