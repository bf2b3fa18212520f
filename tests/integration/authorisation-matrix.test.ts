import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { newId } from "@/lib/core/ids";
import type { Runtime } from "@/lib/platform/runtime.server";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { addPerson, PASSWORD, type TestPerson } from "@/tests/support/people";
import { type RawProvider, startRawProvider, stream } from "@/tests/support/raw-provider";
import { callRoute, cookieOf, findRoutes, installRuntime, type Method } from "@/tests/support/routes";
import { CANARY_KEY, closeRuntime, openTestRuntime } from "@/tests/support/runtime";
import { seedOrganisation } from "@/tests/support/world";

/** Stands in everything that another person wrote, and must stand in no answer to anybody else. */
const CANARY = "canary-of-somebody-else-71c2";

type Chat = { conversationId: string; questionId: string; answerId: string; summaryId: string };
type World = {
  organisationId: string;
  member: TestPerson;
  admin: TestPerson;
  other: TestPerson;
  disabled: TestPerson;
  own: Chat;
  deleted: Chat;
  foreign: Chat;
};

/** Who may: anybody, anybody who is signed in, or administrators. */
type Row = {
  may: "anybody" | "signed-in" | "administrator";
  /** What an entitled person asks. */
  own: (world: World) => { address: string; body?: unknown };
  /** The same with ids of other people's things, of deleted ones, and of nothing: all are not found, for everybody. */
  foreign?: (chat: Chat, world: World) => { address: string; body?: unknown };
  /** What an entitled person gets. */
  status?: number;
  /** True where doing it again to one's own deleted thing is the same as having done it. */
  isRepeatable?: boolean;
};

const ask = (conversationId: string, parts: object = {}) => ({
  kind: "ask",
  id: newId(),
  conversationId,
  text: "Hello",
  ...parts,
});
const setup = { token: "x", organisationName: "x", name: "x", email: "a@b.cd", password: PASSWORD };
const form = "a=1";

/** A route that is added without a row here fails the first test. */
const MATRIX: Record<string, Row> = {
  "GET /api/health": { may: "anybody", own: () => ({ address: "/api/health" }) },
  ...Object.fromEntries(
    ["GET", "POST", "PUT", "PATCH", "DELETE"].map((method): [string, Row] => [
      `${method} /api/[...path]`,
      { may: "anybody", own: () => ({ address: "/api/nothing/here" }), status: 404 },
    ]),
  ),
  "GET /api/auth/[...nextauth]": { may: "anybody", own: () => ({ address: "/api/auth/csrf" }) },
  "POST /api/auth/[...nextauth]": {
    may: "anybody",
    own: () => ({ address: "/api/auth/signout", body: form }),
    status: 415,
  },
  "POST /api/setup": { may: "anybody", own: () => ({ address: "/api/setup", body: setup }), status: 404 },
  "POST /api/join": {
    may: "anybody",
    own: () => ({ address: "/api/join", body: { token: "x", password: PASSWORD } }),
    status: 404,
  },

  "POST /api/chat": {
    may: "signed-in",
    own: ({ own }) => ({ address: "/api/chat", body: ask(own.conversationId, { parentId: own.answerId }) }),
    foreign: ({ conversationId, answerId }) => ({
      address: "/api/chat",
      body: ask(conversationId, { parentId: answerId }),
    }),
  },
  "GET /api/chat/[conversationId]/stream": {
    may: "signed-in",
    own: ({ own }) => ({ address: `/api/chat/${own.conversationId}/stream` }),
    foreign: ({ conversationId }) => ({ address: `/api/chat/${conversationId}/stream` }),
    status: 204,
  },
  "DELETE /api/chat/[conversationId]/stream": {
    may: "signed-in",
    own: ({ own }) => ({ address: `/api/chat/${own.conversationId}/stream` }),
    foreign: ({ conversationId }) => ({ address: `/api/chat/${conversationId}/stream` }),
  },
  "GET /api/conversations": {
    may: "signed-in",
    own: () => ({ address: `/api/conversations?search=${CANARY.slice(0, 6)}` }),
  },
  "GET /api/conversations/[conversationId]": {
    may: "signed-in",
    own: ({ own }) => ({ address: `/api/conversations/${own.conversationId}` }),
    foreign: ({ conversationId }) => ({ address: `/api/conversations/${conversationId}` }),
  },
  "PATCH /api/conversations/[conversationId]": {
    may: "signed-in",
    own: ({ own }) => ({ address: `/api/conversations/${own.conversationId}`, body: { title: "Mine" } }),
    foreign: ({ conversationId }) => ({ address: `/api/conversations/${conversationId}`, body: { title: "Taken" } }),
  },
  "DELETE /api/conversations/[conversationId]": {
    may: "signed-in",
    isRepeatable: true,
    own: ({ own }) => ({ address: `/api/conversations/${own.conversationId}` }),
    foreign: ({ conversationId }) => ({ address: `/api/conversations/${conversationId}` }),
  },
  "GET /api/conversations/[conversationId]/messages": {
    may: "signed-in",
    own: ({ own }) => ({ address: `/api/conversations/${own.conversationId}/messages?before=${own.answerId}` }),
    foreign: ({ conversationId, answerId }) => ({
      address: `/api/conversations/${conversationId}/messages?before=${answerId}`,
    }),
  },
  "DELETE /api/conversations/[conversationId]/summary": {
    may: "signed-in",
    own: ({ own }) => ({ address: `/api/conversations/${own.conversationId}/summary?id=${own.summaryId}` }),
    foreign: ({ conversationId, summaryId }) => ({
      address: `/api/conversations/${conversationId}/summary?id=${summaryId}`,
    }),
  },
  "GET /api/models": { may: "signed-in", own: () => ({ address: "/api/models" }) },
  "PATCH /api/me": { may: "signed-in", own: () => ({ address: "/api/me", body: { name: "Ada" } }) },
  "POST /api/me/password": {
    may: "signed-in",
    own: () => ({
      address: "/api/me/password",
      body: { currentPassword: PASSWORD, newPassword: "ochre lantern fjord 7" },
    }),
  },
  "GET /api/me/sessions": { may: "signed-in", own: () => ({ address: "/api/me/sessions" }) },
  "DELETE /api/me/sessions": { may: "signed-in", own: () => ({ address: "/api/me/sessions" }) },
  "DELETE /api/me/sessions/[sessionId]": {
    may: "signed-in",
    own: ({ member }) => ({ address: `/api/me/sessions/${member.sessionId}` }),
    foreign: (_, { other }) => ({ address: `/api/me/sessions/${other.sessionId}` }),
  },
  "GET /api/me/usage": { may: "signed-in", own: () => ({ address: "/api/me/usage" }) },

  "GET /api/admin/people": { may: "administrator", own: () => ({ address: "/api/admin/people" }) },
  "POST /api/admin/people": {
    may: "administrator",
    own: () => ({ address: "/api/admin/people", body: { email: `${newId()}@example.test` } }),
  },
  "PATCH /api/admin/people/[personId]": {
    may: "administrator",
    own: ({ other }) => ({ address: `/api/admin/people/${other.actor.id}`, body: { name: "Grace" } }),
    foreign: ({ conversationId }) => ({ address: `/api/admin/people/${conversationId}`, body: { name: "Grace" } }),
  },
  "POST /api/admin/people/[personId]/link": {
    may: "administrator",
    own: ({ other }) => ({ address: `/api/admin/people/${other.actor.id}/link`, body: {} }),
    foreign: ({ conversationId }) => ({ address: `/api/admin/people/${conversationId}/link`, body: {} }),
  },
  "GET /api/admin/budgets": { may: "administrator", own: () => ({ address: "/api/admin/budgets" }) },
  "PUT /api/admin/budgets": {
    may: "administrator",
    own: ({ organisationId }) => ({
      address: "/api/admin/budgets",
      body: { scope: "organisation", subjectId: organisationId, period: "day", limitUsd: "10" },
    }),
    foreign: ({ conversationId }) => ({
      address: "/api/admin/budgets",
      body: { scope: "person", subjectId: conversationId, period: "day", limitUsd: "10" },
    }),
  },
  "GET /api/admin/models": { may: "administrator", own: () => ({ address: "/api/admin/models" }) },
  "PUT /api/admin/models": {
    may: "administrator",
    own: () => ({ address: "/api/admin/models", body: { modelId: "gpt-4o-mini", isEnabled: true } }),
  },
  "GET /api/admin/usage": { may: "administrator", own: () => ({ address: "/api/admin/usage" }) },
  "GET /api/admin/usage.csv": { may: "administrator", own: () => ({ address: "/api/admin/usage.csv" }) },
};

const rows = Object.entries(MATRIX).map(([name, row]) => {
  const [method = "", path = ""] = name.split(" ");
  return { name, method: method as Method, path, ...row }; // the names are compared with the methods that were found, in the first test
});
const guarded = rows.filter(({ may }) => may !== "anybody");
const writes = rows.filter(({ method }) => method !== "GET");

let db: TestDatabase;
let runtime: Runtime;
let provider: RawProvider;
let world: World;
/** Everything that was answered to anybody, with the log: the canary key must not be in it. */
const said: string[] = [];

async function addChat(person: TestPerson, text: string, isDeleted = false): Promise<Chat> {
  const { prisma } = db.database;
  const chat = { conversationId: newId(), questionId: newId(), answerId: newId(), summaryId: newId() };
  const { conversationId, questionId, answerId } = chat;
  const rootId = newId();
  await prisma.conversation.create({
    data: {
      id: conversationId,
      personId: person.actor.id,
      title: text,
      instructions: text,
      deletedAt: isDeleted ? new Date() : null,
    },
  });
  const messages = [
    { id: rootId, parentId: null, role: "root", depth: 0, text: "" },
    { id: questionId, parentId: rootId, role: "user", depth: 1, text },
    { id: answerId, parentId: questionId, role: "assistant", depth: 2, text },
  ] as const;
  for (const message of messages) await prisma.message.create({ data: { ...message, conversationId, tokens: 4 } });
  await prisma.conversation.update({ where: { id: conversationId }, data: { leafId: answerId } });
  await prisma.summary.create({
    data: {
      id: chat.summaryId,
      conversationId,
      throughId: questionId,
      throughDepth: 1,
      text,
      tokensBefore: 8,
      tokensAfter: 4,
      turns: 1,
      model: "gpt-4o-mini",
    },
  });
  return chat;
}

beforeAll(async () => {
  db = await openTestDatabase();
  provider = await startRawProvider(stream(["Hello"]));
  const write = (event: string, fields: object = {}, error?: unknown) =>
    void said.push(`${event} ${JSON.stringify(fields)} ${error instanceof Error ? error.stack : ""}`);
  runtime = await openTestRuntime(
    { databaseUrl: db.url, baseUrl: provider.baseUrl },
    { database: db.database, log: { debug: write, info: write, warn: write, error: write } },
  );
  installRuntime(runtime);
});
afterAll(async () => {
  await closeRuntime(runtime);
  await provider.close();
  await db.close().catch(() => {}); // the runtime closed the database's connections already
});
beforeEach(async () => {
  const organisationId = await seedOrganisation(db.database);
  const member = await addPerson(runtime);
  const other = await addPerson(runtime, { name: "Grace" });
  world = {
    organisationId,
    member,
    other,
    admin: await addPerson(runtime, { role: "admin" }),
    disabled: await addPerson(runtime, { state: "disabled" }),
    own: await addChat(member, "my own words"),
    deleted: await addChat(member, CANARY, true),
    foreign: await addChat(other, CANARY),
  };
});

let visitors = 0;

type Ask = { address: string; body?: unknown };

async function send(
  method: Method,
  { address, body }: Ask,
  cookie?: string,
  more: Parameters<typeof callRoute>[3] = {},
) {
  visitors += 1; // each from an address of its own: limits are tested elsewhere
  const headers = { "x-parlance-client-address": `2001:db8:${visitors.toString(16)}::1`, ...more.headers };
  const response = await callRoute(runtime, method, address, { cookie, body, ...more, headers });
  const text = await response.text();
  said.push(text, JSON.stringify([...response.headers]));
  await runtime.background.idle();
  return { status: response.status, headers: response.headers, text };
}

const codeOf = (text: string): unknown => JSON.parse(text).error?.code;

test("every route and method has a row, and every row a route", () => {
  const found = findRoutes().flatMap(({ path, methods }) => methods.map((method) => `${method} ${path}`));
  expect(Object.keys(MATRIX).sort()).toEqual(found.sort());
});

describe.each(guarded)("$name", ({ method, own, foreign, may, status = 200, isRepeatable = false }) => {
  test("is closed to whoever is not signed in, in every way of not being it", async () => {
    const { member, disabled } = world;
    const dead = { sessionId: newId(), personId: member.actor.id };
    const forged = member.cookie.slice(0, -4);
    for (const cookie of [undefined, "", "parlance.session=", forged, disabled.cookie, cookieOf(runtime, dead)]) {
      const answer = await send(method, own(world), cookie);
      expect([answer.status, codeOf(answer.text)]).toEqual([401, "unauthenticated"]);
    }
  });

  test("is open to whoever may, and to nobody less", async () => {
    const { member, admin } = world;
    const answer = await send(method, own(world), may === "administrator" ? admin.cookie : member.cookie);
    expect([answer.status, answer.text.slice(0, 300)]).toEqual([status, expect.any(String)]);
    expect(answer.headers.get("cache-control")).toContain("private, no-store");
    expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    if (may !== "administrator") return;
    const refused = await send(method, own(world), member.cookie);
    expect([refused.status, codeOf(refused.text)]).toEqual([403, "forbidden"]);
  });

  test("finds nothing of anybody else, nothing deleted and nothing that never was, for members and administrators alike", async () => {
    if (!foreign) return;
    const { member, admin } = world;
    const never = { conversationId: newId(), questionId: newId(), answerId: newId(), summaryId: newId() };
    for (const cookie of may === "administrator" ? [admin.cookie] : [member.cookie, admin.cookie]) {
      for (const chat of [world.foreign, never, ...(isRepeatable ? [] : [world.deleted])]) {
        const answer = await send(method, foreign(chat, world), cookie);
        expect([answer.status, codeOf(answer.text)]).toEqual([404, "not-found"]);
        expect(answer.text).not.toContain(CANARY);
      }
    }
    const kept = await db.database.prisma.conversation.findUniqueOrThrow({
      where: { id: world.foreign.conversationId },
    });
    expect(kept).toMatchObject({ title: CANARY, deletedAt: null });
    expect(await db.database.prisma.message.count({ where: { conversationId: world.foreign.conversationId } })).toBe(3);
    expect(
      (await db.database.prisma.session.findUniqueOrThrow({ where: { id: world.other.sessionId } })).revokedAt,
    ).toBeNull();
  });

  test("takes no id that is none for one", async () => {
    const { address, body } = own(world);
    const [path = "", query] = address.split("?");
    const parts = path.split("/");
    const at = parts.findIndex((part) => /^[0-9a-f-]{36}$/.test(part));
    if (at < 0) return;
    const real = parts[at] ?? "";
    const wrong = [
      "1",
      "x".repeat(10_000),
      real.toUpperCase(),
      ` ${real}`,
      `${real}\0`,
      "../../me",
      "' or '1'='1",
      "[object Object]",
      `${real}.rsc`,
    ];
    for (const id of wrong) {
      const strange = parts.with(at, encodeURIComponent(id)).join("/");
      const answer = await send(
        method,
        { address: query === undefined ? strange : `${strange}?${query}`, body },
        world.admin.cookie,
      );
      expect([answer.status, codeOf(answer.text)]).toEqual([404, "not-found"]);
    }
  });
});

describe.each(writes)("$name, which changes something,", ({ method, own }) => {
  test.each([
    ["another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site" }],
    ["a sister site", { origin: "http://sister.localhost:3000", "sec-fetch-site": "same-site" }],
    ["a sandboxed frame", { origin: "null" }],
    ["the address bar", { "sec-fetch-site": "none" }],
    ["a host that claims to be it", { origin: "http://evil.example", "x-forwarded-host": "evil.example" }],
  ])("is refused from %s", async (_, headers) => {
    const answer = await send(method, own(world), world.admin.cookie, { headers });
    expect([answer.status, codeOf(answer.text)]).toEqual([403, "forbidden"]);
  });

  test("takes nothing that a form of another site could send, and nothing that nobody named", async () => {
    const { address, body } = own(world);
    if (typeof body !== "object" || body === null || Object.keys(body).length === 0) return;
    for (const type of [
      "text/plain",
      "application/x-www-form-urlencoded",
      "multipart/form-data; boundary=x",
      "text/x-component",
      "",
    ]) {
      const answer = await send(method, { address }, world.admin.cookie, {
        rawBody: JSON.stringify(body),
        headers: { "content-type": type },
      });
      expect([answer.status, codeOf(answer.text)]).toEqual([415, "unsupported-media-type"]);
    }
    for (const field of ["userId", "isAdmin", "limit", "actor", "costNanoUsd", "__proto__"]) {
      const rawBody = `${JSON.stringify(body).slice(0, -1)},"${field}":"x"}`;
      const answer = await send(method, { address }, world.admin.cookie, { rawBody });
      expect([answer.status, JSON.parse(answer.text).error]).toMatchObject([400, { code: "invalid-input", field }]);
    }
    for (const rawBody of [
      "",
      "{",
      "null",
      "[]",
      '"x"',
      "1e400",
      "[".repeat(10_000),
      '{"a":"\\u0000"}',
      new Uint8Array([0x7b, 0xff, 0x7d]),
    ]) {
      const answer = await send(method, { address }, world.admin.cookie, { rawBody });
      expect([answer.status, codeOf(answer.text)]).toEqual([400, "invalid-input"]);
    }
    const large = await send(method, { address }, world.admin.cookie, {
      rawBody: JSON.stringify({ ...body, x: "x".repeat(2_000_000) }),
    });
    expect([large.status, codeOf(large.text)]).toEqual([413, "too-large"]);
  });
});

describe("queries", () => {
  test.each(rows.filter(({ method }) => method === "GET"))(
    "$name takes odd ones without a crash",
    async ({ own, may }) => {
      const { address } = own(world);
      const cookie = may === "administrator" ? world.admin.cookie : world.member.cookie;
      for (const query of [
        "search=%00",
        "search=a&search=b",
        "from=1e9&to=x",
        "cursor=%27%3B",
        `search=${"x".repeat(5_000)}`,
        "__proto__=1",
        "personId=1",
      ]) {
        const answer = await send("GET", { address: `${address.split("?")[0]}?${query}` }, cookie);
        expect(answer.status).toBeLessThan(500);
        expect(answer.text).not.toContain(CANARY);
      }
    },
  );
});

test("the provider's key is in no byte of any answer, header or log line", () => {
  expect(provider.calls.length).toBeGreaterThan(0);
  expect(provider.calls[0]?.authorization).toContain(CANARY_KEY);
  expect(said.length).toBeGreaterThan(500);
  expect(said.filter((text) => text.includes(CANARY_KEY))).toEqual([]);
});
