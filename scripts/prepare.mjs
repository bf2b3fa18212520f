/**
 * What has to be there before anything else can run: the packages, the database client, the build. Each step is skipped when
 * it was done for exactly these sources. Plain JavaScript without packages: it runs on the Node that the machine has.
 */
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export const root = dirname(import.meta.dirname);

/** The Node that npm brought; everything but these scripts runs on it. */
export const node = join(root, "node_modules/node/bin/node");

/** What a build must not see: it could end up in a file that is sent to browsers. */
const SECRETS = /^(OPENAI_|DATABASE_URL|REDIS_URL|PARLANCE_(?!BUILD_DIR)|NEXTAUTH_)/;

/** Whatever decides what `next build` writes. Not tsconfig.json: Next itself writes into it while it builds. */
const SOURCES = [
  "app",
  "components",
  "lib",
  "public",
  "prisma/schema",
  "next.config.ts",
  "postcss.config.mjs",
  "proxy.ts",
  "package-lock.json",
];

/** Ends the program with one sentence. */
export function giveUp(sentence) {
  console.error(`\n${sentence}\n`);
  process.exit(1);
}

/** Installs from the lock file when node_modules is missing or is not what the lock file says. */
export function installPackages() {
  if (isInstalled() && existsSync(node)) return;
  console.log("Installing packages from the lock file …");
  const isDone = run("npm", ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"], {
    env: { ...process.env, ...withoutDownloads() },
  });
  if (!isDone)
    giveUp(
      "The packages could not be installed; npm's own words are above. Is its registry reachable, and is there space on the disk?",
    );
  if (!existsSync(node))
    giveUp("npm did not install Node 24 (the package `node`). Allow its install script, or run `npm rebuild node`.");
}

/** Compares the lock file with the one that npm left in node_modules. */
function isInstalled() {
  const installedPath = join(root, "node_modules/.package-lock.json");
  if (!existsSync(installedPath)) return false;
  const wanted = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  const installed = JSON.parse(readFileSync(installedPath, "utf8")).packages;
  return Object.entries(wanted).every(([path, entry]) => {
    if (path === "") return true;
    const found = installed[path];
    // Optional packages are those of other platforms, and what only they need.
    return found === undefined
      ? entry.optional === true || entry.devOptional === true || entry.peer === true
      : found.version === entry.version;
  });
}

/** Prisma's packages would download an engine that we do not use; any program stands in for it. */
function withoutDownloads() {
  return { PRISMA_SCHEMA_ENGINE_BINARY: process.execPath, PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD: "1" };
}

/** Writes the database client when the schema or the packages changed since it was written. */
export function generateClient() {
  const folder = join(root, "lib/platform/database/generated");
  const stamp = join(folder, ".made-from");
  const sources = hashOf(["prisma/schema", "package-lock.json"]);
  if (existsSync(join(folder, "client.ts")) && readIfThere(stamp) === sources) return;
  const prisma = join(root, "node_modules/prisma/build/index.js");
  const isDone = run(node, [prisma, "generate", "--schema", "prisma/schema", "--no-hints"], {
    env: { ...process.env, ...withoutDownloads(), PRISMA_HIDE_UPDATE_MESSAGE: "1", CHECKPOINT_DISABLE: "1" },
    isQuiet: true,
  });
  if (!isDone) giveUp("The database client could not be written; Prisma's own words are above.");
  writeFileSync(stamp, sources);
}

/** What the checks and the tests read: the packages, the database client, and the types that Next derives from the pages. */
export function prepareSources() {
  installPackages();
  generateClient();
  if (!run(node, [join(root, "node_modules/next/dist/bin/next"), "typegen"], { isQuiet: true })) {
    giveUp("Next could not derive the types of the pages; the reason is above.");
  }
}

/** Builds the pages when the build is missing or was made from other sources. */
export function build() {
  const folder = join(root, process.env.PARLANCE_BUILD_DIR || ".next");
  const stamp = join(folder, "made-from");
  const sources = hashOf(SOURCES);
  if (existsSync(join(folder, "BUILD_ID")) && readIfThere(stamp) === sources) return;
  console.log("Building the pages …");
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !SECRETS.test(name)));
  const isDone = run(node, [join(root, "node_modules/next/dist/bin/next"), "build"], {
    env: { ...environment, NODE_ENV: "production", NEXT_TELEMETRY_DISABLED: "1" },
    isQuiet: true,
  });
  if (!isDone) giveUp("The pages could not be built; the reason is above.");
  mkdirSync(folder, { recursive: true });
  writeFileSync(stamp, sources);
}

/** Runs a program to its end; its output is shown, or kept and shown only when it fails. True when it succeeded. */
export function run(program, options, { env = process.env, isQuiet = false } = {}) {
  const result = spawnSync(program, options, {
    cwd: root,
    env,
    stdio: isQuiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (result.error) console.error(`${program}: ${result.error.message}`);
  if (isQuiet && result.status !== 0) process.stderr.write(`${result.stdout ?? ""}${result.stderr ?? ""}`);
  return result.status === 0;
}

function readIfThere(path) {
  return existsSync(path) ? readFileSync(path, "utf8") : null;
}

/** One hash over the names and contents of all files below `paths`, without what is generated. */
function hashOf(paths) {
  const hash = createHash("sha256");
  const add = (path) => {
    const absolute = join(root, path);
    if (!existsSync(absolute) || path.endsWith("database/generated")) return;
    const names = readdirIfFolder(absolute);
    if (names === null) hash.update(`${path}\0`).update(readFileSync(absolute)).update("\0");
    else for (const name of names.sort()) add(`${path}/${name}`);
  };
  for (const path of paths) add(path);
  return hash.digest("hex");
}

function readdirIfFolder(path) {
  try {
    return readdirSync(path);
  } catch (error) {
    if (error.code === "ENOTDIR") return null;
    throw error;
  }
}
