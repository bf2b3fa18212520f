// biome-ignore-all lint/suspicious/noArrayIndexKey: what was read from a text stands where it stands
"use client";

import { CopyButton } from "@/components/markdown/copy-button";
import { Inlines } from "@/components/markdown/inlines";
import type { Alignment, Inline } from "@/components/markdown/markdown-tree";
import { toCsv } from "@/components/markdown/table-csv";
import { classNames } from "@/components/ui/class-names";

/** A table of an answer; scrolls within itself, and can be taken along as CSV. */
export function TableBlock({
  alignments,
  header,
  rows,
}: {
  alignments: readonly Alignment[];
  header: readonly Inline[][];
  rows: readonly Inline[][][];
}) {
  return (
    <figure className="overflow-hidden rounded-block border border-line">
      <figcaption className="flex min-h-9 items-center justify-between gap-2 border-b border-line bg-surface-sunken py-0.5 pr-1 pl-4 text-small text-text-quiet">
        <span className="figures">{rows.length === 1 ? "1 row" : `${rows.length.toLocaleString("en")} rows`}</span>
        <CopyButton label="Copy as CSV" text={() => toCsv(header, rows)} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable from the keyboard */}
      <div className="overflow-x-auto -outline-offset-2" tabIndex={0}>
        <table className="figures w-full border-collapse text-body">
          <thead>
            <tr>
              {header.map((cell, column) => (
                <th
                  key={column}
                  scope="col"
                  className={classNames(
                    "border-b border-line px-4 py-2 font-semibold",
                    alignmentClass(alignments[column]),
                  )}
                >
                  <Inlines inlines={cell} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row, index) => (
              <TableRow key={index} row={row} alignments={alignments} />
            ))}
          </tbody>
        </table>
      </div>
    </figure>
  );
}

function TableRow({ row, alignments }: { row: readonly Inline[][]; alignments: readonly Alignment[] }) {
  return (
    <tr className="border-b border-line last:border-b-0">
      {row.map((cell, column) => (
        <td key={column} className={classNames("px-4 py-2 align-top", alignmentClass(alignments[column]))}>
          <Inlines inlines={cell} />
        </td>
      ))}
    </tr>
  );
}

function alignmentClass(alignment: Alignment | undefined): string {
  return alignment === "right" ? "text-right" : alignment === "center" ? "text-center" : "text-left";
}
