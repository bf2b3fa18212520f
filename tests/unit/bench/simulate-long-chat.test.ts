import { expect, test } from "vitest";
import { divideWindow } from "@/lib/context/window";
import { findModel } from "@/lib/models/catalogue";
import { averageBetween, simulateCompaction, simulateSlidingWindow, total } from "@/tests/bench/simulate-long-chat";

const CHAT = { turns: 500, instructionsTokens: 70, questionTokens: 60, answerTokens: 300, summaryTokens: 800 };
const TODAY = new Date("2026-11-01");
const WINDOW = divideWindow(32_000, 8_192);

function priced(id: string) {
  const model = findModel(id, [], TODAY);
  if (!model?.price) throw new Error(`no price for ${id}`);
  return { ...model, price: model.price };
}

test.each(["gpt-4o", "gpt-4.1", "gpt-5.4", "gpt-6-sol"])(
  "a chat of 500 turns with %s costs at most 0.35 of a sliding window, and stays flat",
  (id) => {
    const ours = simulateCompaction(CHAT, WINDOW, priced(id), priced("gpt-6-luna").price);
    const sliding = simulateSlidingWindow(CHAT, WINDOW.promptMax, priced(id));
    expect(total(ours.perTurn) / total(sliding.perTurn)).toBeLessThanOrEqual(0.35);
    const slope = averageBetween(ours.perTurn, 400, 500) / averageBetween(ours.perTurn, 100, 200);
    expect(Math.abs(slope - 1)).toBeLessThan(0.1);
  },
);

test("a window that drops its oldest message pays for its whole size at each turn", () => {
  const sliding = simulateSlidingWindow(CHAT, 10_000, priced("gpt-4o"));
  expect(sliding.cachedShare).toBeLessThan(0.1);
  expect(sliding.perTurn[400]).toBe(sliding.perTurn[499]);
});
