import { parseUsd, toDecimalUsd, toNanoUsd } from "@/lib/core/money";

export type LimitText = { isValid: true; limitUsd: string | null } | { isValid: false; message: string };

/** A million dollars, as the server has it: more is a typing error. */
const LIMIT_MAX = toNanoUsd(10n ** 15n);

/** Reads a limit as it is typed: dollars like `12.50`, with or without a sign; nothing at all means no limit. */
export function parseLimitText(text: string): LimitText {
  const typed = text.trim().replace(/^\$\s*/, "");
  if (typed === "") return { isValid: true, limitUsd: null };
  const amount = parseUsd(typed);
  if (amount === null)
    return { isValid: false, message: "Write dollars like 12.50, with a point and without separators." };
  if (amount < 0n) return { isValid: false, message: "A limit cannot be below zero." };
  if (amount > LIMIT_MAX) return { isValid: false, message: "The highest limit is 1000000. Leave it empty for none." };
  return { isValid: true, limitUsd: toDecimalUsd(amount) };
}

/** Dollars for an input field: exact, with at least two decimals. */
export function toLimitText(limitUsd: string | null): string {
  if (limitUsd === null) return "";
  const [whole = "0", fraction = ""] = limitUsd.split(".");
  return `${whole}.${fraction.padEnd(2, "0")}`;
}
