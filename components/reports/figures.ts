import { parseUsd } from "@/lib/core/money";

const COUNT = new Intl.NumberFormat("en");

/** A whole number for reading: "1,204". */
export function formatCount(count: number): string {
  return COUNT.format(count);
}

/** "1 call", "1,204 calls". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

/** What a part is of a whole, in whole percent; "<1 %" for what is not nothing, empty where there is no whole. */
export function formatShare(partUsd: string, wholeUsd: string): string {
  const part = parseUsd(partUsd);
  const whole = parseUsd(wholeUsd);
  if (part === null || whole === null || whole <= 0n) return "";
  if (part === 0n) return "0 %";
  const percent = Number((part * 1000n) / whole) / 10;
  return percent < 1 ? "<1 %" : `${Math.round(percent)} %`;
}

/** What a count is of a whole, in whole percent. */
export function formatCountShare(part: number, whole: number): string {
  return whole === 0 ? "0 %" : `${Math.round((part / whole) * 100)} %`;
}
