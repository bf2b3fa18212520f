import { type ChildProcess, type ForkOptions, fork } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The root of the repository. */
export const root = join(import.meta.dirname, "../..");

/** A part of the bench that runs in a process of its own and is spoken to by messages. */
export type Part<Message, Answer> = {
  pid: number;
  /** Sends a message and waits for the answer to it. */
  ask(message: Message): Promise<Answer>;
  end(): Promise<void>;
};

/** Starts a file of the bench in its own process; `greeting` is the first thing that it says. */
export async function startPart<Message extends object, Answer, Greeting>(
  file: string,
  args: readonly string[] = [],
  options: ForkOptions = {},
): Promise<Part<Message, Answer> & { greeting: Greeting }> {
  const child = fork(join(root, "tests/bench", file), [...args], {
    cwd: root,
    execArgv: ["--import", join(root, "scripts/resolve.mjs"), "--disable-warning=ExperimentalWarning"],
    ...options,
  });
  const greeting = await nextMessage<Greeting>(child, file);
  return {
    pid: child.pid ?? 0,
    greeting,
    ask(message) {
      child.send(message);
      return nextMessage<Answer>(child, file);
    },
    end: () => endProcess(child),
  };
}

/** Ends a process that we started, and waits until it is gone. */
export async function endProcess(child: ChildProcess, signal: NodeJS.Signals = "SIGTERM"): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once("exit", resolve));
  child.kill(signal);
  await gone;
}

function nextMessage<Message>(child: ChildProcess, file: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const onExit = (code: number | null) => reject(new Error(`${file} ended with ${code}`));
    child.once("exit", onExit);
    child.once("message", (message) => {
      child.off("exit", onExit);
      resolve(message as Message); // both ends are files of this folder
    });
  });
}

/** Linux counts the time of processes in hundredths of a second. */
const TICK_MS = 10;

type Stat = { parent: number; cpuMs: number; childrenCpuMs: number };

function readStat(pid: number): Stat | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [, parent = 0] = fields;
    const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
    return { parent, cpuMs: (user + system) * TICK_MS, childrenCpuMs: (childrenUser + childrenSystem) * TICK_MS };
  } catch {
    return null; // it ended meanwhile
  }
}

/** A process and everything below it. */
export function treeOf(pid: number): number[] {
  const parents = new Map<number, number>();
  for (const name of readdirSync("/proc")) {
    const stat = /^\d+$/.test(name) ? readStat(Number(name)) : null;
    if (stat) parents.set(Number(name), stat.parent);
  }
  const below = (parent: number): number[] =>
    [...parents].flatMap(([child, its]) => (its === parent ? [child, ...below(child)] : []));
  return [pid, ...below(pid)];
}

/** Processor time of one process alone, in milliseconds. */
export function cpuMs(pid: number): number {
  return readStat(pid)?.cpuMs ?? 0;
}

/** Processor time of everything below a process, what has ended there included. */
export function cpuMsBelow(pid: number): number {
  const [, ...below] = treeOf(pid);
  const ended = readStat(pid)?.childrenCpuMs ?? 0;
  return below.reduce((sum, child) => {
    const stat = readStat(child);
    return sum + (stat ? stat.cpuMs + stat.childrenCpuMs : 0);
  }, ended);
}

/** Resident memory of one process, in bytes. */
export function residentBytes(pid: number): number {
  return kilobytesOf(`/proc/${pid}/status`, "VmRSS") * 1_024;
}

/** Memory of a whole tree of processes: `resident` counts a page once for each process that has it, `proportional` once in all. */
export function treeMemory(pid: number): { resident: number; proportional: number } {
  const pids = treeOf(pid);
  return {
    resident: pids.reduce((sum, one) => sum + residentBytes(one), 0),
    proportional: pids.reduce((sum, one) => sum + kilobytesOf(`/proc/${one}/smaps_rollup`, "Pss") * 1_024, 0),
  };
}

function kilobytesOf(path: string, name: string): number {
  try {
    const found = new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(readFileSync(path, "utf8"));
    return Number(found?.[1] ?? 0);
  } catch {
    return 0; // it ended meanwhile
  }
}
