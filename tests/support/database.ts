import { inject } from "vitest";
import { newId } from "@/lib/core/ids";
import { type Database, openDatabase } from "@/lib/platform/database/open.server";
import { execute, withDatabase } from "@/tests/support/database-server";
import { silentLog } from "@/tests/support/silent-log";

export type TestDatabase = {
  url: string;
  database: Database;
  /** Ends the connections and drops the database. */
  close(): Promise<void>;
};

/** A migrated, empty database of its own for one suite: `beforeAll(async () => { db = await openTestDatabase(); })`. */
export async function openTestDatabase(options: { connectionsMax?: number } = {}): Promise<TestDatabase> {
  const { url: serverUrl, template } = inject("databaseServer");
  const name = `parlance_test_${newId().replaceAll("-", "")}`;
  await execute(serverUrl, `create database ${name} template ${template}`);
  const url = withDatabase(serverUrl, name);
  const database = openDatabase({ url, log: silentLog, ...options });
  return {
    url,
    database,
    async close() {
      await database.close();
      await execute(serverUrl, `drop database if exists ${name} with (force)`);
    },
  };
}
