import "server-only";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import { AppError } from "@/lib/core/errors";
import { toDatabaseFailure } from "@/lib/platform/database/failures";
import { NO_FILTERS, withSchemaEngine } from "@/lib/platform/database/schema-engine.server";

/** Any number, but the same in every process: the name of the lock that keeps migrations apart. */
const LOCK = 7_041_776;

const LOCKFILE = "migration_lock.toml";

/**
 * Brings the database to the state of `folder` (prisma/migrations) and answers with the names of what it applied.
 *
 * Several processes may start at once: one migrates, the others wait. Writes the same `_prisma_migrations` as
 * `prisma migrate deploy`. Throws AppError "misconfigured" when the database is newer than this version of the product or an
 * earlier migration failed half way, and "database-unavailable" when it cannot be reached.
 */
export async function migrateDatabase({ url, folder }: { url: string; folder: string }): Promise<string[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
  client.on("error", () => {}); // the statement that is running fails with the same error
  try {
    await client.connect();
    await client.query("select pg_advisory_lock($1)", [LOCK]);
    const known = await listMigrations(folder);
    const applied = await listApplied(client);
    refuseUnknown(applied, known);
    refuseFailed(applied);
    const done = new Set(applied.filter(({ finished }) => finished).map(({ name }) => name));
    if (known.every((name) => done.has(name))) return [];
    return await applyMigrations(url, folder, known);
  } catch (error) {
    throw toDatabaseFailure(error);
  } finally {
    await client.end().catch(() => {}); // it may never have been connected
  }
}

/** The migrations of a folder, oldest first. */
export async function listMigrations(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

type Applied = { name: string; finished: boolean };

async function listApplied(client: pg.Client): Promise<Applied[]> {
  const { rows: found } = await client.query<{ exists: boolean }>(
    "select to_regclass('_prisma_migrations') is not null as exists",
  );
  if (found[0]?.exists !== true) return [];
  const { rows } = await client.query<Applied>(
    `select migration_name as name, finished_at is not null as finished
     from _prisma_migrations where rolled_back_at is null order by started_at`,
  );
  return rows;
}

function refuseUnknown(applied: readonly Applied[], known: readonly string[]): void {
  const unknown = applied.find(({ name }) => !known.includes(name));
  if (unknown === undefined) return;
  throw new AppError(
    "misconfigured",
    `The database was used by a newer version of Parlance (it has the migration ${unknown.name}). Start that version, or restore a backup that was made before it.`,
  );
}

function refuseFailed(applied: readonly Applied[]): void {
  const failed = applied.find(({ finished }) => !finished);
  if (failed === undefined) return;
  throw new AppError(
    "misconfigured",
    `The migration ${failed.name} stopped half way at an earlier start. Its error is in the table _prisma_migrations; repair the cause, delete its row there, and start again.`,
  );
}

async function applyMigrations(url: string, folder: string, names: readonly string[]): Promise<string[]> {
  const migrationDirectories = await Promise.all(
    names.map(async (name) => {
      const content = await readFile(join(folder, name, "migration.sql"), "utf8");
      return { path: name, migrationFile: { path: "migration.sql", content: { tag: "ok" as const, value: content } } };
    }),
  );
  const lockfile = { path: LOCKFILE, content: await readFile(join(folder, LOCKFILE), "utf8") };
  const { appliedMigrationNames } = await withSchemaEngine(url, (engine) =>
    engine.applyMigrations({
      migrationsList: { baseDir: folder, lockfile, shadowDbInitScript: "", migrationDirectories },
      filters: NO_FILTERS,
    }),
  );
  return appliedMigrationNames;
}
