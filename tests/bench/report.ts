import { mkdirSync, writeFileSync } from "node:fs";
import { cpus, totalmem } from "node:os";
import { join } from "node:path";
import { root } from "@/tests/bench/processes";

/** One line of the table. `isMet` null: there is no target, the line explains another one. */
export type Figure = {
  scenario: string;
  figure: string;
  target: string;
  measured: string;
  baseline: string;
  ratio: string;
  isMet: boolean | null;
};

/** What a scenario found out: lines for the table, and everything that they were computed from. */
export type Findings = { figures: Figure[]; data: unknown; notes?: string[] };

/** A figure with the fields that are not given left empty. */
export function figure(scenario: string, name: string, parts: Partial<Omit<Figure, "scenario" | "figure">>): Figure {
  return { scenario, figure: name, target: "", measured: "", baseline: "", ratio: "", isMet: null, ...parts };
}

const COLUMNS = ["figure", "target", "measured", "baseline", "ratio"] as const;

/** The table as Markdown, so that it can be pasted into docs/bench.md as it is. */
export function toTable(figures: readonly Figure[]): string {
  const rows = figures.map((one) => [
    ...COLUMNS.map((column) => one[column]),
    one.isMet === null ? "" : one.isMet ? "yes" : "**no**",
  ]);
  const head = [...COLUMNS, "met"];
  const widths = head.map((name, column) => Math.max(name.length, ...rows.map((row) => row[column]?.length ?? 0)));
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(" | ")} |`;
  return [line(head), `|${widths.map((width) => "-".repeat(width + 2)).join("|")}|`, ...rows.map(line)].join("\n");
}

/** Writes everything that was measured to bench-results/. Returns the path. */
export function writeResults(results: object, at: Date): string {
  const folder = join(root, "bench-results");
  mkdirSync(folder, { recursive: true });
  const path = join(folder, `${at.toISOString().replaceAll(/[:.]/g, "-")}.json`);
  const machine = {
    cpus: cpus().length,
    model: cpus()[0]?.model ?? "",
    memoryBytes: totalmem(),
    node: process.version,
  };
  writeFileSync(path, `${JSON.stringify({ at, machine, ...results }, null, 2)}\n`);
  return path;
}

/** The middle of some numbers. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

export function ms(value: number): string {
  return `${value < 10 ? value.toFixed(2) : value.toFixed(0)} ms`;
}

export function times(value: number): string {
  return `${value.toFixed(2)} ×`;
}

export function kilobytes(bytes: number): string {
  return `${(bytes / 1_000).toFixed(0)} kB`;
}

export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(0)} MB`;
}
