/**
 * The server: the database, the demo model where there is no key, and the pages, in one process.
 *
 * Started by scripts/start.mjs. Ends with one sentence and exit code 1 when something that it needs is not there.
 */
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { loadEnvFile } from "node:process";
import { pathToFileURL } from "node:url";
import next, { type NextConfig } from "next";
import { startRecovery } from "@/lib/chat/recover-turns.server";
import { AppError, isAppError } from "@/lib/core/errors";
import { type Config, type Environment, loadConfig } from "@/lib/platform/config.server";
import { type EmbeddedDatabase, startEmbeddedDatabase } from "@/lib/platform/database/embedded.server";
import { migrateDatabase } from "@/lib/platform/database/migrate.server";
import { closeRuntime, getRuntime, type Runtime } from "@/lib/platform/runtime.server";
import { runShutdownHooks } from "@/lib/platform/shutdown";
import { createFrontDoor } from "./front-door.ts";

const root = join(import.meta.dirname, "..");
const isDevelopment = process.env.NODE_ENV === "development";

/** How long a shutdown hook may take to save what is running, after the grace period. */
const SAVING_MS = 5_000;

/** Stands in while the settings are checked before there is a database; nothing connects to it. */
const NO_DATABASE_YET = "postgresql://not-started.invalid/parlance";

type DemoModel = { baseUrl: string; close(): Promise<void> };

async function main(): Promise<void> {
  const startedAt = performance.now();
  if (existsSync(join(root, ".env"))) loadEnvFile(join(root, ".env"));
  const config = checkSettings();

  const door = createFrontDoor({ trustedProxies: config.trustedProxies, isDevelopment });
  const server = createServer(door.options, door.listener);
  door.guard(server);
  const port = await listen(server, config);
  const publicUrl = process.env.PARLANCE_URL ? config.publicUrl : `http://localhost:${port}`;
  process.env.PARLANCE_URL = publicUrl;

  const embedded = hasDatabase() ? null : await startEmbeddedDatabase({ dataDir: config.dataDir });
  let stopDatabase = async () => {};
  if (embedded !== null) {
    process.env.DATABASE_URL = embedded.url;
    stopDatabase = () => embedded.stop();
  }
  try {
    await migrate(loadConfig(process.env));
    const demo = isDemo() ? await startDemo() : null;
    // next-auth reads its settings from these two and from nowhere else.
    process.env.NEXTAUTH_URL = publicUrl;
    process.env.NEXTAUTH_SECRET = config.secret;

    const app = next({ dir: root, hostname: config.host, port, ...(await nextOptions()) });
    const runtime = await getRuntime();
    await startRecovery(runtime, { isOnlyProcess: embedded !== null });
    const [setupLink] = await Promise.all([makeSetupLink(runtime), app.prepare()]);
    door.open(app.getRequestHandler());
    endWell({ server, runtime, demo, embedded, door, closeApp: () => app.close() });
    announce({ publicUrl, setupLink, isDemo: demo !== null, startedInMs: performance.now() - startedAt });
  } catch (error) {
    await stopDatabase();
    throw error;
  }
}

/** All settings but the database's address, which the built-in database brings. */
function checkSettings(): Config {
  if (!isSet("OPENAI_API_KEY") && !isSet("OPENAI_API_KEY_FILE")) {
    if (isSet("OPENAI_BASE_URL")) {
      throw new AppError(
        "misconfigured",
        "OPENAI_BASE_URL is set, but OPENAI_API_KEY is not. Set it too; a server that asks for no key takes any word.",
      );
    }
    process.env.PARLANCE_DEMO = "1";
  } else {
    process.env.PARLANCE_DEMO = "0";
  }
  const environment: Environment = hasDatabase() ? process.env : { ...process.env, DATABASE_URL: NO_DATABASE_YET };
  return loadConfig(environment);
}

/** True when somebody brought a database, so that none is to be started. */
function hasDatabase(): boolean {
  return isSet("DATABASE_URL") || isSet("DATABASE_URL_FILE");
}

function isSet(name: string): boolean {
  return (process.env[name] ?? "").trim() !== "";
}

function isDemo(): boolean {
  return process.env.PARLANCE_DEMO === "1";
}

/** Listens before anything slow is started: a taken port is found at once, and early visitors are told to wait. */
function listen(server: Server, { host, port }: Config): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => {
      const sentence =
        error.code === "EADDRINUSE"
          ? `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`
          : error.code === "EACCES"
            ? `This user may not open port ${port}. Choose one above 1023: PORT=3000 npm start`
            : error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND"
              ? `HOST is not an address of this machine. Leave it out to listen on all of them.`
              : null;
      reject(sentence === null ? error : new AppError("misconfigured", sentence, {}, { cause: error }));
    });
    server.listen(port, host, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

async function migrate({ databaseUrl }: Config): Promise<void> {
  try {
    const applied = await migrateDatabase({ url: databaseUrl, folder: join(root, "prisma/migrations") });
    if (applied.length > 0) console.log(`The database is up to date (${applied.length} migrations applied).`);
  } catch (error) {
    throw inWordsForTheTerminal(error, databaseUrl);
  }
}

/** The database's own refusals, without the address's password. */
function inWordsForTheTerminal(error: unknown, databaseUrl: string): unknown {
  const { host, hostname } = new URL(databaseUrl);
  const where = hostname === "localhost" ? "on this machine" : `at ${host}`;
  if (isAppError(error, "database-unavailable")) {
    const cause = error.cause instanceof Error ? error.cause.message : "no answer";
    return new AppError(
      "misconfigured",
      `The database ${where} cannot be reached (${cause}). Start it, or correct DATABASE_URL; without DATABASE_URL Parlance brings its own.`,
    );
  }
  const isRefused =
    error instanceof Error && "code" in error && ["28000", "28P01", "3D000", "42501"].includes(String(error.code));
  return isRefused
    ? new AppError(
        "misconfigured",
        `The database ${where} refused: ${error.message}. Correct DATABASE_URL, or create what is missing.`,
      )
    : error;
}

/**
 * In production Next is given the settings that the build wrote down, the way its own standalone servers do it: to read
 * next.config.ts itself it would load its whole compiler, some 30 MB that nobody needs again.
 */
async function nextOptions() {
  if (isDevelopment) return { dev: true, turbopack: true };
  const path = join(root, process.env.PARLANCE_BUILD_DIR || ".next", "required-server-files.json");
  const built: { config: NextConfig } = JSON.parse(await readFile(path, "utf8"));
  process.env.__NEXT_PRIVATE_STANDALONE_CONFIG = JSON.stringify(built.config);
  return { dev: false, conf: built.config };
}

async function startDemo(): Promise<DemoModel | null> {
  const path = join(root, "scripts/demo-model.ts");
  if (!existsSync(path)) return null;
  const { startDemoModel }: { startDemoModel(): Promise<DemoModel> } = await import(pathToFileURL(path).href);
  const demo = await startDemoModel();
  process.env.OPENAI_BASE_URL = demo.baseUrl;
  return demo;
}

async function makeSetupLink(runtime: Runtime): Promise<string | null> {
  const path = join(root, "lib/accounts/make-setup-link.server.ts");
  if (!existsSync(path)) return null;
  const { makeSetupLink }: { makeSetupLink(runtime: Runtime): Promise<string | null> } = await import(
    pathToFileURL(path).href
  );
  return makeSetupLink(runtime);
}

function announce(facts: { publicUrl: string; setupLink: string | null; isDemo: boolean; startedInMs: number }): void {
  const lines = [`Parlance is ready at ${facts.publicUrl} (started in ${(facts.startedInMs / 1_000).toFixed(1)} s)`];
  if (facts.isDemo) lines.push("A demo model answers, because OPENAI_API_KEY is not set.");
  if (facts.setupLink !== null)
    lines.push("", "Create the owner's account with this link; it works once:", facts.setupLink);
  console.log(`\n  ${lines.join("\n  ")}\n`);
}

/** Everything that is to be ended, in this order: visitors, answers, the model, the database. */
function endWell(parts: {
  server: Server;
  runtime: Runtime;
  demo: DemoModel | null;
  embedded: EmbeddedDatabase | null;
  door: { close(): void };
  closeApp(): Promise<void>;
}): void {
  const { server, runtime, demo, embedded, door } = parts;
  const { log, config } = runtime;
  const grace = new AbortController();
  let isEnding = false;

  async function end(signal: string): Promise<void> {
    if (isEnding) return grace.abort(); // asked twice: wait no longer
    isEnding = true;
    log.info("shutdown-started", { signal });
    door.close();
    server.close();
    server.closeIdleConnections();
    const timer = setTimeout(() => grace.abort(), config.graceMs);
    const hooks = runShutdownHooks(grace.signal, (name, error) => log.error("shutdown-hook-failed", { name }, error));
    const answers = Promise.all([hooks, runtime.background.idle()]);
    await Promise.race([answers, afterwards(grace.signal, SAVING_MS)]);
    clearTimeout(timer);
    server.closeAllConnections();
    await Promise.race([
      closeRuntime(runtime).catch((error: unknown) => log.error("shutdown-failed", {}, error)),
      pause(SAVING_MS),
    ]);
    await demo?.close();
    await Promise.race([parts.closeApp(), pause(SAVING_MS)]);
    await embedded?.stop();
    log.info("shutdown-finished");
    process.exit(0);
  }

  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void end(signal));
  process.on("unhandledRejection", (reason) => log.error("unhandled-rejection", {}, reason));
  process.on("uncaughtException", (error) => {
    log.error("uncaught-exception", {}, error);
    process.exit(1);
  });
  void embedded?.ended.then(() => {
    if (isEnding) return;
    log.error("embedded-database-ended");
    process.exit(1); // whoever supervises us starts both again
  });
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms).unref());
}

/** Settles `ms` after `signal` was aborted. */
function afterwards(signal: AbortSignal, ms: number): Promise<void> {
  return new Promise((resolve) => {
    const begin = () => setTimeout(resolve, ms);
    if (signal.aborted) begin();
    else signal.addEventListener("abort", begin);
  });
}

main().catch((error: unknown) => {
  console.error(isAppError(error) ? `\n${error.message}\n` : error);
  process.exit(1);
});
