import { Money } from "@/components/ui/money";
import { RelativeTime } from "@/components/ui/relative-time";
import { parseUsd, sumUsd, toDecimalUsd, ZERO_USD } from "@/lib/core/money";
import type { HoldView } from "@/lib/spend/views";

/** "$0.03 held by 1 running answer": money that is set aside now, and why; nothing when there is none. */
export function HoldLine({ holds }: { holds: readonly HoldView[] }) {
  if (holds.length === 0) return null;
  const sum = sumUsd(holds.map(({ amountUsd }) => parseUsd(amountUsd) ?? ZERO_USD));
  return (
    <details className="text-text-quiet">
      <summary className="w-fit rounded-small hover:text-text">
        <Money usd={toDecimalUsd(sum)} className="font-medium text-text" /> held by {nameHolds(holds)}
      </summary>
      <ul className="mt-2 flex flex-col gap-1 border-l border-line pl-3 text-small">
        {holds.map((hold) => (
          <li key={hold.id} className="flex flex-wrap gap-x-3">
            <Money usd={hold.amountUsd} />
            <span>{hold.model}</span>
            <span>
              started <RelativeTime iso={hold.createdAt} />
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-2 max-w-150 text-small">
        While an answer is written, the most that it can cost is set aside, so that no budget is overrun. What it does
        not use comes back when it ends; if it breaks off, within a minute.
      </p>
    </details>
  );
}

function nameHolds(holds: readonly HoldView[]): string {
  const areAnswers = holds.every(({ kind }) => kind === "answer");
  const noun = areAnswers ? "running answer" : "running call";
  return `${holds.length} ${noun}${holds.length === 1 ? "" : "s"}`;
}
