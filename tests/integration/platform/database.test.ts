import { createServer, type Server } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { isAppError } from "@/lib/core/errors";
import { type Database, openDatabase } from "@/lib/platform/database/open.server";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { silentLog } from "@/tests/support/silent-log";

/** Accepts connections and never says a word: a database behind a broken network, or one that hangs. */
let silent: Server;
let silentUrl: string;
let testDatabase: TestDatabase;
let database: Database;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = testDatabase.database;
  silent = createServer(() => {});
  await new Promise<void>((resolve) => silent.listen(0, "127.0.0.1", resolve));
  const address = silent.address();
  silentUrl = `postgresql://me@127.0.0.1:${typeof address === "object" ? address?.port : 0}/none`;
});
afterAll(async () => {
  silent.close();
  await testDatabase.close();
});

const select = { text: "select 1", values: [] };

describe("both doors to the database", () => {
  test.each([
    ["nobody listens", () => "postgresql://me@127.0.0.1:1/none"],
    ["it never answers", () => silentUrl],
    ["its name is unknown", () => "postgresql://me@nowhere.invalid/none"],
  ])("F3: when %s they say so within two seconds", async (_what, url) => {
    const down = openDatabase({ url: url(), log: silentLog });
    const startedAt = performance.now();
    const failures = await Promise.all([
      down.query(select).catch((error: unknown) => error),
      down.prisma.person.count().catch((error: unknown) => error),
      down.prisma.$transaction(async (tx) => tx.person.count()).catch((error: unknown) => error),
    ]);
    expect(performance.now() - startedAt).toBeLessThan(2_000);
    expect(failures.map((error) => isAppError(error, "database-unavailable"))).toEqual([true, true, true]);
    await down.close();
  });

  test("F3: a connection that is cut in the middle of a statement counts as unavailable, and the next statement works", async () => {
    const cut = "select pg_terminate_backend(pg_backend_pid())";
    await expect(database.query({ text: cut, values: [] })).rejects.toSatisfy((error) =>
      isAppError(error, "database-unavailable"),
    );
    await expect(database.prisma.$queryRawUnsafe(cut)).rejects.toSatisfy((error) =>
      isAppError(error, "database-unavailable"),
    );
    expect(await database.query(select)).toHaveLength(1);
    expect(await database.prisma.person.count()).toBe(0);
  });

  test("F3: on the quick door a statement that hangs is given up within two seconds", async () => {
    const startedAt = performance.now();
    await expect(database.query({ text: "select pg_sleep(5)", values: [] })).rejects.toSatisfy((error) =>
      isAppError(error, "database-unavailable"),
    );
    expect(performance.now() - startedAt).toBeLessThan(2_000);
  });

  test("what work inside a transaction throws comes out as it is", async () => {
    const refusal = new Error("no");
    const failing = database.prisma.$transaction(async () => {
      throw refusal;
    });
    await expect(failing).rejects.toBe(refusal);
  });

  test("the quick door hands out money as bigint and days as text", async () => {
    const [row] = await database.query<Record<string, unknown>>({
      name: "kinds",
      text: "select 9007199254740993::int8 as money, '{1,2}'::int8[] as several, date '2026-03-01' as day, '{}'::int8[] as none",
      values: [],
    });
    expect(row).toEqual({ money: 9_007_199_254_740_993n, several: [1n, 2n], day: "2026-03-01", none: [] });
  });
});
