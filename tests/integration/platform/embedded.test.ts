import { readFile, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { startEmbeddedDatabase } from "@/lib/platform/database/embedded.server";
import { openDatabase } from "@/lib/platform/database/open.server";
import { newDataDir } from "@/tests/support/data-dir";
import { silentLog } from "@/tests/support/silent-log";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(name = "data"): Promise<string> {
  const folder = await newDataDir();
  folders.push(folder);
  return join(folder, name);
}

async function query(url: string, text: string): Promise<Record<string, unknown>[]> {
  const database = openDatabase({ url, log: silentLog });
  const rows = await database.query<Record<string, unknown>>({ text, values: [] });
  await database.close();
  return rows;
}

describe("the embedded PostgreSQL", () => {
  test("keeps what was committed from one start to the next, durably, and is reached by nobody else", async () => {
    const dataDir = await newFolder();
    const first = await startEmbeddedDatabase({ dataDir });
    await query(first.url, "create table kept (n int); insert into kept values (7)");
    const settings =
      "select name, setting from pg_settings where name in ('fsync','synchronous_commit','full_page_writes','listen_addresses')";
    expect(Object.fromEntries((await query(first.url, settings)).map(({ name, setting }) => [name, setting]))).toEqual({
      fsync: "on",
      synchronous_commit: "on",
      full_page_writes: "on",
      listen_addresses: "",
    });
    const sockets = decodeURIComponent(new URL(first.url).searchParams.get("host") ?? "");
    expect((await stat(sockets)).mode & 0o777).toBe(0o700);
    await first.stop();
    const second = await startEmbeddedDatabase({ dataDir });
    expect(await query(second.url, "select n from kept")).toEqual([{ n: 7 }]);
    await second.stop();
  });

  test("F28: a second process on the same data is refused with what to do, and the first goes on", async () => {
    const dataDir = await newFolder();
    const first = await startEmbeddedDatabase({ dataDir });
    await expect(startEmbeddedDatabase({ dataDir })).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringMatching(/^The data folder .* is in use by another Parlance .* set PARLANCE_DATA_DIR/),
    });
    expect(await query(first.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await first.stop();
  });

  test("of two processes that start at the same moment on new data, one gets it", async () => {
    const dataDir = await newFolder();
    const starts = await Promise.allSettled([startEmbeddedDatabase({ dataDir }), startEmbeddedDatabase({ dataDir })]);
    const started = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
    expect(started).toHaveLength(1);
    for (const database of started) {
      expect(await query(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
      await database.stop();
    }
  });

  test("a path too long for a socket gets its socket elsewhere", async () => {
    const dataDir = await newFolder("a-very-long-name-".repeat(8));
    const database = await startEmbeddedDatabase({ dataDir });
    expect(await query(database.url, "select 1 as one")).toEqual([{ one: 1 }]);
    await database.stop();
  });

  test("its log holds no value of a violated key and no statement", async () => {
    const dataDir = await newFolder();
    const database = await startEmbeddedDatabase({ dataDir });
    await query(
      database.url,
      "create table person (email text primary key); insert into person values ('ada@example.org')",
    );
    await expect(query(database.url, "insert into person values ('ada@example.org')")).rejects.toThrow();
    await database.stop();
    const log = await readFile(join(dataDir, "postgres.log"), "utf8");
    expect(log).toContain("duplicate key");
    expect(log).not.toContain("ada@example.org");
  });
});
