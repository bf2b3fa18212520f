import { type ChartColumn, describeColumn } from "@/components/reports/chart-columns";
import { Money } from "@/components/ui/money";
import { Cell, HeaderCell, Row, Table } from "@/components/ui/table";
import { toDecimalUsd } from "@/lib/core/money";
import type { UsageSeries } from "@/lib/reports/views";

/** The figures of a chart as a table, newest first: for who cannot see it and for who wants to know exactly. */
export function ChartTable({
  columns,
  series,
  unit,
}: {
  columns: readonly ChartColumn[];
  series: readonly UsageSeries[];
  unit: "day" | "week";
}) {
  return (
    <details>
      <summary className="w-fit rounded-small text-small text-text-quiet hover:text-text touch:py-3">
        Show these figures as a table
      </summary>
      <Table caption={`Spent each ${unit}, by model`} className="mt-3 max-h-100">
        <thead>
          <tr>
            <HeaderCell>{unit === "day" ? "Day" : "Week"}</HeaderCell>
            <HeaderCell isNumeric>Total</HeaderCell>
            {series.length > 1 &&
              series.map(({ key, label }) => (
                <HeaderCell key={key} isNumeric>
                  {label}
                </HeaderCell>
              ))}
          </tr>
        </thead>
        <tbody>
          {columns.toReversed().map((column) => (
            <Row key={column.from}>
              <Cell className="whitespace-nowrap">{describeColumn(column)}</Cell>
              <Cell isNumeric>
                <Money usd={toDecimalUsd(column.total)} />
              </Cell>
              {series.length > 1 &&
                column.amounts.map((amount, index) => (
                  <Cell key={series[index]?.key} isNumeric className={amount === 0n ? "text-text-quiet" : ""}>
                    <Money usd={toDecimalUsd(amount)} />
                  </Cell>
                ))}
            </Row>
          ))}
        </tbody>
      </Table>
    </details>
  );
}
