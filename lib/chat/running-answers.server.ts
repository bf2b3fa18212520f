import "server-only";
import { oncePerRuntime } from "@/lib/platform/once-per-runtime";
import type { Runtime } from "@/lib/platform/runtime.server";
import { onShutdown } from "@/lib/platform/shutdown";

/** The answers that this process writes, and how each is interrupted when the process must end. */
const runningAnswers = oncePerRuntime("running-answers", (_runtime: Pick<Runtime, "log">) => {
  const running = new Set<() => void>();
  onShutdown("answers", async (graceIsOver) => {
    const interruptAll = () => {
      for (const interrupt of running) interrupt();
    };
    if (graceIsOver.aborted) interruptAll();
    else graceIsOver.addEventListener("abort", interruptAll, { once: true });
  });
  return running;
});

/** Lets a shutdown interrupt an answer when its grace is over; the returned function ends that. */
export function interruptAtShutdown(runtime: Pick<Runtime, "log">, interrupt: () => void): () => void {
  const running = runningAnswers(runtime);
  running.add(interrupt);
  return () => running.delete(interrupt);
}
