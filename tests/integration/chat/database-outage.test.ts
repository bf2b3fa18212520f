import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { replayJournal } from "@/lib/chat/journal.server";
import { loadThread } from "@/lib/chat/load-thread.server";
import { runTurn } from "@/lib/chat/run-turn.server";
import { AppError } from "@/lib/core/errors";
import { startEmbeddedDatabase } from "@/lib/platform/database/embedded.server";
import { migrateDatabase } from "@/lib/platform/database/migrate.server";
import { auditInvariants } from "@/lib/reports/audit-invariants.server";
import { startRawProvider, stream } from "../../support/raw-provider";
import { readAnswer } from "../../support/read-answer";
import { closeRuntime, openTestRuntime } from "../../support/runtime";
import { silentLog } from "../../support/silent-log";
import { askRequest } from "../../support/turns";
import { seedOrganisation, seedPerson } from "../../support/world";

const folder = join(import.meta.dirname, "../../../prisma/migrations");

test("F3, F4: without its database nothing is sent; an answer under way goes on and is stored when the database is back", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "parlance-outage-"));
  const provider = await startRawProvider(
    stream(["one ", "two ", "three"], { everyMs: 600, usage: { prompt_tokens: 30, completion_tokens: 5 } }),
  );
  let database = await startEmbeddedDatabase({ dataDir });
  await migrateDatabase({ url: database.url, folder });
  const runtime = await openTestRuntime({ databaseUrl: database.url, baseUrl: provider.baseUrl });
  await seedOrganisation(runtime.database);
  const ada = await seedPerson(runtime.database);
  try {
    const request = askRequest();
    const answer = await runTurn(runtime, { credential: ada, ...request });
    const reading = readAnswer(answer);
    await expect.poll(() => provider.calls.length).toBe(1);
    await database.stop();

    const startedAt = performance.now();
    const refused = await runTurn(runtime, { credential: ada, ...askRequest() }).then(
      () => null,
      (error: unknown) => error,
    );
    expect(refused instanceof AppError && refused.code).toBe("database-unavailable");
    expect(performance.now() - startedAt).toBeLessThan(2_500); // two seconds and what a busy machine adds
    expect(provider.calls).toHaveLength(1);

    const { text, ended } = await reading; // the reader is told, whether or not the end is stored
    expect(text).toBe("one two three");
    expect(ended).toMatchObject({ state: "complete", receipt: { basis: "reported" } });

    database = await startEmbeddedDatabase({ dataDir });
    await runtime.background.idle();
    const actor = { id: ada.personId, email: "", name: "", role: "member" as const, sessionId: ada.sessionId };
    const thread = await loadThread(runtime, actor, request.conversationId);
    expect(thread.messages.at(-1)).toMatchObject({
      state: "complete",
      text: "one two three",
      receipt: { basis: "reported", inputTokens: 30 },
    });
    expect(await auditInvariants(runtime)).toEqual([]);
  } finally {
    await closeRuntime(runtime);
    await database.stop();
    await provider.close();
    await rm(dataDir, { recursive: true, force: true });
  }
}, 120_000);

test("F4: the journal is replayed line by line; what is no line of ours is set aside, and a second replay finds nothing", async () => {
  const dataDir = await mkdtemp(join(tmpdir(), "parlance-journal-"));
  const config = { dataDir } as Parameters<typeof replayJournal>[0]["config"]; // the journal reads nothing else
  await writeFile(
    join(dataDir, "turn-ends.jsonl"),
    `{"turnId":"a","state":"completed"}\n{"turnId":"b","st\n{"turnId":"c"}\n`,
  );
  const stored: string[] = [];
  const replay = () => replayJournal({ config, log: silentLog }, async ({ turnId }) => void stored.push(turnId));
  await replay();
  await replay();
  expect(stored).toEqual(["a", "c"]);
  expect(await readdir(dataDir)).toEqual(["turn-ends.jsonl.refused"]);

  await writeFile(join(dataDir, "turn-ends.jsonl"), `{"turnId":"d"}\n`);
  const away = replayJournal({ config, log: silentLog }, async () => {
    throw new AppError("database-unavailable", "away");
  });
  await expect(away).rejects.toThrow("away");
  await replay(); // what could not be stored is still there
  expect(stored).toEqual(["a", "c", "d"]);
  await rm(dataDir, { recursive: true });
});
