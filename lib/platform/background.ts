import type { Log } from "@/lib/platform/log";

/** Work that nobody waits for. It is tracked, so that a shutdown can wait for it, and its failure is logged. */
export type Background = {
  /** Starts `work`; `name` is what the log calls it. */
  run(name: string, work: () => Promise<void>): void;
  /** Settles when everything that was started has ended. */
  idle(): Promise<void>;
};

/** Background work in this process. */
export function createBackground(log: Log): Background {
  const running = new Set<Promise<void>>();
  return {
    run(name, work) {
      const task: Promise<void> = work()
        .catch((error: unknown) => log.error("background-work-failed", { name }, error))
        .finally(() => running.delete(task));
      running.add(task);
    },
    async idle() {
      while (running.size > 0) await Promise.all(running);
    },
  };
}
