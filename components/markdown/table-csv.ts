import { type Inline, toPlainText } from "@/components/markdown/markdown-tree";

/**
 * A table as CSV (RFC 4180), with the words of its cells.
 *
 * A cell that a spreadsheet would run as a formula is written with an apostrophe before it (OWASP, CSV injection).
 */
export function toCsv(header: readonly Inline[][], rows: readonly Inline[][][]): string {
  return [header, ...rows].map((row) => row.map((cell) => quote(toPlainText(cell))).join(",")).join("\r\n");
}

function quote(text: string): string {
  const isNumber = /^-?[\d.,]+ ?%?$/.test(text);
  const safe = /^[=+\-@\t\r]/.test(text) && !isNumber ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
