/**
 * What has to happen before this process ends.
 *
 * Called once when the end begins; `graceIsOver` is aborted when waiting is over: then running answers are to be stopped and
 * saved. The process waits for the promise a few seconds longer.
 */
export type ShutdownHook = (graceIsOver: AbortSignal) => Promise<void>;

const SHUTDOWN = Symbol.for("parlance.shutdown");

type Shutdown = { isUnderWay: boolean; hooks: Map<string, ShutdownHook> };
type WithShutdown = { [SHUTDOWN]?: Shutdown };

/** Registers `hook` under a name; a second one of the same name takes its place. */
export function onShutdown(name: string, hook: ShutdownHook): void {
  shutdown().hooks.set(name, hook);
}

/** True from the moment that the process was asked to end: nothing new is to be started. */
export function isShuttingDown(): boolean {
  return shutdown().isUnderWay;
}

/** Begins the end and settles when every hook has; a hook that fails is passed to `onFailure` and does not stop the others. */
export async function runShutdownHooks(
  graceIsOver: AbortSignal,
  onFailure: (name: string, error: unknown) => void,
): Promise<void> {
  const { hooks } = beginShutdown();
  const run = async ([name, hook]: [string, ShutdownHook]) => {
    try {
      await hook(graceIsOver);
    } catch (error) {
      onFailure(name, error);
    }
  };
  await Promise.all([...hooks].map(run));
}

function beginShutdown(): Shutdown {
  const state = shutdown();
  state.isUnderWay = true;
  return state;
}

/** On globalThis: the start script and Next's bundles are separate copies of this module in one process. */
function shutdown(): Shutdown {
  const holder = globalThis as WithShutdown; // the one place that all copies of this module share
  holder[SHUTDOWN] ??= { isUnderWay: false, hooks: new Map() };
  return holder[SHUTDOWN];
}
