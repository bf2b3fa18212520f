import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { describeColumn, labelTicks, toColumns, toLabelledColumns, toTicks } from "@/components/reports/chart-columns";
import { parseUsd, sumUsd, toDecimalUsd, toNanoUsd } from "@/lib/core/money";
import { addDays } from "@/lib/reports/period";

const NOTHING = { calls: 0, inputTokens: 0, cachedTokens: 0, outputTokens: 0, reasoningTokens: 0, costUsd: "0" };

function reportOf(costs: readonly (readonly bigint[])[], from = "2026-01-01") {
  const days = costs[0]?.length ?? 0;
  return {
    byDay: Array.from({ length: days }, (_, index) => ({ day: addDays(from, index), ...NOTHING })),
    series: costs.map((line, index) => ({
      key: `m${index}`,
      label: `m${index}`,
      costUsd: line.map((cost) => toDecimalUsd(toNanoUsd(cost))),
    })),
  };
}

describe("columns of a chart", () => {
  test("keep every nano-dollar, by day and by week", () => {
    const lines = fc.integer({ min: 1, max: 400 }).chain((days) =>
      fc.array(fc.array(fc.bigInt(0n, 10n ** 15n), { minLength: days, maxLength: days }), {
        minLength: 1,
        maxLength: 6,
      }),
    );
    fc.assert(
      fc.property(lines, (costs) => {
        const { unit, columns } = toColumns(reportOf(costs));
        expect(unit).toBe((costs[0]?.length ?? 0) > 92 ? "week" : "day");
        expect(sumUsd(columns.map(({ total }) => total))).toBe(costs.flat().reduce((sum, cost) => sum + cost, 0n));
        for (const { amounts, total } of columns) expect(sumUsd(amounts)).toBe(total);
      }),
      { numRuns: 30 },
    );
  });

  test("weeks begin on Mondays, and cover the range without a gap", () => {
    const { columns } = toColumns(reportOf([Array.from({ length: 100 }, () => 1n)])); // from a Thursday
    expect(columns[0]).toMatchObject({ from: "2026-01-01", to: "2026-01-04", total: 4n });
    for (const [index, column] of columns.slice(1).entries()) {
      expect(new Date(column.from).getUTCDay()).toBe(1);
      expect(column.from).toBe(addDays(columns[index]?.to ?? "", 1));
    }
    expect(columns.at(-1)?.to).toBe("2026-04-10");
  });
});

describe("ticks", () => {
  test("start at zero, are evenly spread, reach the highest column and are few", () => {
    fc.assert(
      fc.property(fc.bigInt(1n, 10n ** 17n), (highest) => {
        const ticks = toTicks(toNanoUsd(highest));
        const [zero = -1n, step = 0n] = ticks;
        expect(zero).toBe(0n);
        expect(ticks.at(-1) ?? 0n).toBeGreaterThanOrEqual(highest);
        expect((ticks.at(-1) ?? 0n) - step).toBeLessThan(highest);
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(new Set(labelTicks(ticks)).size).toBe(ticks.length);
      }),
    );
  });

  test.each([
    ["12.5", ["$0", "$5", "$10", "$15"]],
    ["0.08", ["$0.00", "$0.02", "$0.04", "$0.06", "$0.08"]],
    ["0.0004", ["$0.0000", "$0.0001", "$0.0002", "$0.0003", "$0.0004"]],
    ["7000", ["$0", "$2,000", "$4,000", "$6,000", "$8,000"]],
  ])("up to $%s they read %j", (highest, labels) => {
    expect(labelTicks(toTicks(parseUsd(highest) ?? toNanoUsd(0n)))).toEqual(labels);
  });

  test("a chart of nothing has the zero line alone", () => {
    expect(toTicks(toNanoUsd(0n))).toEqual([0n]);
  });
});

test("labels are spread from the first column on", () => {
  expect(toLabelledColumns(30, 6)).toEqual([0, 5, 10, 15, 20, 25]);
  expect(toLabelledColumns(1, 6)).toEqual([0]);
  expect(toLabelledColumns(7, 6)).toEqual([0, 2, 4, 6]);
});

test("a column is described by its day or by both ends of its week", () => {
  expect(describeColumn({ from: "2026-03-04", to: "2026-03-04" })).toBe("Wed, Mar 4, 2026");
  expect(describeColumn({ from: "2026-03-02", to: "2026-03-08" })).toBe("Mar 2 to Sun, Mar 8, 2026");
});
