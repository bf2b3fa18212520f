import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Slot } from "@/tests/bench/load-job";
import { endProcess, root } from "@/tests/bench/processes";
import { freePort } from "@/tests/bench/product";

/** Something that answers can be asked of. */
export type Target = {
  name: "raw" | "streamText" | "product";
  url: string;
  protocol: "openai" | "ui-stream";
  pid: number;
  slots: readonly Slot[];
};

const PROMPT = "What makes a release note good, and in which order should it say things?";
const app = join(root, "tests/bench/stream-text-app");

/** The pipe, as a target. */
export function rawTarget(port: number, pid: number): Target {
  const body = JSON.stringify({
    model: "gpt-4o-mini",
    stream: true,
    stream_options: { include_usage: true },
    messages: [{ role: "user", content: PROMPT }],
  });
  return {
    name: "raw",
    url: `http://127.0.0.1:${port}/v1/chat/completions`,
    protocol: "openai",
    pid,
    slots: repeat({ headers: {}, body }),
  };
}

/** Builds (once) and starts the Next app whose one route is the AI SDK's. */
export async function startStreamTextApp(upstreamPort: number): Promise<Target & { end(): Promise<void> }> {
  const next = join(root, "node_modules/next/dist/bin/next");
  const env = { ...process.env, NODE_ENV: "production" as const, NEXT_TELEMETRY_DISABLED: "1" };
  if (!existsSync(join(app, ".next/BUILD_ID")))
    await finished(spawn(process.execPath, [next, "build", app], { cwd: root, env, stdio: "ignore" }));
  const port = await freePort();
  const child = spawn(process.execPath, [next, "start", app, "--port", String(port), "--hostname", "127.0.0.1"], {
    cwd: root,
    env: { ...env, OPENAI_BASE_URL: `http://127.0.0.1:${upstreamPort}/v1` },
    stdio: "ignore",
  });
  const url = `http://127.0.0.1:${port}`;
  while (
    !(await fetch(url).then(
      ({ ok }) => ok,
      () => false,
    ))
  ) {
    if (child.exitCode !== null) throw new Error(`the streamText app ended with ${child.exitCode}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    name: "streamText",
    url: `${url}/api/chat`,
    protocol: "ui-stream",
    pid: child.pid ?? 0,
    slots: repeat({ headers: {}, body: JSON.stringify({ prompt: PROMPT }) }),
    end: () => endProcess(child),
  };
}

function finished(child: ReturnType<typeof spawn>): Promise<void> {
  return new Promise((resolve, reject) => {
    child.on("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`the build of the streamText app ended with ${code}`)),
    );
  });
}

/** A target without chats can be asked from as many places as one likes. */
function repeat(slot: Slot): Slot[] {
  return Array.from({ length: 500 }, () => slot);
}
