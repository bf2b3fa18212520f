import { expect, test } from "vitest";
import { divideWindow } from "@/lib/context/window";
import { findModel } from "@/lib/models/catalogue";
import { averageBetween, simulateCompaction, simulateSlidingWindow, total } from "@/tests/bench/simulate-long-chat";

const CHAT = { turns: 500, instructionsTokens: 70, questionTokens: 60, answerTokens: 300, summaryTokens: 800 };
const TODAY = new Date("2026-11-01");
const WINDOW = divideWindow(32_000, 8_192);

function priceOf(id: string) {
  const price = findModel(id, [], TODAY)?.price;
  if (!price) throw new Error(`no price for ${id}`);
  return price;
}

test.each(["gpt-4o", "gpt-4.1", "gpt-5.4"])(
  "a chat of 500 turns with %s costs at most 0.35 of a sliding window, and stays flat",
  (id) => {
    const ours = simulateCompaction(CHAT, WINDOW, priceOf(id), priceOf("gpt-6-luna"));
    const sliding = simulateSlidingWindow(CHAT, WINDOW.promptMax, priceOf(id));
    expect(total(ours.perTurn) / total(sliding.perTurn)).toBeLessThanOrEqual(0.35);
    const slope = averageBetween(ours.perTurn, 400, 500) / averageBetween(ours.perTurn, 100, 200);
    expect(Math.abs(slope - 1)).toBeLessThan(0.1);
  },
);

test("a window that drops its oldest message pays for its whole size at each turn", () => {
  const price = priceOf("gpt-4o");
  const sliding = simulateSlidingWindow(CHAT, 10_000, price);
  expect(sliding.cachedShare).toBeLessThan(0.1);
  expect(sliding.perTurn[400]).toBe(sliding.perTurn[499]);
});
