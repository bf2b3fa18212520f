import { type ChildProcess, spawn } from "node:child_process";
import { endProcess, root, treeMemory } from "@/tests/bench/processes";
import { type DataFolder, freePort, productEnvironment } from "@/tests/bench/product";
import { type Findings, figure, median, megabytes } from "@/tests/bench/report";

const STARTS = 3;
/** Idle begins when what a start leaves behind has been put away. */
const IDLE_AFTER_MS = 8_000;

/** From `npm start` to the first page on a folder that has been used, and what lies in memory when nobody does anything. */
export async function benchStart(folder: DataFolder, upstreamPort: number): Promise<Findings> {
  const starts: number[] = [];
  let memory = { resident: 0, proportional: 0 };
  for (let round = 0; round < STARTS; round += 1) {
    const port = await freePort();
    const startedMs = performance.now();
    const child = spawn(process.execPath, ["scripts/start.mjs"], {
      cwd: root,
      env: productEnvironment(folder, port, upstreamPort),
      stdio: "ignore",
    });
    await firstPage(child, `http://127.0.0.1:${port}/sign-in`);
    starts.push(performance.now() - startedMs);
    if (round === STARTS - 1) {
      await new Promise((resolve) => setTimeout(resolve, IDLE_AFTER_MS));
      memory = treeMemory(child.pid ?? 0);
    }
    await endProcess(child);
  }
  const seconds = median(starts) / 1_000;
  return {
    figures: [
      figure("start", "second start, until the first page has come", {
        target: "≤ 4 s",
        measured: `${seconds.toFixed(2)} s`,
        isMet: seconds <= 4,
      }),
      figure("start", "resident memory when idle, database included", {
        target: "≤ 320 MB",
        measured: `${megabytes(memory.proportional)} (shared pages counted once)`,
        baseline: `${megabytes(memory.resident)} as the sum of all processes`,
        isMet: memory.proportional <= 320e6,
      }),
    ],
    data: { starts, memory },
  };
}

async function firstPage(child: ChildProcess, url: string): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the start ended with ${child.exitCode}`);
    const isThere = await fetch(url).then(
      async (response) => response.ok && (await response.text()).includes("</html>"),
      () => false,
    );
    if (isThere) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
