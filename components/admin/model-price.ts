import { formatUsd, parseUsd } from "@/lib/core/money";

/** A price as it is typed: dollars per million tokens like `0.15`; nothing means the price table's. */
export function parsePriceText(
  text: string,
): { isValid: true; priceUsd: string | null } | { isValid: false; message: string } {
  const typed = text.trim().replace(/^\$\s*/, "");
  if (typed === "") return { isValid: true, priceUsd: null };
  const amount = parseUsd(typed);
  if (amount === null)
    return { isValid: false, message: "Write dollars like 0.15, with a point and at most nine decimals." };
  if (amount < 0n) return { isValid: false, message: "A price cannot be below zero." };
  if (amount > PRICE_MAX) return { isValid: false, message: "That is more than $100,000 for a million tokens." };
  return { isValid: true, priceUsd: typed };
}

/** Far above any price, and low enough that the product with a context window fits into the ledger's integers. */
const PRICE_MAX = 100_000_000_000_000n;

/** A price for reading, as vendors print it: two decimals or as many as it has. A dash where there is none. */
export function formatPrice(priceUsd: string | null): string {
  if (priceUsd === null) return "–";
  const fraction = priceUsd.split(".")[1] ?? "";
  if (fraction.length > 2) return `$${priceUsd}`;
  const amount = parseUsd(priceUsd);
  return amount === null ? priceUsd : formatUsd(amount);
}
