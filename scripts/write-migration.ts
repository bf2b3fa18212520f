/**
 * `npm run db:migration -- <name>`: writes the SQL that leads from the schema of the newest migration to prisma/schema.
 *
 * The schema that the migrations add up to is kept in prisma/migrations/snapshot.prisma, so that no database is needed.
 * Migrations written by hand (functions, triggers) are folders like the generated ones and leave the snapshot as it is.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { diffSchemas } from "@/lib/platform/database/schema-engine.server";
import { readSchema, readSnapshot } from "@/lib/platform/database/schema-files.server";

const root = join(import.meta.dirname, "..");
const migrations = join(root, "prisma/migrations");
const snapshotPath = join(migrations, "snapshot.prisma");

const name = process.argv[2] ?? "";
if (!/^[a-z0-9]+(_[a-z0-9]+)*$/.test(name)) {
  console.log("Name the change in lower case with underscores: npm run db:migration -- add_shared_links");
  process.exit(1);
}

const schema = await readSchema(join(root, "prisma/schema"));
const sql = await diffSchemas(await readSnapshot(snapshotPath), schema);
if (sql === null) {
  console.log("prisma/schema has not changed since the newest migration; nothing was written.");
  process.exit(0);
}

const stamp = new Date().toISOString().replace(/\D/g, "").slice(0, 14);
const folder = join(migrations, `${stamp}_${name}`);
await mkdir(folder, { recursive: true });
await writeFile(join(folder, "migration.sql"), sql);
await writeFile(snapshotPath, schema);
console.log(`prisma/migrations/${stamp}_${name}/migration.sql is written. Read it: it is applied at the next start.`);
