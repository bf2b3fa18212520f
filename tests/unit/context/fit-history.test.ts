import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fitHistory } from "@/lib/context/fit-history";
import type { Exchange } from "@/lib/context/history";

const exchange = (tokens: number): Exchange => ({ messages: [], tokens });
const exchanges = fc.array(fc.integer({ min: 1, max: 500 }).map(exchange), { maxLength: 60 });
const sum = (list: readonly Exchange[]) => list.reduce((total, { tokens }) => total + tokens, 0);

describe("fitHistory", () => {
  test("keeps everything that fits", () => {
    const all = [exchange(10), exchange(20)];
    expect(fitHistory(all, 30, 100)).toEqual({ kept: all, droppedExchanges: 0 });
  });

  test("has no answer when there is no room at all", () => {
    expect(fitHistory([], -1, 100)).toBeNull();
  });

  test("never keeps more than the room, and always the newest", () => {
    fc.assert(
      fc.property(
        exchanges,
        fc.integer({ min: 0, max: 5_000 }),
        fc.integer({ min: 1, max: 2_000 }),
        (all, room, step) => {
          const fitted = fitHistory(all, room, step);
          expect(fitted).not.toBeNull();
          if (!fitted) return;
          expect(sum(fitted.kept)).toBeLessThanOrEqual(room);
          expect(fitted.kept).toEqual(all.slice(fitted.droppedExchanges));
        },
      ),
    );
  });

  test("the beginning of the prompt stays the same for many turns", () => {
    const history: Exchange[] = [];
    const beginnings = new Set<number>();
    for (let turn = 0; turn < 200; turn += 1) {
      history.push(exchange(100));
      beginnings.add(fitHistory(history, 5_000, 3_000)?.droppedExchanges ?? -1);
    }
    expect(beginnings.size).toBeLessThanOrEqual(200 / 30 + 2);
  });
});
