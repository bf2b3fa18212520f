import { type Exchange, toExchanges } from "@/lib/context/history";
import { planCompaction } from "@/lib/context/plan-compaction";
import { divideWindow } from "@/lib/context/window";
import type { ModelPrice } from "@/lib/models/catalogue";
import { costOf } from "@/lib/models/pricing";
import { messageTokens } from "@/lib/models/prompt-count";

/** A long chat: every turn the same size, in tokens of text. */
export type LongChat = {
  turns: number;
  windowTokens: number;
  instructionsTokens: number;
  questionTokens: number;
  answerTokens: number;
  summaryTokens: number;
};

/** What every turn of a chat cost, summaries included, in nano-dollars. */
export type TurnCosts = { perTurn: number[]; summaries: number };

/** The provider's prompt cache (OpenAI, "Prompt caching"): exact prefix, 1,024 tokens at least, steps of 128. */
export function cachedTokens(sharedPrefixTokens: number): number {
  return sharedPrefixTokens < 1_024 ? 0 : Math.floor(sharedPrefixTokens / 128) * 128;
}

/** The parts of a prompt by identity: what is equal at the beginning of two prompts is their shared prefix. */
type Part = { id: string; tokens: number };

function sharedPrefix(before: readonly Part[], now: readonly Part[]): number {
  let shared = 0;
  for (const [index, part] of now.entries()) {
    if (before[index]?.id !== part.id) break;
    shared += part.tokens;
  }
  return shared;
}

function answerCost(before: readonly Part[], prompt: readonly Part[], answerTokens: number, price: ModelPrice): number {
  const promptTokens = prompt.reduce((sum, { tokens }) => sum + tokens, 0);
  const usage = {
    promptTokens,
    cachedTokens: Math.min(cachedTokens(sharedPrefix(before, prompt)), promptTokens),
    cacheWriteTokens: 0,
    completionTokens: answerTokens,
    reasoningTokens: 0,
  };
  return Number(costOf(usage, price));
}

/** The same chat as Parlance runs it: the product's own compaction decides. */
export function simulateCompaction(chat: LongChat, price: ModelPrice, smallPrice: ModelPrice): TurnCosts {
  const window = divideWindow(chat.windowTokens, chat.answerTokens);
  const perTurn: number[] = [];
  let exchanges: Exchange[] = [];
  let summary: Part | null = null;
  let before: Part[] = [];
  let summaries = 0;
  for (let turn = 0; turn < chat.turns; turn += 1) {
    const prompt: Part[] = [
      { id: "instructions", tokens: messageTokens(chat.instructionsTokens) },
      ...(summary ? [summary] : []),
      ...exchanges.flatMap(({ messages }) => messages.map(({ id, tokens }) => ({ id, tokens: messageTokens(tokens) }))),
      { id: `q${turn}`, tokens: messageTokens(chat.questionTokens) },
      { id: `tail${turn}`, tokens: 16 },
    ];
    let cost = answerCost(before, prompt, chat.answerTokens, price);
    before = prompt;
    exchanges = toExchanges([
      ...exchanges.flatMap(({ messages }) => messages),
      { id: `q${turn}`, role: "user", text: "?", tokens: chat.questionTokens, depth: turn * 2 + 1 },
      { id: `a${turn}`, role: "assistant", text: "!", tokens: chat.answerTokens, depth: turn * 2 + 2 },
    ]);
    const plan = planCompaction(
      { exchanges, summaryTokens: summary?.tokens ?? 0, fixedTokens: messageTokens(chat.instructionsTokens) },
      window,
    );
    if (plan) {
      const usage = { promptTokens: plan.tokensBefore, cachedTokens: 0, cacheWriteTokens: 0, completionTokens: chat.summaryTokens, reasoningTokens: 0 };
      cost += Number(costOf(usage, smallPrice));
      summaries += 1;
      exchanges = exchanges.slice(plan.covered.length);
      summary = { id: `s${turn}`, tokens: messageTokens(chat.summaryTokens) };
    }
    perTurn.push(cost);
  }
  return { perTurn, summaries };
}

/** The obvious way: when the window is full, the oldest message goes, every turn. */
export function simulateSlidingWindow(chat: LongChat, price: ModelPrice): TurnCosts {
  const room = chat.windowTokens - chat.answerTokens;
  const perTurn: number[] = [];
  let history: Part[] = [];
  let before: Part[] = [];
  for (let turn = 0; turn < chat.turns; turn += 1) {
    const instructions = { id: "instructions", tokens: messageTokens(chat.instructionsTokens) };
    history.push({ id: `q${turn}`, tokens: messageTokens(chat.questionTokens) });
    while (instructions.tokens + history.reduce((sum, { tokens }) => sum + tokens, 0) > room) history = history.slice(1);
    const prompt = [instructions, ...history];
    perTurn.push(answerCost(before, prompt, chat.answerTokens, price));
    before = prompt;
    history.push({ id: `a${turn}`, tokens: messageTokens(chat.answerTokens) });
  }
  return { perTurn, summaries: 0 };
}
