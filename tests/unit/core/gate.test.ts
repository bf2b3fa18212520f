import { expect, test } from "vitest";
import { createGate } from "@/lib/core/gate";

function deferred() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

test("no more than the bound run at once, whoever waits comes in order, and whoever is too many is told", async () => {
  const gate = createGate({ atOnce: 2, waitingMax: 2 });
  const doors = [deferred(), deferred(), deferred(), deferred(), deferred()];
  const started: number[] = [];
  const runs = doors.map((door, index) =>
    gate.run(async () => {
      started.push(index);
      await door.opened;
      return index;
    }),
  );
  expect(started).toEqual([0, 1]);
  expect(await runs[4]).toBeNull();
  for (const door of doors) door.open();
  expect(await Promise.all(runs.slice(0, 4))).toEqual([0, 1, 2, 3].map((result) => ({ result })));
  expect(started).toEqual([0, 1, 2, 3]);
});

test("work that fails gives its place back", async () => {
  const gate = createGate({ atOnce: 1, waitingMax: 0 });
  await expect(gate.run(() => Promise.reject(new Error("no")))).rejects.toThrow("no");
  expect(await gate.run(async () => 1)).toEqual({ result: 1 });
});
