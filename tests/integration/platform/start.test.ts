import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, inject, test } from "vitest";
import { newId } from "@/lib/core/ids";
import { newDataDir } from "@/tests/support/data-dir";
import { execute, withDatabase } from "@/tests/support/database-server";
import { startAndFail, startServer } from "@/tests/support/server";

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true, force: true }))));

async function newFolder(): Promise<string> {
  const folder = await newDataDir();
  folders.push(folder);
  return folder;
}

describe("a start with nothing configured", () => {
  test("serves pages, prints the owner's link, says that a demo answers, and ends with 0 when it is asked to", async () => {
    const server = await startServer();
    expect(server.logs()).toContain("A demo model answers");
    expect(server.setupLink).toMatch(/^http:\/\/localhost:\d+\/setup\?token=\S{30,}$/);
    const health = await fetch(`${server.url}/api/health`);
    expect(await health.json()).toEqual({ status: "ok", version: expect.any(String) });
    expect((await fetch(`${server.url}/sign-in`)).status).toBe(200);
    expect(await server.stop()).toBe(0);
    expect(server.logs()).toContain("shutdown-finished");
  });

  test("the same data serves again after kill -9, and after a clean end", async () => {
    const dataDir = await newFolder();
    const first = await startServer({ dataDir });
    await first.kill9();
    const second = await startServer({ dataDir });
    expect(await second.stop()).toBe(0);
    const third = await startServer({ dataDir });
    expect(await third.stop()).toBe(0);
  });

  test("F28: a second one on the same data is refused, and the first goes on", async () => {
    const first = await startServer();
    const second = await startAndFail({ PARLANCE_DATA_DIR: first.dataDir });
    expect(second).toMatchObject({ code: 1, output: expect.stringMatching(/is in use by another Parlance/) });
    expect((await fetch(`${first.url}/api/health`)).status).toBe(200);
    await first.stop();
  });
});

describe("a start on a database of one's own", () => {
  test("migrates it, also when its address stands in a file", async () => {
    const { url: serverUrl } = inject("databaseServer");
    const name = `parlance_test_${newId().replaceAll("-", "")}`;
    await execute(serverUrl, `create database ${name}`);
    const dataDir = await newFolder();
    const file = join(dataDir, "database-url");
    await writeFile(file, `${withDatabase(serverUrl, name)}\n`);
    const server = await startServer({ dataDir, env: { DATABASE_URL_FILE: file } });
    expect(server.setupLink).not.toBeNull();
    expect(await server.stop()).toBe(0);
    await execute(serverUrl, `drop database ${name} with (force)`);
  });
});

describe("a start that cannot succeed ends with 1 and one sentence", () => {
  test("a taken port", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const address = taken.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const { output, code } = await startAndFail({ PORT: `${port}`, PARLANCE_DATA_DIR: await newFolder() });
    expect(output.trim()).toBe(
      `Port ${port} is taken by another program. Stop that one, or choose another port: PORT=${port + 1} npm start`,
    );
    expect(code).toBe(1);
    taken.close();
  });

  test.each([
    ["a malformed setting", { PORT: "http" }, /^PORT must be a port number \(0 to 65535\)\.$/],
    [
      "a base URL without a key",
      { OPENAI_BASE_URL: "http://127.0.0.1:9/v1" },
      /^OPENAI_BASE_URL is set, but OPENAI_API_KEY is not\./,
    ],
    ["an address of a database that is none", { DATABASE_URL: "localhost" }, /^DATABASE_URL must be an address like/],
    [
      "an unreachable database",
      { DATABASE_URL: "postgresql://me:hunter22@127.0.0.1:1/none" },
      /^The database at 127\.0\.0\.1:1 cannot be reached \(.*\)\. Start it, or correct DATABASE_URL/,
    ],
  ])("%s", async (_what, env, sentence) => {
    const { output, code } = await startAndFail({ PARLANCE_DATA_DIR: await newFolder(), ...env });
    expect(output.trim()).toMatch(sentence);
    expect(output.trim().split("\n")).toHaveLength(1);
    expect(output).not.toContain("hunter22");
    expect(code).toBe(1);
  });

  test("a data folder that is not writable", async () => {
    const folder = await mkdtemp(join(tmpdir(), "parlance-test-"));
    folders.push(folder);
    const file = join(folder, "file");
    await writeFile(file, "");
    await chmod(file, 0o400);
    const { output, code } = await startAndFail({ PARLANCE_DATA_DIR: join(file, "data") });
    expect(output.trim()).toMatch(/^The data folder is not writable: .* set PARLANCE_DATA_DIR to another folder\.$/);
    expect(code).toBe(1);
  });
});
