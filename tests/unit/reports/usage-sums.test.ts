import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parseUsd, sumUsd, toNanoUsd } from "@/lib/core/money";
import { addDays, listDays } from "@/lib/reports/period";
import { labelKind, OTHERS_KEY, SERIES_MAX, type SumsRow, toUsageReport } from "@/lib/reports/usage-sums";

type Entry = {
  day: string;
  personId: string;
  model: string;
  kind: string;
  calls: number;
  tokens: bigint;
  cost: bigint;
};

const PERIOD = { from: "2026-02-26", to: "2026-03-04" };
const WORLD = { period: PERIOD, today: "2026-03-04", timeZone: "Europe/Berlin", names: new Map([["p0", "Ada"]]) };

const entries = fc.array(
  fc.record<Entry>({
    day: fc.constantFrom(...listDays(PERIOD)),
    personId: fc.constantFrom("p0", "p1", "p2"),
    model: fc.constantFrom("a", "b", "c", "d", "e", "f", "g", "h"),
    kind: fc.constantFrom("answer", "title", "something-new"),
    calls: fc.nat(1_000_000),
    tokens: fc.bigInt(0n, 10n ** 12n),
    cost: fc.bigInt(0n, 10n ** 17n),
  }),
);

/** What the database does with GROUPING SETS. */
function group(all: readonly Entry[]): SumsRow[] {
  const sets = {
    total: () => ({}),
    day: ({ day }: Entry) => ({ day }),
    model: ({ model }: Entry) => ({ model }),
    kind: ({ kind }: Entry) => ({ kind }),
    person: ({ personId }: Entry) => ({ personId }),
    "day-and-model": ({ day, model }: Entry) => ({ day, model }),
  } satisfies Record<SumsRow["grouping"], (entry: Entry) => object>;
  const groupings = Object.keys(sets) as SumsRow["grouping"][]; // the keys of the literal above
  return groupings.flatMap((grouping) => {
    const groups = new Map<string, Entry[]>();
    for (const entry of all) {
      const key = JSON.stringify(sets[grouping](entry));
      groups.set(key, [...(groups.get(key) ?? []), entry]);
    }
    return Array.from(groups, ([key, members]) => {
      const tokens = members.reduce((sum, member) => sum + member.tokens, 0n).toString();
      return {
        grouping,
        ...{ day: null, model: null, kind: null, personId: null, ...JSON.parse(key) },
        calls: String(members.reduce((sum, member) => sum + member.calls, 0)),
        inputTokens: tokens,
        cachedTokens: tokens,
        outputTokens: tokens,
        reasoningTokens: tokens,
        costNanoUsd: members.reduce((sum, member) => sum + member.cost, 0n).toString(),
      };
    });
  });
}

const addUp = (amounts: readonly string[]) => sumUsd(amounts.map((amount) => parseUsd(amount) ?? toNanoUsd(-1n)));

describe("a usage report", () => {
  test("sums to the rows in each of its tables, in its chart and in its total, to the nano-dollar", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const report = toUsageReport(group(all), WORLD);
        const cost = all.reduce((sum, entry) => sum + entry.cost, 0n);
        const calls = all.reduce((sum, entry) => sum + entry.calls, 0);
        expect(parseUsd(report.total.costUsd)).toBe(cost);
        expect(report.total.calls).toBe(calls);
        for (const table of [report.byDay, report.byModel, report.byKind, report.byPerson]) {
          expect(addUp(table.map((line) => line.costUsd))).toBe(cost);
          expect(table.reduce((sum, line) => sum + line.calls, 0)).toBe(calls);
        }
        expect(addUp(report.series.flatMap((line) => line.costUsd))).toBe(cost);
      }),
    );
  });

  test("has every day once and in order, and each column of the chart is the day's sum", () => {
    fc.assert(
      fc.property(entries, (all) => {
        const report = toUsageReport(group(all), WORLD);
        expect(report.byDay.map(({ day }) => day)).toEqual(listDays(PERIOD));
        for (const [column, { costUsd }] of report.byDay.entries()) {
          expect(addUp(report.series.map((line) => line.costUsd[column] ?? "0"))).toBe(parseUsd(costUsd));
        }
      }),
    );
  });

  test("draws at most five models, the dearest first, and the rest as others", () => {
    const all = ["a", "b", "c", "d", "e", "f", "g"].map((model, index) => ({
      ...{ day: addDays(PERIOD.from, index), personId: "p0", model, kind: "answer", calls: 1, tokens: 1n },
      cost: BigInt(index + 1),
    }));
    const { series, byModel } = toUsageReport(group(all), WORLD);
    expect(byModel.map(({ key }) => key)).toEqual(["g", "f", "e", "d", "c", "b", "a"]);
    expect(series.map(({ label }) => label)).toEqual(["g", "f", "e", "d", "c", "Others"]);
    expect(series).toHaveLength(SERIES_MAX + 1);
    expect(series.at(-1)?.key).toBe(OTHERS_KEY);
  });

  test("calls people by name, and says so when they are gone", () => {
    const all = ["p0", "p9"].map((personId) => ({
      day: PERIOD.from,
      personId,
      model: "a",
      kind: "answer",
      calls: 1,
      tokens: 1n,
      cost: 1n,
    }));
    expect(toUsageReport(group(all), WORLD).byPerson.map(({ label }) => label)).toEqual(["Ada", "Deleted person"]);
  });

  test("of nothing is zero on every day", () => {
    const report = toUsageReport([], WORLD);
    expect(report.total).toMatchObject({ calls: 0, costUsd: "0" });
    expect(report.byDay).toHaveLength(7);
    expect(report.series).toEqual([]);
  });

  test("a kind without a name of its own shows as it is", () => {
    expect([labelKind("answer", "many"), labelKind("something-new", "many")]).toEqual(["Answers", "something-new"]);
    expect([labelKind("summary", "one"), labelKind("something-new", "one")]).toEqual(["Summary", "something-new"]);
  });
});
