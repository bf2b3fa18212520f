import { rm } from "node:fs/promises";
import { join } from "node:path";
import pg from "pg";
import type { TestProject } from "vitest/node";
import { startEmbeddedDatabase } from "@/lib/platform/database/embedded.server";
import { migrateDatabase } from "@/lib/platform/database/migrate.server";
import { newDataDir } from "@/tests/support/data-dir";

declare module "vitest" {
  export interface ProvidedContext {
    /** A connection to the PostgreSQL of this run, with a migrated database to copy. */
    databaseServer: { url: string; template: string };
  }
}

/**
 * Vitest's global set-up for integration tests: one PostgreSQL for the whole run, with one migrated database that
 * tests/support/database.ts copies for each suite. The embedded one, or the one at TEST_DATABASE_URL.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const server = given ? { url: given, stop: async () => {} } : await startOwn();
  const template = `parlance_template_${process.pid}`;
  await execute(server.url, `create database ${template}`);
  await migrateDatabase({
    url: withDatabase(server.url, template),
    folder: join(import.meta.dirname, "../../prisma/migrations"),
  });
  project.provide("databaseServer", { url: server.url, template });
  return async () => {
    await execute(server.url, `drop database if exists ${template} with (force)`);
    await server.stop();
  };
}

async function startOwn(): Promise<{ url: string; stop(): Promise<void> }> {
  const dataDir = await newDataDir();
  const database = await startEmbeddedDatabase({ dataDir });
  return {
    url: database.url,
    async stop() {
      await database.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

/** One statement on a connection of its own. */
export async function execute(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}

/** The same server, another database. */
export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}
