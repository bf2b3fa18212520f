import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { newDataDir } from "./data-dir";

const root = join(import.meta.dirname, "../..");

/** Every setting of the product, so that nothing of the developer's environment or .env reaches a test. */
const UNSET = Object.fromEntries(
  [
    "DATABASE_URL",
    "REDIS_URL",
    "OPENAI_API_KEY",
    "OPENAI_BASE_URL",
    "OPENAI_OUTPUT_LIMIT_PARAMETER",
    "PARLANCE_URL",
    "PARLANCE_SECRET",
    "PARLANCE_DEFAULT_MODEL",
    "PARLANCE_SMALL_MODEL",
    "PARLANCE_TRUST_PROXY",
    "PARLANCE_GRACE_SECONDS",
    "DATABASE_URL_FILE",
    "REDIS_URL_FILE",
    "OPENAI_API_KEY_FILE",
    "PARLANCE_SECRET_FILE",
    "LOG_LEVEL",
  ].map((name) => [name, ""]),
);

const START_TIMEOUT_MS = 60_000;

export type TestServer = {
  /** Without a slash at the end. */
  url: string;
  port: number;
  /** The link that creates the owner; null when there is one. */
  setupLink: string | null;
  dataDir: string;
  /** Everything that it wrote to the terminal so far. */
  logs(): string;
  /** Ends it as a supervisor does; settles with its exit code. */
  stop(): Promise<number | null>;
  /** Ends it without a warning, as the kernel does. */
  kill9(): Promise<void>;
  /** Settles with the exit code when it has ended. */
  ended: Promise<number | null>;
};

let isBuilt = false;

/**
 * Starts the real product, built as for everybody, on a free port and with data of its own.
 *
 * Give the `dataDir` (and `port`) of an earlier server to start on what it left. A folder that is made here is removed at
 * `stop`, not at `kill9`.
 */
export async function startServer(
  options: { env?: Record<string, string>; dataDir?: string; port?: number } = {},
): Promise<TestServer> {
  buildOnce();
  const dataDir = options.dataDir ?? (await newDataDir());
  const child = spawnServer({ ...options.env, PARLANCE_DATA_DIR: dataDir, PORT: String(options.port ?? 0) });
  let output = "";
  const ended = new Promise<number | null>((resolve) => {
    child.on("exit", (code) => resolve(code));
  });
  const ready = new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The server was not ready in time:\n${output}`)), START_TIMEOUT_MS);
    const listen = (chunk: unknown) => {
      output += String(chunk);
      if (!/Parlance is ready at [^\n]*\n(?:[\s\S]*\n)?\n/.test(output)) return;
      clearTimeout(timer);
      resolve();
    };
    child.stdout?.on("data", listen);
    child.stderr?.on("data", listen);
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`The server ended with ${code}:\n${output}`));
    });
  });
  await ready;

  const url = /Parlance is ready at (\S+)/.exec(output)?.[1] ?? "";
  return {
    url,
    port: Number(new URL(url).port),
    setupLink: /^\s*(https?:\/\/\S*\/setup\?\S+)\s*$/m.exec(output)?.[1] ?? null,
    dataDir,
    logs: () => output,
    ended,
    async stop() {
      child.kill("SIGTERM");
      const code = await ended;
      if (options.dataDir === undefined) await rm(dataDir, { recursive: true, force: true });
      return code;
    },
    async kill9() {
      child.kill("SIGKILL");
      await ended;
    },
  };
}

/** Starts the product where it is expected to refuse; settles with what it said and its exit code. */
export async function startAndFail(env: Record<string, string>): Promise<{ output: string; code: number | null }> {
  const child = spawnServer({ PORT: "0", ...env });
  let output = "";
  child.stdout?.on("data", (chunk) => {
    output += String(chunk);
  });
  child.stderr?.on("data", (chunk) => {
    output += String(chunk);
  });
  const timer = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
  const code = await new Promise<number | null>((resolve) => {
    child.on("close", (exitCode) => resolve(exitCode));
  });
  clearTimeout(timer);
  return { output, code };
}

function spawnServer(env: Record<string, string>): ChildProcess {
  const options = ["--disable-warning=ExperimentalWarning", "--import", join(root, "scripts/resolve.mjs")];
  return spawn(join(root, "node_modules/node/bin/node"), [...options, join(root, "scripts/serve.ts")], {
    cwd: root,
    env: { ...process.env, ...UNSET, NODE_ENV: "production", HOST: "127.0.0.1", NODE_OPTIONS: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
}

function buildOnce(): void {
  if (isBuilt) return;
  const result = spawnSync(process.execPath, [join(root, "scripts/build.mjs")], { cwd: root, encoding: "utf8" });
  if (result.status !== 0) throw new Error(`The product does not build:\n${result.stdout}${result.stderr}`);
  isBuilt = true;
}
