import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { streamChat } from "@/lib/inference/stream-chat.server";
import { saveModelSetting } from "@/lib/models/save-model-setting.server";
import type { ModelAdminView, ModelView } from "@/lib/models/views";
import type { Runtime } from "@/lib/platform/runtime.server";
import { openTestDatabase, type TestDatabase } from "@/tests/support/database";
import { addPerson, type TestPerson } from "@/tests/support/people";
import { type RawProvider, startRawProvider } from "@/tests/support/raw-provider";
import { callRoute, installRuntime } from "@/tests/support/routes";
import { closeRuntime, openTestRuntime } from "@/tests/support/runtime";
import { seedOrganisation } from "@/tests/support/world";

let db: TestDatabase;
let provider: RawProvider;
let runtime: Runtime;
let admin: TestPerson;
let member: TestPerson;

beforeAll(async () => {
  db = await openTestDatabase();
  const list = {
    data: [
      { id: "gpt-4o-mini", shutdown_date: "2027-01-14" },
      { id: "gpt-6-luna" },
      { id: "own/llama-4" },
      { id: "text-embedding-3-small" },
    ],
  };
  provider = await startRawProvider(
    (response) => void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(list)),
  );
  runtime = await openTestRuntime({ databaseUrl: db.url, baseUrl: provider.baseUrl }, { database: db.database });
  installRuntime(runtime);
  await seedOrganisation(db.database);
  [admin, member] = await Promise.all([addPerson(runtime, { role: "admin" }), addPerson(runtime)]);
});
afterAll(async () => {
  await closeRuntime(runtime);
  await provider.close();
  await db.close().catch(() => {}); // the runtime closed the database's connections already
});
beforeEach(async () => {
  await db.database.query({ text: "truncate model_setting", values: [] });
});

async function choice(person = member): Promise<{ models: ModelView[]; defaultModel: string }> {
  return JSON.parse(await (await callRoute(runtime, "GET", "/api/models", { cookie: person.cookie })).text());
}
async function settings(): Promise<ModelAdminView[]> {
  const answer: { models: ModelAdminView[] } = JSON.parse(
    await (await callRoute(runtime, "GET", "/api/admin/models", { cookie: admin.cookie })).text(),
  );
  return answer.models;
}
const put = (body: object, person = admin) =>
  callRoute(runtime, "PUT", "/api/admin/models", { body, cookie: person.cookie });
const LLAMA = {
  modelId: "own/llama-4",
  isEnabled: true,
  inputPerMillionUsd: "0",
  cachedInputPerMillionUsd: null,
  cacheWritePerMillionUsd: null,
  outputPerMillionUsd: "0.000000001",
  contextWindow: 32_000,
};

describe("GET /api/models", () => {
  test("gives what the provider offers and has a price, with exact prices", async () => {
    const { models, defaultModel } = await choice();
    expect(models.map(({ id }) => id)).toEqual(["gpt-6-luna", "gpt-4o-mini"]);
    expect(defaultModel).toBe("gpt-4o-mini");
    expect(models[1]).toMatchObject({
      inputPerMillionUsd: "0.15",
      cachedInputPerMillionUsd: "0.075",
      outputPerMillionUsd: "0.6",
      shutdownDate: "2027-01-14",
    });
  });

  test("asks for a sign-in", async () => {
    expect((await callRoute(runtime, "GET", "/api/models")).status).toBe(401);
  });
});

describe("an administrator's models", () => {
  test("F14: a model that only the provider knows is refused until it has a price; zero is one", async () => {
    expect((await settings()).find(({ id }) => id === "own/llama-4")).toMatchObject({
      priceSource: "none",
      isOffered: true,
    });
    const saved: { model: ModelAdminView } = JSON.parse(await (await put(LLAMA)).text());
    expect(saved.model).toMatchObject({
      priceSource: "override",
      inputPerMillionUsd: "0",
      outputPerMillionUsd: "0.000000001",
      contextWindow: 32_000,
    });
    expect((await choice()).models.map(({ id }) => id)).toContain("own/llama-4");
  });

  test("what is not named in a change stays as it was; null takes it back", async () => {
    await put(LLAMA);
    await put({ modelId: LLAMA.modelId, isEnabled: false });
    expect((await settings()).find(({ id }) => id === LLAMA.modelId)).toMatchObject({
      isEnabled: false,
      inputPerMillionUsd: "0",
    });
    await put({ modelId: "gpt-4o-mini", outputPerMillionUsd: "9" });
    await put({ modelId: "gpt-4o-mini", outputPerMillionUsd: null });
    expect((await settings()).find(({ id }) => id === "gpt-4o-mini")).toMatchObject({
      priceSource: "table",
      outputPerMillionUsd: "0.6",
    });
  });

  test.each([
    ["inputPerMillionUsd", "-1"],
    ["inputPerMillionUsd", "NaN"],
    ["inputPerMillionUsd", "1e3"],
    ["inputPerMillionUsd", "$5"],
    ["inputPerMillionUsd", "1,5"],
    ["inputPerMillionUsd", ""],
    ["outputPerMillionUsd", "0.0000000001"],
    ["outputPerMillionUsd", "10001"],
    ["outputPerMillionUsd", "9".repeat(10_000)],
    ["cachedInputPerMillionUsd", 5],
    ["cacheWritePerMillionUsd", ["1"]],
    ["contextWindow", 0],
    ["contextWindow", 1e18],
    ["contextWindow", "32000"],
    ["modelId", ""],
    ["modelId", "a b"],
    ["modelId", "x".repeat(201)],
    ["isEnabled", "yes"],
  ])("bad input: %s %j is refused by the name of the field", async (field, value) => {
    const response = await put({ ...LLAMA, [field]: value });
    expect(response.status).toBe(400);
    expect(JSON.parse(await response.text())).toMatchObject({ error: { code: "invalid-input", field } });
  });

  test("fields that nobody asked for are refused", async () => {
    expect((await put({ ...LLAMA, price: 0 })).status).toBe(400);
  });

  test("are none of a member's business, in the route and in the use case", async () => {
    expect((await callRoute(runtime, "GET", "/api/admin/models", { cookie: member.cookie })).status).toBe(403);
    expect((await put(LLAMA, member)).status).toBe(403);
    await expect(saveModelSetting(runtime, member.actor, { modelId: "gpt-4o" })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});

test("the key is in no answer and no event of a refused call", async () => {
  const key = runtime.config.openai.apiKey;
  const end = await streamChat(
    runtime,
    {
      kind: "answer",
      model: { id: "gpt-4o", encoding: "o200k_base", isReasoning: false, cachesByBreakpoint: false },
      messages: [],
      parameters: {},
      maxOutputTokens: 1,
      promptTokens: 1,
      promptCacheKey: "",
      safetyIdentifier: "",
    },
    { stop: AbortSignal.timeout(5_000), onEvent: (event) => expect(JSON.stringify(event)).not.toContain(key) },
  );
  expect(JSON.stringify([end, await settings(), await choice()])).not.toContain(key);
});
