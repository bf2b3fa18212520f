/** One place from which answers are asked for, one after the other. `$ID` in the body becomes a new UUID at each. */
export type Slot = { headers: Readonly<Record<string, string>>; body: string };

/** What the load client is to do. */
export type LoadJob = {
  url: string;
  protocol: "openai" | "ui-stream";
  slots: readonly Slot[];
  answers: number;
  concurrency: number;
  /** Ends the job, whatever is still running. */
  deadlineMs: number;
  /** Every so manieth answer is read word for word and compared with this; the others only to their end. */
  expectedText: string;
  verifyEvery: number;
};

/** Distribution of a measured time, in milliseconds. */
export type Times = { count: number; p50: number; p95: number; p99: number; max: number };

/** What the load client saw. */
export type LoadResult = {
  completed: number;
  failures: string[];
  wallMs: number;
  firstToken: Times;
  /** Between two arrivals of new text in one answer. */
  gaps: Times;
  answer: Times;
  cpuMs: number;
};

/** The distribution of measured times; zeros for none. */
export function toTimes(values: readonly number[]): Times {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
  return { count: sorted.length, p50: at(0.5), p95: at(0.95), p99: at(0.99), max: sorted.at(-1) ?? 0 };
}
