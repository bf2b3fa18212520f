declare const nanoUsd: unique symbol;

/**
 * Money: a whole number of nano-dollars (1 USD = 1,000,000,000), never a float.
 *
 * One token at $0.15 per million tokens is exactly 150.
 */
export type NanoUsd = bigint & { readonly [nanoUsd]: true };

const NANO_PER_USD = 1_000_000_000n;
const DECIMAL = /^(-?)(\d{1,12})(?:\.(\d{1,9}))?$/;

/** Nothing. */
export const ZERO_USD = toNanoUsd(0n);

/** States that a whole number is an amount in nano-dollars. */
export function toNanoUsd(amount: bigint): NanoUsd {
  return amount as NanoUsd; // the only place where the unit is given to a bare number
}

/** The sum of amounts; zero for none. */
export function sumUsd(amounts: Iterable<NanoUsd>): NanoUsd {
  let sum = 0n;
  for (const amount of amounts) sum += amount;
  return toNanoUsd(sum);
}

/**
 * Reads dollars written as a plain decimal (`"12.5"`, at most nine decimals) without passing through a float.
 *
 * Returns null for anything else: currency signs, exponents, thousands separators, more than nine decimals.
 */
export function parseUsd(text: string): NanoUsd | null {
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  const amount = BigInt(whole) * NANO_PER_USD + BigInt(fraction.padEnd(9, "0"));
  return toNanoUsd(sign ? -amount : amount);
}

/** Dollars as an exact plain decimal without a sign of currency, for CSV, JSON and input fields: `"0.00015"`. */
export function toDecimalUsd(amount: NanoUsd): string {
  const sign = amount < 0n ? "-" : "";
  const absolute = amount < 0n ? -amount : amount;
  const fraction = (absolute % NANO_PER_USD).toString().padStart(9, "0").replace(/0+$/, "");
  const whole = (absolute / NANO_PER_USD).toString();
  return fraction === "" ? `${sign}${whole}` : `${sign}${whole}.${fraction}`;
}

/**
 * Money for reading: at least two decimals, and below one cent as many as it takes to show two significant digits.
 *
 * What cost something never reads `$0.00`. Rounds half up; the exact amount is `toDecimalUsd`.
 */
export function formatUsd(amount: NanoUsd): string {
  const sign = amount < 0n ? "−" : "";
  const absolute = amount < 0n ? -amount : amount;
  const digits = decimalsFor(absolute);
  const step = 10n ** BigInt(9 - digits);
  const rounded = ((absolute + step / 2n) / step) * step;
  const whole = (rounded / NANO_PER_USD).toString().replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  const fraction = (rounded % NANO_PER_USD)
    .toString()
    .padStart(9, "0")
    .slice(0, digits)
    .replace(/(?<=^..\d*)0+$/, "");
  return `${sign}$${whole}.${fraction}`;
}

function decimalsFor(absolute: bigint): number {
  if (absolute === 0n || absolute >= NANO_PER_USD / 100n) return 2;
  const leadingZeros = 9 - absolute.toString().length;
  return Math.min(9, leadingZeros + 2);
}
