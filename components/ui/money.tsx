import { formatUsd, parseUsd } from "@/lib/core/money";

/** An amount for reading, with the exact one on hover. Takes exact decimal dollars, as every view carries them. */
export function Money({ usd, className }: { usd: string; className?: string }) {
  const amount = parseUsd(usd);
  if (amount === null) return <span className={className}>{usd}</span>;
  return (
    <span className={className ? `figures ${className}` : "figures"} title={`$${usd}`}>
      {formatUsd(amount)}
    </span>
  );
}
