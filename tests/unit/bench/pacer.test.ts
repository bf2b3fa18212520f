import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { createPacer } from "@/tests/bench/pacer";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test("a step is called at its own pace until it returns false", () => {
  const pacer = createPacer(() => Date.now());
  const calls: number[] = [];
  const startedMs = Date.now();
  pacer.join(50, () => {
    calls.push(Date.now() - startedMs);
    return calls.length < 4;
  });
  vi.advanceTimersByTime(1_000);
  expect(calls).toEqual([50, 100, 150, 200]);
  expect(vi.getTimerCount()).toBe(0);
});

test("what a late tick missed is caught up with", () => {
  let nowMs = 0;
  const pacer = createPacer(() => nowMs);
  let calls = 0;
  const leave = pacer.join(5, () => {
    calls += 1;
    return true;
  });
  nowMs = 100;
  vi.advanceTimersByTime(5);
  expect(calls).toBe(20);
  leave();
  nowMs = 200;
  vi.advanceTimersByTime(1_000);
  expect(calls).toBe(20);
});
