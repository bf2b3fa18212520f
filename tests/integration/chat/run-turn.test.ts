import { once } from "node:events";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { findRunningAnswer, rejoinAnswer } from "@/lib/chat/answer.server";
import { deleteConversation } from "@/lib/chat/delete-conversation.server";
import { loadThread } from "@/lib/chat/load-thread.server";
import { recoverTurns } from "@/lib/chat/recover-turns.server";
import { runTurn } from "@/lib/chat/run-turn.server";
import { stopAnswer } from "@/lib/chat/stop-answer.server";
import type { TurnRequest } from "@/lib/chat/turn-request";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { findModel } from "@/lib/models/catalogue";
import { costOf } from "@/lib/models/pricing";
import type { Statement } from "@/lib/platform/database/open.server";
import type { Runtime } from "@/lib/platform/runtime.server";
import { auditInvariants } from "@/lib/reports/audit-invariants.server";
import { openTestDatabase, type TestDatabase } from "../../support/database";
import { findRequestErrors } from "../../support/openai-schema";
import {
  begin,
  chunk,
  complete,
  type RawProvider,
  refuse,
  startRawProvider,
  stream,
  streamForever,
} from "../../support/raw-provider";
import { readAnswer } from "../../support/read-answer";
import { CANARY_KEY, closeRuntime, openTestRuntime } from "../../support/runtime";
import { askRequest } from "../../support/turns";
import { seedOrganisation, seedPerson } from "../../support/world";

let testDatabase: TestDatabase;
let provider: RawProvider;
let runtime: Runtime;
let ada: { personId: string; sessionId: string };
const statements: string[] = [];

const actor = () => ({ id: ada.personId, email: "", name: "Ada", role: "member" as const, sessionId: ada.sessionId });
const run = (request: TurnRequest, who = ada) => runTurn(runtime, { credential: who, ...request });
const ask = async (text: string, parts: Partial<Extract<TurnRequest, { kind: "ask" }>> = {}) => {
  const request = askRequest({ text, ...parts });
  return { request, read: await readAnswer(await run(request)) };
};
const code = (error: unknown) => (error instanceof AppError ? error.code : error);
/** The calls for answers; titles and summaries are calls too. */
const answerCalls = () =>
  provider.calls.filter(({ body }) => JSON.stringify(body.messages).includes("in a team's chat"));
const ledger = () =>
  runtime.database.prisma.ledgerEntry.findMany({ where: { personId: ada.personId }, orderBy: { at: "asc" } });
const messagesOf = async (conversationId: string) => (await loadThread(runtime, actor(), conversationId)).messages;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  provider = await startRawProvider();
  await seedOrganisation(testDatabase.database);
  const { database } = testDatabase;
  const counted = {
    ...database,
    query: <Row extends object>(statement: Statement) => {
      statements.push(statement.name ?? statement.text);
      return database.query<Row>(statement);
    },
  };
  runtime = await openTestRuntime({ databaseUrl: testDatabase.url, baseUrl: provider.baseUrl }, { database: counted });
});
afterAll(async () => {
  await closeRuntime(runtime);
  await provider.close();
});
beforeEach(async () => {
  ada = await seedPerson(testDatabase.database);
  provider.calls.length = 0;
  statements.length = 0;
});
afterEach(async () => {
  await runtime.background.idle();
  expect(await auditInvariants(runtime)).toEqual([]);
  expect(provider.calls.flatMap(({ body }) => findRequestErrors(body))).toEqual([]);
});

describe("a turn", () => {
  test("streams the answer, keeps question and answer, and writes the bill that the provider reported", async () => {
    provider.answerWith(
      stream(["Hel", "lo ", "Ada"], {
        usage: { prompt_tokens: 31, completion_tokens: 3, prompt_tokens_details: { cached_tokens: 0 } },
      }),
    );
    const { request, read } = await ask("Say hello");
    expect(read.text).toBe("Hello Ada");
    expect(read.events.map(({ type }) => type)).toEqual(
      expect.arrayContaining(["start", "data-turn", "text-start", "text-delta", "text-end", "data-end", "finish"]),
    );
    const price = findModel("gpt-4o-mini", [])?.price;
    if (!price) throw new Error("gpt-4o-mini has a price");
    const usage = { promptTokens: 31, completionTokens: 3, cachedTokens: 0, cacheWriteTokens: 0, reasoningTokens: 0 };
    const [entry] = await ledger();
    expect(entry).toMatchObject({
      ...usage,
      basis: "reported",
      kind: "answer",
      costNanoUsd: costOf(usage, price),
      providerRequestId: "req_test",
    });
    expect(read.ended).toMatchObject({
      state: "complete",
      finishReason: "stop",
      receipt: { inputTokens: 31, outputTokens: 3, basis: "reported" },
    });
    expect(await messagesOf(request.conversationId)).toMatchObject([
      { role: "user", text: "Say hello", state: "complete" },
      { role: "assistant", text: "Hello Ada", state: "complete", receipt: { costUsd: read.ended?.receipt?.costUsd } },
    ]);
  });

  test("makes two round trips to the database before the provider is called", async () => {
    let before: string[] = [];
    provider.answerWith(async (response, call) => {
      before = [...statements];
      await stream(["ok"])(response, call);
    });
    await ask("Hi");
    expect(before).toEqual(["open-conversation", "place-hold-start_turn"]);
  });

  test("sends what the API wants and nothing that names the person", async () => {
    provider.answerWith(stream(["ok"]));
    const { request } = await ask("Hi", { parameters: { temperature: 0.2, maxOutputTokens: 100 } });
    const [call] = provider.calls;
    expect(call?.body).toMatchObject({
      model: "gpt-4o-mini",
      stream: true,
      stream_options: { include_usage: true },
      temperature: 0.2,
      max_completion_tokens: 100,
      store: false,
      prompt_cache_key: request.conversationId,
    });
    expect(call?.authorization).toBe(`Bearer ${CANARY_KEY}`);
    expect(JSON.stringify(call?.body)).not.toContain(ada.personId);
  });

  test("the second turn sends the first one again, byte for byte", async () => {
    provider.answerWith(stream(["one"]));
    const { request } = await ask("first");
    await ask("second", { conversationId: request.conversationId });
    const [first, second] = answerCalls().map(({ body }) => body.messages as unknown[]);
    const shared = (first?.length ?? 0) - 1; // all but what changes from turn to turn
    expect(second?.slice(0, shared)).toEqual(first?.slice(0, shared));
    expect(second?.slice(shared, shared + 2)).toMatchObject([
      { role: "assistant", content: "one" },
      { role: "user", content: "second" },
    ]);
  });

  test("over budget: nothing is sent, nothing is kept, and it is said what is left", async () => {
    await runtime.database.query({
      text: "select set_budget($1, 'person', $2, 'month', 10)",
      values: [newId(), ada.personId],
    });
    const request = askRequest();
    expect(await run(request).then(null, code)).toBe("over-budget");
    expect(provider.calls).toHaveLength(0);
    expect(await runtime.database.prisma.conversation.count({ where: { id: request.conversationId } })).toBe(0);
  });

  test("F20: 200 turns at once against a budget with room for 7 are exactly 7 calls", async () => {
    provider.answerWith(stream(["ok"], { usage: { prompt_tokens: 20, completion_tokens: 1 } }));
    await ask("probe", { parameters: { maxOutputTokens: 100 } });
    const { amountNanoUsd } = await runtime.database.prisma.hold.findFirstOrThrow({
      where: { personId: ada.personId, kind: "answer" },
    });
    await runtime.background.idle();
    for (let round = 0; round < 20; round += 1) {
      ada = await seedPerson(testDatabase.database);
      provider.calls.length = 0;
      let release = () => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      provider.answerWith(async (response, call) => {
        await gate; // all holds are live at once
        await stream(["ok"], { usage: { prompt_tokens: 20, completion_tokens: 1 } })(response, call);
      });
      const limit = amountNanoUsd * 7n + amountNanoUsd / 2n;
      await runtime.database.query({
        text: "select set_budget($1, 'person', $2, 'day', $3)",
        values: [newId(), ada.personId, limit],
      });
      const answers = await Promise.all(
        Array.from({ length: 200 }, () =>
          run(askRequest({ text: "probe", parameters: { maxOutputTokens: 100 } })).catch(code),
        ),
      );
      const admitted = answers.filter((answer) => typeof answer === "object" && answer !== null && "read" in answer);
      release();
      await Promise.all(admitted.map((answer) => readAnswer(answer as Awaited<ReturnType<typeof run>>)));
      const answered = provider.calls.filter(({ body }) => body.max_completion_tokens === 100);
      expect([admitted.length, answered.length]).toEqual([7, 7]);
      expect(answers.filter((answer) => answer === "over-budget")).toHaveLength(193);
      await runtime.background.idle();
      const spent = (await ledger()).reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n);
      expect(spent).toBeLessThanOrEqual(limit);
    }
  }, 180_000);
});

describe("the bill", () => {
  test("I1: the ledger is what the provider reported, times the price, to the nano-dollar", async () => {
    const model = findModel("gpt-5.1", []);
    if (!model?.price) throw new Error("gpt-5.1 has a price");
    const { inputPerMillion, cachedInputPerMillion, outputPerMillion } = model.price;
    let expected = 0n;
    for (let turn = 0; turn < 25; turn += 1) {
      const cached = turn * 37;
      const prompt = cached + 11 + turn * 3;
      const reasoning = turn * 2;
      const completion = reasoning + turn + 1;
      const usage = {
        prompt_tokens: prompt,
        completion_tokens: completion,
        prompt_tokens_details: { cached_tokens: cached },
        completion_tokens_details: { reasoning_tokens: reasoning },
      };
      provider.answerWith(stream(["ok"], { usage }));
      await ask("a".repeat(4_000), { model: "gpt-5.1" });
      await runtime.background.idle(); // its title comes from another model
      const millionths =
        BigInt(prompt - cached) * inputPerMillion +
        BigInt(cached) * cachedInputPerMillion +
        BigInt(completion) * outputPerMillion;
      expected += (millionths + 999_999n) / 1_000_000n;
    }
    const answers = (await ledger()).filter(({ kind }) => kind === "answer");
    expect(answers).toHaveLength(25);
    expect(answers.every(({ basis }) => basis === "reported")).toBe(true);
    expect(answers.reduce((sum, { costNanoUsd }) => sum + costNanoUsd, 0n)).toBe(expected);
  });
});

describe("an answer outlives its request", () => {
  test("C3: whoever joins in the middle gets every character once", async () => {
    const pieces = Array.from({ length: 60 }, (_, index) => `${index} `);
    provider.answerWith(stream(pieces, { everyMs: 5 }));
    const request = askRequest();
    const answer = await run(request);
    const first = await readAnswer(answer, ({ text }) => text.length > 30); // closes its tab
    const running = await findRunningAnswer(runtime, actor(), request.conversationId);
    if (!running) throw new Error("the answer is not running any more");
    const [second, third] = await Promise.all([
      readAnswer(running),
      readAnswer(rejoinAnswer(runtime, { turnId: answer.turnId })),
    ]);
    expect(pieces.join("").startsWith(first.text)).toBe(true);
    expect([second.text, third.text]).toEqual([pieces.join(""), pieces.join("")]);
    expect((await ledger()).filter(({ kind }) => kind === "answer")).toHaveLength(1);
  });

  test("F15: when every reader has left, the answer goes on and the bill is exact", async () => {
    provider.answerWith(stream(["a", "b", "c"], { everyMs: 20, usage: { prompt_tokens: 30, completion_tokens: 3 } }));
    const request = askRequest();
    await readAnswer(await run(request), () => true);
    await runtime.background.idle();
    expect(await messagesOf(request.conversationId)).toMatchObject([{}, { text: "abc", state: "complete" }]);
    expect((await ledger())[0]).toMatchObject({ basis: "reported", promptTokens: 30 });
  });

  test("F18: the same request sent again joins the same answer, and again after it has ended", async () => {
    provider.answerWith(stream(["one ", "two"], { everyMs: 20 }));
    const request = askRequest();
    const answers = await Promise.all([run(request), run(request), run(request)]);
    const reads = await Promise.all(answers.map((answer) => readAnswer(answer)));
    await runtime.liveStreams.close(); // what a restart forgets
    const late = await readAnswer(await run(request));
    expect([...reads, late].map(({ text }) => text)).toEqual(["one two", "one two", "one two", "one two"]);
    expect(answerCalls()).toHaveLength(1);
  });

  test("F16: Stop closes the call within 200 ms, keeps what arrived and bills it once, however often it is pressed", async () => {
    provider.answerWith(streamForever("word ", 5));
    const request = askRequest();
    const answer = await run(request);
    await readAnswer(answer, ({ text }) => text.length > 50);
    const stoppedAt = performance.now();
    const presses = await Promise.all([
      stopAnswer(runtime, actor(), request.conversationId),
      stopAnswer(runtime, actor(), request.conversationId),
    ]);
    expect(presses).toContain(true);
    const read = await readAnswer(rejoinAnswer(runtime, { turnId: answer.turnId }));
    await runtime.background.idle();
    await expect.poll(() => provider.calls[0]?.hungUpAtMs).toBeTypeOf("number");
    expect((provider.calls[0]?.hungUpAtMs ?? Number.POSITIVE_INFINITY) - stoppedAt).toBeLessThan(200);
    expect(read.ended).toMatchObject({ state: "stopped", receipt: { basis: "estimated" } });
    const [entry, ...rest] = await ledger();
    expect(rest).toEqual([]);
    const words = read.text.trim().split(" ").length;
    expect(Math.abs((entry?.completionTokens ?? 0) - words)).toBeLessThanOrEqual(Math.max(8, words * 0.02)); // I4
    expect(await stopAnswer(runtime, actor(), request.conversationId)).toBe(false);
  });

  test("F16: Stop before the first word bills no words", async () => {
    provider.answerWith(async (response) => {
      begin(response);
      await once(response, "close");
    });
    const request = askRequest();
    const answer = await run(request);
    await expect.poll(() => provider.calls.length).toBe(1);
    await stopAnswer(runtime, actor(), request.conversationId);
    const read = await readAnswer(answer);
    expect(read).toMatchObject({ text: "", ended: { state: "stopped" } });
    expect((await ledger()).every(({ completionTokens }) => completionTokens === 0)).toBe(true);
  });

  test("F19: deleting a chat stops its answer, and the money stays", async () => {
    provider.answerWith(streamForever("word ", 5));
    const request = askRequest();
    const answer = await run(request);
    await readAnswer(answer, ({ text }) => text.length > 20);
    await deleteConversation(runtime, actor(), request.conversationId);
    await runtime.background.idle();
    await expect.poll(() => provider.calls[0]?.isHungUp).toBe(true);
    expect(await ledger()).toMatchObject([
      { kind: "answer", basis: "estimated", conversationId: request.conversationId },
    ]);
    expect(await runtime.database.prisma.message.count({ where: { conversationId: request.conversationId } })).toBe(0);
  });

  test("Stop and rejoin know nothing of a foreign chat", async () => {
    provider.answerWith(streamForever("canary ", 5));
    const request = askRequest();
    await readAnswer(await run(request), ({ text }) => text.length > 10);
    const owner = actor();
    ada = await seedPerson(testDatabase.database);
    expect(await stopAnswer(runtime, actor(), request.conversationId).catch(code)).toBe("not-found");
    expect(await findRunningAnswer(runtime, actor(), request.conversationId).catch(code)).toBe("not-found");
    expect(await loadThread(runtime, actor(), request.conversationId).catch(code)).toBe("not-found");
    await stopAnswer(runtime, owner, request.conversationId);
  });
});

describe("a failure", () => {
  test.each([
    [401, { code: "invalid_api_key" }, "provider-key-rejected"],
    [429, { code: "insufficient_quota" }, "provider-quota-exhausted"],
    [404, { code: "model_not_found" }, "model-unavailable"],
    [400, { code: "context_length_exceeded" }, "context-too-long"],
  ])("F7: %i %j is said in its own words, costs nothing and is not tried again", async (status, error, failure) => {
    provider.answerWith(refuse(status, { ...error, message: `bad key ${CANARY_KEY}` }));
    const { read, request } = await ask("Hi");
    expect(read.ended).toMatchObject({ state: "failed", failure: { code: failure }, receipt: null });
    expect(JSON.stringify(read.events)).not.toContain(CANARY_KEY);
    expect(provider.calls).toHaveLength(1);
    expect(await ledger()).toEqual([]);
    expect(await messagesOf(request.conversationId)).toMatchObject([
      { text: "Hi" },
      { state: "failed", failure: { code: failure } },
    ]);
  });

  test("F8: a busy provider is tried again, and the wait is told", async () => {
    provider.answerWith(refuse(429, { code: "rate_limit_exceeded" }, { "retry-after": "0.05" }), stream(["fine"]));
    const { read } = await ask("Hi");
    expect(read.text).toBe("fine");
    expect(read.events).toContainEqual(
      expect.objectContaining({
        type: "data-status",
        data: expect.objectContaining({ state: "retrying", reason: "busy" }),
      }),
    );
    expect((await ledger()).filter(({ kind }) => kind === "answer")).toHaveLength(1);
  });

  test("F10: a stream that is cut after words keeps them, bills them by estimate and is not tried again", async () => {
    provider.answerWith((response) => {
      begin(response);
      response.write(chunk({ content: "half an" }));
      setTimeout(() => response.destroy(), 30);
    });
    const { read } = await ask("Hi");
    expect(read).toMatchObject({ text: "half an", ended: { state: "failed", receipt: { basis: "estimated" } } });
    expect(answerCalls()).toHaveLength(1);
  });

  test("F12: usage that cannot be true is not believed", async () => {
    provider.answerWith(async (response) => {
      begin(response);
      response.write(chunk({ content: "ok" }));
      complete(response, { prompt_tokens: -5, completion_tokens: 1e18 });
    });
    const { read } = await ask("Hi");
    expect(read.ended?.receipt).toMatchObject({ basis: "estimated" });
    expect(read.ended?.receipt?.outputTokens).toBeLessThan(10);
  });

  test("length and refusal are told apart from a finished answer", async () => {
    provider.answerWith(async (response) => {
      begin(response);
      response.write(chunk({ content: "cut" }));
      complete(response, { prompt_tokens: 9, completion_tokens: 1 }, "length");
    });
    expect((await ask("Hi")).read.ended).toMatchObject({ state: "complete", finishReason: "length" });
  });

  test("retry answers the same question again on a branch of its own; continue goes on below", async () => {
    provider.answerWith(refuse(400, { code: "bad" }), stream(["second try"]));
    const { request } = await ask("Hi");
    const [question, failed] = await messagesOf(request.conversationId);
    const retried = await readAnswer(
      await run({ kind: "retry", id: newId(), conversationId: request.conversationId, questionId: question?.id ?? "" }),
    );
    expect(retried.text).toBe("second try");
    const [, answer] = await messagesOf(request.conversationId);
    expect(answer).toMatchObject({ parentId: question?.id, text: "second try" });
    expect(await runtime.database.prisma.message.count({ where: { id: failed?.id ?? "" } })).toBe(1);
    await readAnswer(
      await run({ kind: "continue", id: newId(), conversationId: request.conversationId, answerId: answer?.id ?? "" }),
    );
    expect((await messagesOf(request.conversationId)).map(({ role }) => role)).toEqual([
      "user",
      "assistant",
      "assistant",
    ]);
  });
});

describe("a hold", () => {
  test("is renewed every second while its answer runs, with what has arrived", async () => {
    provider.answerWith(streamForever("word ", 5));
    const request = askRequest();
    const answer = await run(request);
    const hold = () => runtime.database.prisma.hold.findUniqueOrThrow({ where: { id: answer.turnId } });
    const { expiresAt } = await hold();
    await expect
      .poll(async () => (await hold()).expiresAt.getTime(), { timeout: 5_000 })
      .toBeGreaterThan(expiresAt.getTime());
    expect((await hold()).firstByteAt).not.toBeNull();
    await expect.poll(async () => (await hold()).receivedTokens, { timeout: 5_000 }).toBeGreaterThan(20);
    await stopAnswer(runtime, actor(), request.conversationId);
  });
});

describe("a crash", () => {
  test("I6, I7: a turn whose process died keeps what was saved, is interrupted, and is charged once for what had arrived", async () => {
    provider.answerWith(streamForever("word ", 5));
    const request = askRequest();
    const answer = await run(request);
    await readAnswer(answer, ({ text }) => text.length > 20);
    await expect
      .poll(async () => (await messagesOf(request.conversationId))[1]?.text.length, { timeout: 5_000 })
      .toBeGreaterThan(20);
    // Another process of the same database starts as its only one: for it, this process is dead.
    const other = await openTestRuntime({ databaseUrl: testDatabase.url, baseUrl: provider.baseUrl });
    await recoverTurns(other, { isOnlyProcess: true });
    await closeRuntime(other);
    expect(await messagesOf(request.conversationId)).toMatchObject([
      {},
      { state: "interrupted", receipt: { basis: "estimated" } },
    ]);
    await runtime.liveStreams.requestStop(answer.turnId); // what is left of the old process ends too, and charges nothing more
    await runtime.background.idle();
    expect((await ledger()).filter(({ kind }) => kind === "answer")).toHaveLength(1);
  });
});

describe("what follows from a turn", () => {
  test("a new chat is named by the small model, and the name is billed as a title", async () => {
    provider.answerWith(stream(["fine"]), (response) => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(
        JSON.stringify({
          choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: '"Trip to Rome."' } }],
          usage: { prompt_tokens: 50, completion_tokens: 4 },
        }),
      );
    });
    const { request } = await ask("Plan me a trip to Rome in May, with two children, by train.");
    await runtime.background.idle();
    expect((await loadThread(runtime, actor(), request.conversationId)).title).toMatch(/Rome/);
    expect((await ledger()).map(({ kind }) => kind)).toContain("title");
  });

  test("X2, X5: a long chat is summarised once, in the background, and the next turn sends the summary", async () => {
    const long = "many words about many things ".repeat(900); // about 4,500 tokens
    provider.answerWith(stream(["ok"]));
    const { request } = await ask("start");
    await runtime.background.idle();
    const parameters = { maxOutputTokens: 200 };
    for (let turn = 0; turn < 12; turn += 1) {
      await ask(`${turn} ${long}`, { conversationId: request.conversationId, parameters });
      await runtime.background.idle();
    }
    const thread = await loadThread(runtime, actor(), request.conversationId);
    expect(thread.summary).toMatchObject({ turns: expect.any(Number), tokensAfter: expect.any(Number) });
    expect(thread.summary?.tokensAfter).toBeLessThan(thread.summary?.tokensBefore ?? 0);
    expect((await ledger()).filter(({ kind }) => kind === "summary")).toHaveLength(1);
    provider.calls.length = 0;
    await ask("and now?", { conversationId: request.conversationId, parameters });
    expect(JSON.stringify(provider.calls[0]?.body.messages)).toContain("Summary of the earlier part");
  }, 60_000);
});
