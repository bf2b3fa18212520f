import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { toNanoUsd } from "@/lib/core/money";
import { toCsvLine, toUsageCsvLine, USAGE_CSV_HEADER } from "@/lib/reports/usage-csv";

const ROW = {
  day: "2026-03-01",
  person: "Ada",
  email: "ada@example.com",
  model: "gpt-6-luna",
  kind: "answer",
  calls: 3,
  promptTokens: 1204n,
  cachedTokens: 896n,
  cacheWriteTokens: 0n,
  completionTokens: 310n,
  reasoningTokens: 12n,
  cost: toNanoUsd(401_250n),
};

/** A reader of RFC 4180, written from the RFC and from nothing else. */
function readCsv(text: string): string[][] {
  const lines: string[][] = [];
  let cells: string[] = [];
  let rest = text;
  while (rest !== "") {
    const match = /^(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/.exec(rest);
    if (!match) throw new Error(`not RFC 4180: ${JSON.stringify(rest.slice(0, 40))}`);
    cells.push(match[1] === undefined ? (match[2] ?? "") : match[1].replaceAll('""', '"'));
    if (match[3] === "\r\n") {
      lines.push(cells);
      cells = [];
    }
    rest = rest.slice(match[0].length);
  }
  return lines;
}

describe("usage as CSV", () => {
  test("a row has a cell under each name, and money is exact decimal dollars", () => {
    const [header = [], cells = []] = readCsv(USAGE_CSV_HEADER + toUsageCsvLine(ROW));
    expect(cells).toHaveLength(header.length);
    expect(Object.fromEntries(header.map((name, index) => [name, cells[index]]))).toEqual({
      day: "2026-03-01",
      person: "Ada",
      email: "ada@example.com",
      model: "gpt-6-luna",
      kind: "answer",
      calls: "3",
      input_tokens: "1204",
      cached_input_tokens: "896",
      cache_write_tokens: "0",
      output_tokens: "310",
      reasoning_tokens: "12",
      cost_usd: "0.00040125",
    });
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", '=HYPERLINK("http://a","b")'])(
    "a name that a spreadsheet would run stays text: %j",
    (person) => {
      const [cells = []] = readCsv(toUsageCsvLine({ ...ROW, person }));
      expect(cells[1]).toBe(`'${person}`);
    },
  );

  test("numbers are never changed", () => {
    expect(toCsvLine([-1, 10n, 0])).toBe("-1,10,0\r\n");
  });

  test("whatever text goes in comes out of a reader, but for the apostrophe that disarms a formula", () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: "grapheme" }), { minLength: 1 }), (texts) => {
        const [cells = []] = readCsv(toCsvLine(texts));
        expect(cells.map((cell, index) => (cell === `'${texts[index]}` ? texts[index] : cell))).toEqual(texts);
        for (const cell of cells) expect(cell).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});
