import "server-only";
import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { openSync } from "node:fs";
import { chmod, chown, lstat, mkdir, mkdtemp, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "@/lib/core/errors";
import { findPostgresHome, type PostgresHome } from "@/lib/platform/database/postgres-home.server";

/** A PostgreSQL that belongs to this process: it ends when the process ends, however that ends. */
export type EmbeddedDatabase = {
  url: string;
  /** Settles when PostgreSQL has ended, asked or not. */
  ended: Promise<void>;
  /** Ends PostgreSQL cleanly; nothing that was committed is lost either way. */
  stop(): Promise<void>;
};

const USER = "parlance";
const DATABASE = "parlance";
const PORT = 5432;

/** The longest path of a unix socket on the smallest platform (macOS 104, Linux 108), with its zero byte. */
const SOCKET_PATH_MAX = 103;

const START_TIMEOUT_MS = 60_000;
/** A folder that is in use this long after we asked belongs to somebody who keeps it. */
const IN_USE_AFTER_MS = 2_000;
const LOOK_MS = 15;

/**
 * Durable as PostgreSQL is by default (fsync and synchronous commit on), but small: no parallel workers, no replication, no
 * worker processes for input and output. Given at each start, so that a new version of the product brings its own. What
 * people wrote stays out of its log: no statements, no values of a violated key.
 */
const SETTINGS: Readonly<Record<string, string | number>> = {
  listen_addresses: "",
  unix_socket_permissions: "0700",
  max_connections: 40,
  shared_buffers: "32MB",
  work_mem: "4MB",
  maintenance_work_mem: "32MB",
  max_wal_size: "256MB",
  wal_level: "minimal",
  max_wal_senders: 0,
  max_logical_replication_workers: 0,
  max_worker_processes: 1,
  max_parallel_workers: 0,
  max_parallel_workers_per_gather: 0,
  io_method: "sync",
  jit: "off",
  huge_pages: "off",
  fsync: "on",
  synchronous_commit: "on",
  full_page_writes: "on",
  timezone: "UTC",
  log_timezone: "UTC",
  log_min_messages: "warning",
  log_min_error_statement: "panic",
  log_error_verbosity: "terse",
};

/**
 * Runs a program until it ends by itself or standard input closes, which the kernel does when our process dies: then the
 * program gets SIGINT, PostgreSQL's "fast shutdown". Tells the program's process id first.
 */
const KEEPER = `
exec 3<&0
"$@" 3<&- </dev/null >&2 &
program=$!
echo "$program"
{ read -r _ <&3; kill -INT "$program"; } 2>/dev/null &
watcher=$!
exec 3<&-
wait "$program"
code=$?
kill "$watcher" 2>/dev/null
exit "$code"
`;

/**
 * Starts the PostgreSQL that npm brought, with its data in `dataDir`/postgres; makes the data the first time.
 *
 * Throws AppError "misconfigured" with a sentence for the terminal when the folder is in use, not writable, or of another
 * major version, or when there is no PostgreSQL for this platform.
 */
export async function startEmbeddedDatabase({ dataDir }: { dataDir: string }): Promise<EmbeddedDatabase> {
  const home = await findPostgresHome(dataDir);
  const cluster = join(home.folder, "postgres");
  if (!(await exists(join(cluster, "PG_VERSION")))) await initialise(home, cluster);
  await refuseOtherVersion(home, cluster);
  await waitWhileInUse(cluster, dataDir);

  const sockets = await makeSocketFolder(home);
  const logPath = join(home.folder, "postgres.log");
  const child = spawnKept(home, cluster, sockets, logPath);
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    child.on("error", () => resolve());
    child.on("exit", () => resolve());
  }).then(() => {
    hasEnded = true;
  });
  const stop = async () => {
    child.stdin?.end();
    await ended;
    await rm(sockets, { recursive: true, force: true });
  };

  let ownPid = 0;
  child.stdout?.on("data", (line) => {
    ownPid = Number(line);
  });
  const isReady = async () => {
    const found = await readStatus(cluster);
    return found?.status === "ready" && found.pid === ownPid; // another process that starts at the same moment may be faster
  };

  const giveUpAt = Date.now() + START_TIMEOUT_MS;
  while (!(await isReady())) {
    if (hasEnded) {
      await waitWhileInUse(cluster, dataDir);
      throw new AppError("misconfigured", `PostgreSQL did not start; its own words are in ${logPath}.`);
    }
    if (Date.now() > giveUpAt) {
      await stop();
      throw new AppError("misconfigured", `PostgreSQL was not ready after a minute; its own words are in ${logPath}.`);
    }
    await wait(LOOK_MS);
  }
  return { url: urlAt(sockets), ended, stop };
}

/** The address of the built-in database of a data folder while a server runs on it; null when none does. */
export async function findRunningDatabase({ dataDir }: { dataDir: string }): Promise<string | null> {
  const { folder } = await findPostgresHome(dataDir);
  const found = await readStatus(join(folder, "postgres"));
  return found?.status === "ready" && isAlive(found.pid) ? urlAt(found.sockets) : null;
}

function urlAt(sockets: string): string {
  return `postgresql://${USER}@localhost:${PORT}/${DATABASE}?host=${encodeURIComponent(sockets)}`;
}

function spawnKept(home: PostgresHome, cluster: string, sockets: string, logPath: string): ChildProcess {
  const settings = { ...SETTINGS, unix_socket_directories: sockets };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
  const log = openSync(logPath, "w", 0o600);
  return spawn(
    "sh",
    ["-c", KEEPER, "keeper", join(home.binaries, "postgres"), "-D", cluster, "-p", `${PORT}`, ...options],
    {
      ...home.identity,
      // A session of its own: Ctrl-C in the terminal is for us, and we still need the database to finish.
      detached: true,
      cwd: home.folder,
      env: CLEAN_ENVIRONMENT,
      stdio: ["pipe", "pipe", log],
    },
  );
}

/** Nothing of ours: our environment holds the provider's key. */
const CLEAN_ENVIRONMENT = {
  PATH: "/usr/local/bin:/usr/bin:/bin",
  LC_ALL: "C",
  TZ: "UTC",
} as unknown as NodeJS.ProcessEnv; // Next's types ask for NODE_ENV, which says nothing to PostgreSQL

/** Makes the data beside its place and renames it, so that an interrupted first start leaves nothing half made. */
async function initialise(home: PostgresHome, cluster: string): Promise<void> {
  const draft = `${cluster}.${randomUUID()}.new`;
  await mkdir(draft, { mode: 0o700 });
  if (home.identity !== null) await chown(draft, home.identity.uid, home.identity.gid);
  try {
    const options = ["--encoding=UTF8", "--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"];
    await run(home, "initdb", ["-D", draft, "-U", USER, "--auth=trust", "--no-instructions", ...options]);
    await run(home, "postgres", ["--single", "-D", draft, "postgres"], `create database ${DATABASE}\n`);
    await rename(draft, cluster);
  } catch (error) {
    if (!(await exists(join(cluster, "PG_VERSION")))) throw error; // another process was faster: its folder is as good
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

function run(home: PostgresHome, program: string, options: string[], input = ""): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(home.binaries, program), options, {
      ...home.identity,
      cwd: home.folder,
      env: CLEAN_ENVIRONMENT,
      stdio: ["pipe", "ignore", "pipe"],
    });
    let words = "";
    child.stderr.on("data", (chunk) => {
      words = (words + String(chunk)).slice(-2_000);
    });
    child.stdin.on("error", () => {}); // it ended before it read; its exit code says why
    child.stdin.end(input);
    child.on("error", (error) => reject(failed(program, error.message)));
    child.on("exit", (code) => (code === 0 ? resolve() : reject(failed(program, words))));
  });
}

function failed(program: string, words: string): AppError {
  const reason = words.trim().split("\n").at(-1) ?? "";
  return new AppError(
    "misconfigured",
    `The built-in PostgreSQL could not make its data (${program}: ${reason}). Set PARLANCE_DATA_DIR to a folder on a local disk with free space, or DATABASE_URL to a PostgreSQL of your own.`,
  );
}

async function refuseOtherVersion(home: PostgresHome, cluster: string): Promise<void> {
  const found = (await readFile(join(cluster, "PG_VERSION"), "utf8")).trim();
  if (found === home.majorVersion) return;
  throw new AppError(
    "misconfigured",
    `The data in ${cluster} is of PostgreSQL ${found}, but this version of Parlance brings ${home.majorVersion}. Start the earlier version, dump the database with pg_dump, and restore it into a new folder.`,
  );
}

/** After a kill the old PostgreSQL needs a moment to write everything down; a folder that somebody keeps using is refused. */
async function waitWhileInUse(cluster: string, dataDir: string): Promise<void> {
  const askedAt = Date.now();
  for (;;) {
    const found = await readStatus(cluster);
    if (found === null || !isAlive(found.pid)) return;
    const isStopping = found.status === "stopping";
    if (Date.now() - askedAt > (isStopping ? START_TIMEOUT_MS : IN_USE_AFTER_MS)) {
      throw new AppError(
        "misconfigured",
        `The data folder ${dataDir} is in use by another Parlance (its PostgreSQL is process ${found.pid}). Stop that one, or set PARLANCE_DATA_DIR to another folder.`,
      );
    }
    await wait(LOOK_MS);
  }
}

/** What PostgreSQL says about itself in postmaster.pid: its process on line 1, the folder of its socket on 5, its state on 8. */
async function readStatus(cluster: string): Promise<{ pid: number; sockets: string; status: string } | null> {
  try {
    const lines = (await readFile(join(cluster, "postmaster.pid"), "utf8")).split("\n");
    const pid = Number(lines[0]);
    return Number.isSafeInteger(pid) && pid > 0
      ? { pid, sockets: (lines[4] ?? "").trim(), status: (lines[7] ?? "").trim() }
      : null;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** A folder that only PostgreSQL's user and we can enter: whoever reaches the socket is let in. */
async function makeSocketFolder(home: PostgresHome): Promise<string> {
  const beside = join(home.folder, "run");
  const isShort = join(beside, `.s.PGSQL.${PORT}.lock`).length <= SOCKET_PATH_MAX;
  const folder = isShort ? beside : await mkdtemp(join(tmpdir(), "parlance-"));
  if (isShort) {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if ((await lstat(folder)).isSymbolicLink()) {
      throw new AppError("misconfigured", `${folder} is a symbolic link; remove it and start again.`);
    }
  }
  if (home.identity !== null) await chown(folder, home.identity.uid, home.identity.gid);
  await chmod(folder, 0o700);
  return folder;
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return false;
    throw error;
  }
}
