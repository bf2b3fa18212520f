import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openConversation } from "@/lib/chat/open-conversation.server";
import { planTurn } from "@/lib/chat/plan-turn";
import { startTurn } from "@/lib/chat/start-turn.server";
import type { TurnRequest } from "@/lib/chat/turn-request";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { Database } from "@/lib/platform/database/open.server";
import { openTestDatabase, type TestDatabase } from "../../support/database";
import { askRequest } from "../../support/turns";
import { seedOrganisation, seedPerson } from "../../support/world";

let testDatabase: TestDatabase;
let database: Database;
let ada: { personId: string; sessionId: string };

const ids = { newId: () => newId() };
const fallback = { ...ids, fallbackModel: "gpt-4o-mini" };
const code = (error: unknown) => (error instanceof AppError ? error.code : error);
const open = (request: TurnRequest, who = ada) => openConversation({ database, ...ids }, who, request);
const opened = async (request: TurnRequest, who = ada) => {
  const opening = await open(request, who);
  if (!opening.opened) throw new Error("the request repeats a turn");
  return opening.opened;
};
const start = async (request: TurnRequest, who = ada) => {
  const plan = planTurn(request, await opened(request, who), fallback);
  return { plan, hold: await startTurn({ database }, plan) };
};
const finish = (turnId: string, text = "answer") =>
  database.query({
    text: "select finish_turn($1)",
    values: [JSON.stringify({ turnId, state: "completed", messageState: "complete", text, tokens: 1 })],
  });

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = testDatabase.database;
  await seedOrganisation(database);
});
afterAll(() => testDatabase.close());
beforeEach(async () => {
  ada = await seedPerson(database);
});

describe("opening a conversation", () => {
  test("a new id opens a new chat", async () => {
    const { conversation, actor } = await opened(askRequest());
    expect(conversation).toMatchObject({ isNew: true, history: [], summary: null, anchor: { role: "root", depth: 0 } });
    expect(actor).toMatchObject({ id: ada.personId, role: "member", sessionId: ada.sessionId });
  });

  test("the branch is read from the root to the newest message", async () => {
    const first = askRequest({ text: "one" });
    const { plan } = await start(first);
    await finish(plan.turnId, "two");
    const { conversation } = await opened(askRequest({ conversationId: first.conversationId }));
    expect(conversation.history.map(({ role, text }) => [role, text])).toEqual([
      ["user", "one"],
      ["assistant", "two"],
    ]);
    expect(conversation.anchor.id).toBe(plan.answer.id);
  });

  test("a summary in force stands for what it covers, on its branch only", async () => {
    const first = askRequest({ text: "one" });
    const { plan } = await start(first);
    await finish(plan.turnId, "two");
    const second = askRequest({ conversationId: first.conversationId, text: "three" });
    const next = await start(second);
    await finish(next.plan.turnId, "four");
    await database.prisma.summary.create({
      data: {
        id: newId(),
        conversationId: first.conversationId,
        throughId: plan.answer.id,
        throughDepth: 2,
        text: "they counted",
        tokensBefore: 9,
        tokensAfter: 2,
        turns: 1,
        model: "m",
      },
    });
    const { conversation } = await opened(askRequest({ conversationId: first.conversationId }));
    expect(conversation.summary?.text).toBe("they counted");
    expect(conversation.history.map(({ text }) => text)).toEqual(["three", "four"]);
    const branch = await opened({
      kind: "retry",
      id: newId(),
      conversationId: first.conversationId,
      questionId: plan.questionId,
    });
    expect(branch.conversation).toMatchObject({ summary: null, history: [{ text: "one" }] });
  });

  test("what administrators decided about models comes with it", async () => {
    await database.prisma.modelSetting.create({ data: { modelId: "own/x", inputPrice: 5n, outputPrice: 7n } });
    const { desk } = await opened(askRequest());
    expect(desk.overrides).toContainEqual(
      expect.objectContaining({ modelId: "own/x", inputPrice: 5n, isEnabled: true }),
    );
  });

  test.each([
    ["a revoked session", { revokedAt: new Date() }, {}],
    ["an expired session", { expiresAt: new Date(0) }, {}],
    ["a disabled person", {}, { state: "disabled" as const }],
  ])("%s is signed out at once", async (_, session, person) => {
    await database.prisma.session.update({ where: { id: ada.sessionId }, data: session });
    await database.prisma.person.update({ where: { id: ada.personId }, data: person });
    expect(await open(askRequest()).catch(code)).toBe("unauthenticated");
  });

  test("a cookie whose session belongs to somebody else is signed out", async () => {
    const eve = await seedPerson(database);
    expect(await open(askRequest(), { sessionId: eve.sessionId, personId: ada.personId }).catch(code)).toBe(
      "unauthenticated",
    );
  });

  test("a foreign chat, message or branch is not found, whether or not it exists", async () => {
    const request = askRequest({ text: "canary" });
    const { plan } = await start(request);
    await finish(plan.turnId);
    const eve = await seedPerson(database);
    const attempts: TurnRequest[] = [
      askRequest({ conversationId: request.conversationId }),
      askRequest({ conversationId: request.conversationId, parentId: plan.answer.id }),
      askRequest({ parentId: plan.answer.id }),
      { kind: "retry", id: newId(), conversationId: request.conversationId, questionId: plan.questionId },
      { kind: "continue", id: newId(), conversationId: request.conversationId, answerId: plan.answer.id },
      { kind: "retry", id: newId(), conversationId: newId(), questionId: plan.questionId },
    ];
    for (const attempt of attempts) expect(await open(attempt, eve).catch(code)).toBe("not-found");
  });

  test("a message of another chat of the same person is no place to go on from", async () => {
    const { plan } = await start(askRequest());
    await finish(plan.turnId);
    const other = askRequest();
    await start(other);
    expect(await open(askRequest({ conversationId: other.conversationId, parentId: plan.answer.id })).catch(code)).toBe(
      "not-found",
    );
  });
});

describe("starting a turn", () => {
  test("hold, question, answer and turn are there, or none of them", async () => {
    const request = askRequest({ text: "What?" });
    const { plan, hold } = await start(request);
    expect(hold?.id).toBe(plan.turnId);
    expect(
      await database.prisma.message.findMany({
        where: { conversationId: request.conversationId },
        orderBy: { depth: "asc" },
      }),
    ).toMatchObject([
      { role: "root", depth: 0 },
      { role: "user", text: "What?", depth: 1 },
      { role: "assistant", state: "running", depth: 2 },
    ]);

    await database.query({ text: "select set_budget($1, 'person', $2, 'day', 0)", values: [newId(), ada.personId] });
    const refused = askRequest();
    expect(await start(refused).catch(code)).toBe("over-budget");
    expect(await database.prisma.conversation.count({ where: { id: refused.conversationId } })).toBe(0);
    expect(await database.prisma.turn.count({ where: { personId: ada.personId } })).toBe(1);
  });

  test("F18: the same request again finds its own turn", async () => {
    const request = askRequest();
    const { plan } = await start(request);
    expect(await open(request)).toMatchObject({ repeats: { turnId: plan.turnId } });
  });

  test("F18: the same request five times at once is one turn", async () => {
    const request = askRequest();
    const plans = await Promise.all(
      Array.from({ length: 5 }, async () => planTurn(request, await opened(request), fallback)),
    );
    const started = await Promise.all(plans.map((plan) => startTurn({ database }, plan).catch(code)));
    const holds = started.filter((outcome) => outcome !== null);
    expect(holds).toHaveLength(1);
    expect(await database.prisma.turn.count({ where: { clientId: request.id } })).toBe(1);
    expect(await database.prisma.hold.count({ where: { personId: ada.personId } })).toBe(1);
  });

  test("F19: two tabs at once in one chat: one answers, the other is told", async () => {
    const first = askRequest();
    const { plan } = await start(first);
    await finish(plan.turnId);
    const questions = [1, 2].map((index) => askRequest({ conversationId: first.conversationId, text: `tab ${index}` }));
    const outcomes = await Promise.all(questions.map((question) => start(question).then(() => "started", code)));
    expect(outcomes.sort()).toEqual(["conversation-busy", "started"]);
    expect(await database.prisma.hold.count({ where: { personId: ada.personId, state: "held" } })).toBe(1);
  });

  test("a chat id that somebody else uses is not found", async () => {
    const { plan } = await start(askRequest());
    const eve = await seedPerson(database);
    const request = askRequest();
    const planned = planTurn(request, await opened(request, eve), fallback);
    const stolen = { ...planned, conversation: { ...planned.conversation, id: plan.conversation.id } };
    expect(await startTurn({ database }, stolen).catch(code)).toBe("not-found");
  });

  test("a chat that was deleted meanwhile is not found, and nothing is held", async () => {
    const first = askRequest();
    const { plan } = await start(first);
    await finish(plan.turnId);
    const next = askRequest({ conversationId: first.conversationId });
    const planned = planTurn(next, await opened(next), fallback);
    await database.prisma.conversation.delete({ where: { id: first.conversationId } });
    expect(await startTurn({ database }, planned).catch(code)).toBe("not-found");
    expect(await database.prisma.hold.count({ where: { personId: ada.personId, state: "held" } })).toBe(0);
  });
});
