import type { ReactNode } from "react";
import { PERIOD_NAMES, toBudgetState } from "@/components/reports/budget-state";
import { Badge } from "@/components/ui/badge";
import { classNames } from "@/components/ui/class-names";
import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { toDecimalUsd } from "@/lib/core/money";
import type { BudgetView } from "@/lib/spend/views";

const FILLS = { accent: "fill-accent", warn: "fill-warn", danger: "fill-danger" } as const;

/** One budget: what is spent, held and left, as a bar and in words. `action` stands at its right, for who may change it. */
export function BudgetMeter({ budget, action }: { budget: BudgetView; action?: ReactNode }) {
  const { left, spentShare, heldShare, tone, word } = toBudgetState(budget);
  return (
    <div className="flex flex-col gap-2">
      <div className="flex min-h-8 flex-wrap items-start justify-between gap-x-4 gap-y-1">
        <h3 className="flex min-h-8 items-center gap-2 text-body font-medium touch:min-h-11">
          {PERIOD_NAMES[budget.period]}
          {word && <Badge tone={tone === "danger" ? "danger" : "warn"}>{word}</Badge>}
        </h3>
        {action}
      </div>
      {left !== null && (
        <svg width="100%" height="6" aria-hidden="true" className="block overflow-hidden rounded-full bg-surface-hover">
          <rect width={`${spentShare * 100}%`} height="6" className={FILLS[tone]} />
          <rect
            x={`${spentShare * 100}%`}
            width={`${heldShare * 100}%`}
            height="6"
            className={classNames(FILLS[tone], "opacity-45")}
          />
        </svg>
      )}
      <p className="flex flex-wrap gap-x-4 gap-y-1 text-text-quiet">
        <span>
          <Money usd={budget.spentUsd} className="font-medium text-text" /> spent
        </span>
        {budget.heldUsd !== "0" && (
          <span>
            <Money usd={budget.heldUsd} className="font-medium text-text" /> held
          </span>
        )}
        {left !== null && budget.limitUsd !== null ? (
          <span>
            <Money usd={toDecimalUsd(left)} className="font-medium text-text" /> left of <Money usd={budget.limitUsd} />
          </span>
        ) : (
          <span>No limit</span>
        )}
        <span>
          Resets <RelativeTime iso={budget.resetsAt} />
        </span>
      </p>
    </div>
  );
}
