/** Lets a bounded number of pieces of work run at once. */
export type Gate = {
  /** Runs `work` when it is its turn; null, and nothing is run, when too many wait already. */
  run<Result>(work: () => Promise<Result>): Promise<{ result: Result } | null>;
};

/** A gate through which `atOnce` pieces of work go at a time, while at most `waitingMax` wait. First come, first served. */
export function createGate({ atOnce, waitingMax }: { atOnce: number; waitingMax: number }): Gate {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(work) {
      if (running >= atOnce) {
        if (waiting.length >= waitingMax) return null;
        await new Promise<void>((resolve) => waiting.push(resolve)); // whoever leaves hands its place over
      } else {
        running += 1;
      }
      try {
        return { result: await work() };
      } finally {
        const next = waiting.shift();
        if (next) next();
        else running -= 1;
      }
    },
  };
}
