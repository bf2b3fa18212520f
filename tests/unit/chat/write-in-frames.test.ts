import { beforeEach, expect, test, vi } from "vitest";
import { writeInFrames } from "@/lib/chat/write-in-frames";

beforeEach(() => {
  vi.useFakeTimers();
  return () => vi.useRealTimers();
});

const record = () => {
  const batches: unknown[][] = [];
  return {
    batches,
    stream: { write: (events: readonly string[]) => void batches.push(events.map((event) => JSON.parse(event))) },
  };
};

test("the first piece goes out at once, later ones are gathered for a frame", () => {
  const { batches, stream } = record();
  const frames = writeInFrames(stream, "a");
  frames.text("one");
  expect(batches).toEqual([
    [
      { type: "text-start", id: "a" },
      { type: "text-delta", id: "a", delta: "one" },
    ],
  ]);
  frames.text(" two");
  frames.text(" three");
  expect(batches).toHaveLength(1);
  vi.runAllTimers();
  expect(batches[1]).toEqual([{ type: "text-delta", id: "a", delta: " two three" }]);
});

test("an event never overtakes text that was written before it", () => {
  const { batches, stream } = record();
  const frames = writeInFrames(stream, "a");
  frames.text("one");
  frames.text(" two");
  frames.end([{ type: "finish" }]);
  vi.runAllTimers();
  expect(batches.flat().map((event) => (event as { type: string }).type)).toEqual([
    "text-start",
    "text-delta",
    "text-delta",
    "text-end",
    "finish",
  ]);
});

test("an answer without words still opens and closes its text", () => {
  const { batches, stream } = record();
  writeInFrames(stream, "a").end([{ type: "finish" }]);
  expect(batches.flat()).toEqual([{ type: "text-start", id: "a" }, { type: "text-end", id: "a" }, { type: "finish" }]);
});
