import type { ReactNode } from "react";
import { formatCount, formatCountShare } from "@/components/reports/figures";
import { Money } from "@/components/ui/money";
import type { UsageSums } from "@/lib/reports/views";

/** The figures of a period in one line, money first. */
export function UsageTotals({ total }: { total: UsageSums }) {
  return (
    <dl className="grid grid-cols-2 gap-x-8 gap-y-4 sm:flex sm:flex-wrap sm:gap-x-12">
      <Figure name="Spent" className="max-sm:col-span-2">
        <Money usd={total.costUsd} />
      </Figure>
      <Figure name="Calls">{formatCount(total.calls)}</Figure>
      <Figure name="Input tokens">{formatCount(total.inputTokens)}</Figure>
      <Figure name="Input from cache">{formatCountShare(total.cachedTokens, total.inputTokens)}</Figure>
      <Figure name="Output tokens">{formatCount(total.outputTokens)}</Figure>
    </dl>
  );
}

function Figure({ name, className = "", children }: { name: string; className?: string; children: ReactNode }) {
  return (
    <div className={`flex flex-col-reverse gap-0.5 ${className}`}>
      <dd className="figures text-title font-semibold">{children}</dd>
      <dt className="text-small text-text-quiet">{name}</dt>
    </div>
  );
}
