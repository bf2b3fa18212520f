import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, inject, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { migrateDatabase } from "@/lib/platform/database/migrate.server";
import { openDatabase } from "@/lib/platform/database/open.server";
import { execute, withDatabase } from "@/tests/support/database-server";
import { silentLog } from "@/tests/support/silent-log";

let folder: string;
let name: string;
let url: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "parlance-test-"));
  await writeFile(join(folder, "migration_lock.toml"), 'provider = "postgresql"\n');
  name = `parlance_test_${newId().replaceAll("-", "")}`;
  await execute(inject("databaseServer").url, `create database ${name}`);
  url = withDatabase(inject("databaseServer").url, name);
});
afterEach(async () => {
  await rm(folder, { recursive: true });
  await execute(inject("databaseServer").url, `drop database ${name} with (force)`);
});

async function write(migration: string, sql: string): Promise<void> {
  await mkdir(join(folder, migration), { recursive: true });
  await writeFile(join(folder, migration, "migration.sql"), sql);
}

async function read<Row extends object>(text: string): Promise<Row[]> {
  const database = openDatabase({ url, log: silentLog });
  const rows = await database.query<Row>({ text, values: [] });
  await database.close();
  return rows;
}

const WITH_FUNCTION = `
create table thing (id int primary key);
create function add_thing(n int) returns int language plpgsql as $$
begin
  insert into thing values (n); -- a semicolon; in a comment
  return n;
end $$;
select add_thing(1);
`;

describe("migrations", () => {
  test("are applied in order, functions and all, once", async () => {
    await write("20260101000000_first", WITH_FUNCTION);
    await write("20260102000000_second", "select add_thing(2);");
    expect(await migrateDatabase({ url, folder })).toEqual(["20260101000000_first", "20260102000000_second"]);
    expect(await migrateDatabase({ url, folder })).toEqual([]);
    await write("20260103000000_third", "select add_thing(3);");
    expect(await migrateDatabase({ url, folder })).toEqual(["20260103000000_third"]);
    expect(await read("select id from thing order by id")).toEqual([{ id: 1 }, { id: 2 }, { id: 3 }]);
  });

  test("of several processes that start at once, one applies them", async () => {
    await write("20260101000000_first", WITH_FUNCTION);
    const all = await Promise.all(Array.from({ length: 5 }, () => migrateDatabase({ url, folder })));
    expect(all.flat()).toEqual(["20260101000000_first"]);
  });

  test("a database of a newer version is refused and left alone", async () => {
    await write("20260101000000_first", WITH_FUNCTION);
    await write("20260909000000_from_the_future", "select add_thing(2);");
    await migrateDatabase({ url, folder });
    await rm(join(folder, "20260909000000_from_the_future"), { recursive: true });
    await expect(migrateDatabase({ url, folder })).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringMatching(/newer version of Parlance .*20260909000000_from_the_future/),
    });
  });

  test("one that fails leaves nothing behind but its name, and the next start says so", async () => {
    await write("20260101000000_first", WITH_FUNCTION);
    await write("20260102000000_broken", "select add_thing(2);\nselect no_such_function();");
    await expect(migrateDatabase({ url, folder })).rejects.toThrow();
    expect(await read("select id from thing")).toEqual([{ id: 1 }]);
    await expect(migrateDatabase({ url, folder })).rejects.toMatchObject({
      code: "misconfigured",
      message: expect.stringMatching(/^The migration 20260102000000_broken stopped half way/),
    });
  });
});
