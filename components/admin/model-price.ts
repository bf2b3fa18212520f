import { formatUsd, parseUsd } from "@/lib/core/money";

/** What was typed: a value (null: nothing, so the price table decides), or a sentence about what is wrong with it. */
export type Typed<Value> = { isValid: true; value: Value | null } | { isValid: false; message: string };

/** $10,000 for a million tokens, as the server has it: far above any price. */
const PRICE_MAX = 10_000_000_000_000n;
const WINDOW_MIN = 1_024;
const WINDOW_MAX = 100_000_000;

/** A price as it is typed: dollars per million tokens like `0.15`. */
export function parsePriceText(text: string): Typed<string> {
  const typed = text.trim().replace(/^\$\s*/, "");
  if (typed === "") return { isValid: true, value: null };
  const amount = parseUsd(typed);
  if (amount === null) {
    return { isValid: false, message: "Write dollars like 0.15, with a point and at most nine decimals." };
  }
  if (amount < 0n) return { isValid: false, message: "A price cannot be below zero." };
  if (amount > PRICE_MAX) return { isValid: false, message: "That is more than $10,000 for a million tokens." };
  return { isValid: true, value: typed };
}

/** A context window as it is typed: a whole number of tokens like `128000` or `128,000`. */
export function parseWindowText(text: string): Typed<number> {
  const typed = text.trim();
  if (typed === "") return { isValid: true, value: null };
  const tokens = /^\d{1,3}(?:,\d{3})+$|^\d{1,12}$/.test(typed) ? Number(typed.replaceAll(",", "")) : null;
  if (tokens === null) return { isValid: false, message: "Write a whole number of tokens like 128000." };
  if (tokens < WINDOW_MIN) return { isValid: false, message: "A window has at least 1,024 tokens." };
  if (tokens > WINDOW_MAX) return { isValid: false, message: "A window has at most 100,000,000 tokens." };
  return { isValid: true, value: tokens };
}

/** A price for reading, as vendors print it: two decimals or as many as it has. A dash where there is none. */
export function formatPrice(priceUsd: string | null): string {
  if (priceUsd === null) return "–";
  const fraction = priceUsd.split(".")[1] ?? "";
  if (fraction.length > 2) return `$${priceUsd}`;
  const amount = parseUsd(priceUsd);
  return amount === null ? priceUsd : formatUsd(amount);
}
