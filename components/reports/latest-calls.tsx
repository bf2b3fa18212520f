import Link from "next/link";
import { formatCount } from "@/components/reports/figures";
import { Badge } from "@/components/ui/badge";
import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { Cell, HeaderCell, Row, Table } from "@/components/ui/table";
import type { LedgerLine } from "@/lib/reports/views";

/** The newest calls of a person, one line for each row of the ledger. */
export function LatestCalls({ lines }: { lines: readonly LedgerLine[] }) {
  return (
    <Table caption="Your latest calls, newest first">
      <thead>
        <tr>
          <HeaderCell>When</HeaderCell>
          <HeaderCell isNumeric>Cost</HeaderCell>
          <HeaderCell>What for</HeaderCell>
          <HeaderCell>Model</HeaderCell>
          <HeaderCell isNumeric>Input tokens</HeaderCell>
          <HeaderCell isNumeric>From cache</HeaderCell>
          <HeaderCell isNumeric>Output tokens</HeaderCell>
        </tr>
      </thead>
      <tbody>
        {lines.map((line) => (
          <Row key={line.id}>
            <Cell className="whitespace-nowrap">
              <RelativeTime iso={line.at} />
            </Cell>
            <Cell isNumeric>
              {line.basis === "estimated" && (
                <span className="mr-2">
                  <Badge>estimated</Badge>
                </span>
              )}
              <Money usd={line.costUsd} />
            </Cell>
            <Cell className="whitespace-nowrap">
              {line.conversationId === null ? (
                line.kindLabel
              ) : (
                <Link
                  href={`/c/${line.conversationId}`}
                  className="underline decoration-line-strong underline-offset-2 hover:decoration-current"
                >
                  {line.kindLabel}
                </Link>
              )}
            </Cell>
            <Cell className="whitespace-nowrap">{line.model}</Cell>
            <Cell isNumeric>{formatCount(line.inputTokens)}</Cell>
            <Cell isNumeric>{formatCount(line.cachedTokens)}</Cell>
            <Cell isNumeric>{formatCount(line.outputTokens)}</Cell>
          </Row>
        ))}
      </tbody>
    </Table>
  );
}
