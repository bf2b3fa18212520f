"use client";

import { useState } from "react";
import { formatCount, formatShare } from "@/components/reports/figures";
import { Money } from "@/components/ui/money";
import { Cell, HeaderCell, Row, type SortDirection, Table, TotalRow } from "@/components/ui/table";
import { parseUsd, ZERO_USD } from "@/lib/core/money";
import type { UsageByKey, UsageSums } from "@/lib/reports/views";

const COLUMNS = [
  ["costUsd", "Cost"],
  ["calls", "Calls"],
  ["inputTokens", "Input tokens"],
  ["cachedTokens", "From cache"],
  ["outputTokens", "Output tokens"],
] as const;
type Column = "label" | (typeof COLUMNS)[number][0];

const ROWS_AT_FIRST = 20;

/** Usage by person, model or kind, with the total on top; sorted by any column. */
export function UsageTable({
  caption,
  keyName,
  rows,
  total,
}: {
  caption: string;
  keyName: string;
  rows: readonly UsageByKey[];
  total: UsageSums;
}) {
  const [sort, setSort] = useState<{ column: Column; direction: SortDirection }>({
    column: "costUsd",
    direction: "descending",
  });
  const [isWhole, setIsWhole] = useState(false);
  const sorted = rows.toSorted((a, b) => compare(a, b, sort.column) * (sort.direction === "ascending" ? 1 : -1));
  const shown = isWhole ? sorted : sorted.slice(0, ROWS_AT_FIRST);
  const header = (column: Column) => ({
    sort: sort.column === column ? sort.direction : null,
    onSort: () => setSort({ column, direction: nextDirection(sort, column) }),
  });
  return (
    <div className="flex flex-col gap-2">
      <Table caption={caption}>
        <thead>
          <tr>
            <HeaderCell {...header("label")}>{keyName}</HeaderCell>
            {COLUMNS.map(([column, name]) => (
              <HeaderCell
                key={column}
                isNumeric
                className={column === "costUsd" ? "sm:w-48" : "sm:w-36"}
                {...header(column)}
              >
                {name}
              </HeaderCell>
            ))}
          </tr>
        </thead>
        <tbody>
          <TotalRow>
            <Cell>Total</Cell>
            <Figures sums={total} total={total} />
          </TotalRow>
          {shown.map((row) => (
            <Row key={row.key}>
              <Cell className="max-w-80 min-w-32 break-words">{row.label}</Cell>
              <Figures sums={row} total={total} />
            </Row>
          ))}
        </tbody>
      </Table>
      {sorted.length > shown.length && (
        <button
          type="button"
          className="w-fit rounded-small text-small font-medium text-accent hover:underline touch:min-h-11"
          onClick={() => setIsWhole(true)}
        >
          Show all {formatCount(sorted.length)}
        </button>
      )}
    </div>
  );
}

function Figures({ sums, total }: { sums: UsageSums; total: UsageSums }) {
  return (
    <>
      <Cell isNumeric>
        <Money usd={sums.costUsd} />
        <span className="ml-2 inline-block w-10 text-small font-normal text-text-quiet">
          {formatShare(sums.costUsd, total.costUsd)}
        </span>
      </Cell>
      <Cell isNumeric>{formatCount(sums.calls)}</Cell>
      <Cell isNumeric>{formatCount(sums.inputTokens)}</Cell>
      <Cell isNumeric>{formatCount(sums.cachedTokens)}</Cell>
      <Cell isNumeric>{formatCount(sums.outputTokens)}</Cell>
    </>
  );
}

function nextDirection(sort: { column: Column; direction: SortDirection }, column: Column): SortDirection {
  if (sort.column === column) return sort.direction === "ascending" ? "descending" : "ascending";
  return column === "label" ? "ascending" : "descending";
}

function compare(a: UsageByKey, b: UsageByKey, column: Column): number {
  if (column === "label") return a.label.localeCompare(b.label, "en");
  if (column !== "costUsd") return a[column] - b[column];
  const difference = (parseUsd(a.costUsd) ?? ZERO_USD) - (parseUsd(b.costUsd) ?? ZERO_USD);
  return difference === 0n ? 0 : difference > 0n ? 1 : -1;
}
