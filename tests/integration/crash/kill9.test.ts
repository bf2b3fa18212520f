import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { auditInvariants } from "@/lib/reports/audit-invariants.server";
import {
  cookieFor,
  createChatClient,
  type ReceivedAnswer,
  signInAsOwner,
  TEST_SECRET,
} from "../../support/chat-client";
import { openTestDatabase, type TestDatabase } from "../../support/database";
import {
  begin,
  chunk,
  type ProviderCall,
  type RawProvider,
  type Script,
  startRawProvider,
  stream,
  usageChunk,
} from "../../support/raw-provider";
import { CANARY_KEY } from "../../support/runtime";
import { startServer, type TestServer } from "../../support/server";
import { seedOrganisation, seedPerson } from "../../support/world";

/** Where the turn stands when the server is killed, from outside: by what the provider sends and what the database locks. */
type Moment = {
  at: string;
  script: Script;
  /** Rows that another transaction holds, so that the turn waits there. */
  lock?: string;
  /** Brings the turn to the moment; the kill follows. */
  reach(parts: {
    asked: Promise<ReceivedAnswer>;
    call: () => Promise<ProviderCall>;
    isBlocked: () => Promise<void>;
  }): Promise<unknown>;
  isAcknowledged: boolean;
  /** What the provider would bill. */
  billed: { promptTokens: boolean; words: number };
};

const WORDS = Array.from({ length: 40 }, (_, index) => `word${index} `);
const hang: Script = async (response) => void (await once(response, "close"));
const words: Script = async (response) => {
  begin(response);
  for (const word of WORDS) response.write(chunk({ content: word }));
  await once(response, "close");
};
const everythingButTheEnd: Script = async (response) => {
  begin(response);
  for (const word of WORDS) response.write(chunk({ content: word }));
  response.write(chunk({}, "stop"));
  response.write(usageChunk({ prompt_tokens: 90, completion_tokens: 40 }));
  await once(response, "close");
};
const aSecondLater = () => wait(1_600); // checkpoints come once a second

const MOMENTS: Moment[] = [
  {
    at: "before the hold",
    script: hang,
    lock: "select 1 from budget_balance for update",
    reach: ({ isBlocked }) => isBlocked(),
    isAcknowledged: false,
    billed: { promptTokens: false, words: 0 },
  },
  {
    at: "after the hold and the question, before the first byte",
    script: hang,
    reach: ({ call }) => call(),
    isAcknowledged: true,
    billed: { promptTokens: false, words: 0 },
  },
  {
    at: "in the middle",
    script: words,
    reach: ({ call }) => call().then(aSecondLater),
    isAcknowledged: true,
    billed: { promptTokens: true, words: 40 },
  },
  {
    at: "after the usage",
    script: everythingButTheEnd,
    reach: ({ call }) => call().then(aSecondLater),
    isAcknowledged: true,
    billed: { promptTokens: true, words: 40 },
  },
  {
    at: "during the settlement",
    script: async (response, call) => {
      await words(response, call);
    },
    reach: ({ call }) => call().then(aSecondLater),
    isAcknowledged: true,
    billed: { promptTokens: true, words: 40 },
  },
];

describe("F1: kill -9 of the server", () => {
  let testDatabase: TestDatabase;
  let provider: RawProvider;
  let ada: { personId: string; sessionId: string };
  let server: TestServer;
  let locker: pg.Client;

  const start = async () =>
    startServer({
      env: {
        DATABASE_URL: testDatabase.url,
        OPENAI_API_KEY: CANARY_KEY,
        OPENAI_BASE_URL: provider.baseUrl,
        PARLANCE_SECRET: TEST_SECRET,
        PARLANCE_DEFAULT_MODEL: "gpt-4o-mini",
        PARLANCE_SMALL_MODEL: "gpt-4o-mini",
      },
    });
  const isBlocked = async () => {
    const text =
      "select count(*)::int as waiting from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";
    await expect
      .poll(async () => (await testDatabase.database.query<{ waiting: number }>({ text, values: [] }))[0]?.waiting, {
        timeout: 10_000,
      })
      .toBeGreaterThan(0);
  };

  beforeAll(async () => {
    testDatabase = await openTestDatabase();
    provider = await startRawProvider(stream(["hello"]));
    await seedOrganisation(testDatabase.database);
    ada = await seedPerson(testDatabase.database);
    locker = new pg.Client({ connectionString: testDatabase.url });
    await locker.connect();
    server = await start();
  }, 240_000);
  afterAll(async () => {
    await server?.stop();
    await locker?.end();
    await provider?.close();
    await testDatabase?.close();
  });

  test("at every step of a turn: nothing acknowledged is lost, and a minute later the money is settled", async () => {
    const chats = new Map<string, string>();
    await createChatClient(server.url, cookieFor(ada)).ask("warm up"); // makes the balances that a lock needs
    for (const moment of MOMENTS) {
      provider.calls.length = 0;
      provider.answerWith(moment.script);
      if (moment.lock) {
        await locker.query("begin");
        await locker.query(moment.lock);
      }
      const conversationId = chats.get(moment.at) ?? crypto.randomUUID();
      chats.set(moment.at, conversationId);
      let isAcknowledged = false;
      const until = ({ started }: ReceivedAnswer) => {
        isAcknowledged ||= started !== null;
        return false;
      };
      const asked = createChatClient(server.url, cookieFor(ada))
        .ask(`killed ${moment.at}`, { conversationId, until })
        .catch(() => ({ started: null, text: "", events: [], isBroken: true }));
      await moment.reach({
        asked,
        call: async () => {
          await expect.poll(() => provider.calls.length, { timeout: 10_000 }).toBe(1);
          const [call] = provider.calls;
          if (!call) throw new Error("the provider was not called");
          return call;
        },
        isBlocked,
      });
      if (moment.isAcknowledged) await expect.poll(() => isAcknowledged).toBe(true);
      if (moment.at === "during the settlement") {
        await locker.query("begin");
        await locker.query("select 1 from budget_balance for update");
        void createChatClient(server.url, cookieFor(ada))
          .stop(conversationId)
          .catch(() => undefined);
        await isBlocked();
      }
      await server.kill9();
      const received = await asked;
      expect(received.isBroken, moment.at).toBe(true);
      // A statement that waits at the kill would still be carried out: it is lost too, as when the connection breaks on its way.
      await locker.query(
        "select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()",
      );
      await locker.query("rollback");
      server = await start();
      expect(received.started !== null, moment.at).toBe(moment.isAcknowledged);
    }

    const client = createChatClient(server.url, cookieFor(ada));
    const held = () => testDatabase.database.prisma.hold.count({ where: { state: "held" } });
    await expect.poll(held, { timeout: 60_000, interval: 1_000 }).toBe(0); // I6
    for (const moment of MOMENTS) {
      const thread = await client.thread(chats.get(moment.at) ?? "");
      if (!moment.isAcknowledged) {
        expect(thread, moment.at).toBeNull();
        continue;
      }
      const [question, answer] = thread?.messages ?? [];
      expect(question, moment.at).toMatchObject({ role: "user", text: `killed ${moment.at}` });
      expect(answer, moment.at).toMatchObject({ role: "assistant", state: "interrupted" });
      expect(WORDS.join("").startsWith(answer?.text ?? "?"), moment.at).toBe(true); // a prefix of what was sent
      expect(answer?.text.split(" ").filter(Boolean).length, moment.at).toBe(moment.billed.words);
      const entries = await testDatabase.database.prisma.ledgerEntry.findMany({
        where: { conversationId: chats.get(moment.at) ?? "", kind: "answer" },
      });
      if (moment.billed.promptTokens) expect(entries, moment.at).toMatchObject([{ basis: "estimated" }]);
      else expect(entries, moment.at).toEqual([]);
      for (const entry of entries) expect(entry.completionTokens, moment.at).toBeGreaterThan(40); // "word0 " is more than one token
    }
    expect(await auditInvariants(testDatabase)).toEqual([]);

    provider.answerWith(stream(["alive"]));
    const after = await client.ask("still there?", { conversationId: chats.get("in the middle") ?? "" });
    expect(after.text).toBe("alive");
    expect(server.logs()).not.toContain(CANARY_KEY); // I10
  }, 240_000);

  test("F2: asked to end, it saves the running answer as interrupted and ends with 0", async () => {
    provider.answerWith(async (response) => {
      begin(response);
      for (const word of WORDS) response.write(chunk({ content: word }));
      await once(response, "close");
    });
    const client = createChatClient(server.url, cookieFor(ada));
    const asked = client.ask("until the end");
    await expect
      .poll(async () => await testDatabase.database.prisma.turn.count({ where: { state: "running" } }))
      .toBe(1);
    await wait(300);
    expect(await server.stop()).toBe(0);
    const { conversationId, text } = await asked;
    expect(text).toBe(WORDS.join(""));
    server = await start();
    const thread = await createChatClient(server.url, cookieFor(ada)).thread(conversationId);
    expect(thread?.messages.at(-1)).toMatchObject({
      state: "interrupted",
      text: WORDS.join(""),
      receipt: { basis: "estimated" },
    });
    expect(await auditInvariants(testDatabase)).toEqual([]);
  }, 120_000);
});

test("embedded: after kill -9 the next start on the same data has the part that was written, at once", async () => {
  const provider = await startRawProvider(words);
  const env = {
    OPENAI_API_KEY: CANARY_KEY,
    OPENAI_BASE_URL: provider.baseUrl,
    PARLANCE_SECRET: TEST_SECRET,
    PARLANCE_DEFAULT_MODEL: "gpt-4o-mini",
  };
  const first = await startServer({ env });
  const cookie = await signInAsOwner(first.url, first.setupLink ?? "");
  const client = createChatClient(first.url, cookie);
  const asked = client.ask("killed in the middle");
  await expect.poll(() => provider.calls.length, { timeout: 10_000 }).toBe(1);
  await aSecondLater();
  await first.kill9();
  const { conversationId, started } = await asked;
  expect(started).not.toBeNull();

  const second = await startServer({ env, dataDir: first.dataDir });
  const thread = await createChatClient(second.url, cookie).thread(conversationId);
  expect(thread?.messages).toMatchObject([
    { text: "killed in the middle" },
    { state: "interrupted", text: WORDS.join(""), receipt: { basis: "estimated" } },
  ]);
  expect(thread?.runningTurn).toBeNull();
  expect(second.setupLink).toBeNull(); // the owner is there
  expect(await second.stop()).toBe(0);
  await provider.close();
}, 240_000);
