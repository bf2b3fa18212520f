import { type NanoUsd, toDecimalUsd } from "@/lib/core/money";

/** One row of the roll-up as it is handed out. Counts are whole numbers. */
export type UsageCsvRow = {
  day: string;
  person: string;
  email: string;
  model: string;
  kind: string;
  calls: number | bigint;
  promptTokens: number | bigint;
  cachedTokens: number | bigint;
  cacheWriteTokens: number | bigint;
  completionTokens: number | bigint;
  reasoningTokens: number | bigint;
  cost: NanoUsd;
};

const COLUMNS: readonly (readonly [name: string, cell: (row: UsageCsvRow) => string | number | bigint])[] = [
  ["day", (row) => row.day],
  ["person", (row) => row.person],
  ["email", (row) => row.email],
  ["model", (row) => row.model],
  ["kind", (row) => row.kind],
  ["calls", (row) => row.calls],
  ["input_tokens", (row) => row.promptTokens],
  ["cached_input_tokens", (row) => row.cachedTokens],
  ["cache_write_tokens", (row) => row.cacheWriteTokens],
  ["output_tokens", (row) => row.completionTokens],
  ["reasoning_tokens", (row) => row.reasoningTokens],
  ["cost_usd", (row) => toDecimalUsd(row.cost)],
];

/** Characters that make a spreadsheet read a cell as a formula (OWASP, CSV Injection), their full-width forms included. */
const FORMULA = /^[=+\-@\t\r\n＝＋－＠]/;
const NEEDS_QUOTES = /[",\r\n]/;

/** The line with the names of the columns. */
export const USAGE_CSV_HEADER = toCsvLine(COLUMNS.map(([name]) => name));

/** One row as a line of CSV; the cost is exact decimal dollars. */
export function toUsageCsvLine(row: UsageCsvRow): string {
  return toCsvLine(COLUMNS.map(([, cell]) => cell(row)));
}

/**
 * Cells as one line of RFC 4180, ended by CR LF.
 *
 * Text that a spreadsheet would run as a formula gets an apostrophe in front: names and models come from people.
 */
export function toCsvLine(cells: readonly (string | number | bigint)[]): string {
  return `${cells.map(toCell).join(",")}\r\n`;
}

function toCell(value: string | number | bigint): string {
  const text = typeof value === "string" && FORMULA.test(value) ? `'${value}` : String(value);
  return NEEDS_QUOTES.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
