import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@/lib/accounts/actor";
import { isAppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { parseUsd, sumUsd, toNanoUsd, ZERO_USD } from "@/lib/core/money";
import type { Database } from "@/lib/platform/database/open.server";
import { loadFirstSteps } from "@/lib/reports/load-first-steps.server";
import { loadMyUsage } from "@/lib/reports/load-my-usage.server";
import { loadToday } from "@/lib/reports/load-today.server";
import { loadUsageReport } from "@/lib/reports/load-usage-report.server";
import { openUsageCsv } from "@/lib/reports/open-usage-csv.server";
import { addDays } from "@/lib/reports/period";
import { openTestDatabase, type TestDatabase } from "../../support/database";
import { seedOrganisation, seedPerson } from "../../support/world";

type Entry = { daysAgo: number; personId: string; model: string; kind: string; tokens: number; cost: bigint };

let testDatabase: TestDatabase;
let database: Database;
let organisationId: string;
let admin: Actor;
let ada: Actor;
let grace: Actor;

const toActor = (
  role: Actor["role"],
  name: string,
  { personId, sessionId }: { personId: string; sessionId: string },
): Actor => ({
  id: personId,
  email: `${personId}@example.test`,
  name,
  role,
  sessionId,
});

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = testDatabase.database;
  organisationId = await seedOrganisation(database, { timeZone: "Pacific/Kiritimati" });
  admin = toActor("admin", "Alan", await seedPerson(database, { role: "admin", name: "Alan" }));
  ada = toActor("member", "Ada", await seedPerson(database, { name: "Ada" }));
  grace = toActor("member", "Grace", await seedPerson(database, { name: "Grace" }));
});
afterAll(() => testDatabase.close());
beforeEach(async () => {
  await database.query({ text: "alter table ledger_entry disable trigger user", values: [] });
  await database.query({ text: "truncate ledger_entry, spend_day, hold, budget, budget_balance", values: [] });
  await database.query({ text: "alter table ledger_entry enable trigger user", values: [] });
});

/** Books calls, the roll-up in step with the ledger as the database keeps it. */
async function book(entries: readonly Entry[]): Promise<void> {
  await database.query({
    text: `
      insert into ledger_entry (id, hold_id, attempt, at, day, person_id, kind, model, prompt_tokens, cached_tokens,
        cache_write_tokens, completion_tokens, reasoning_tokens, price, cost_nano_usd, basis)
      select gen_random_uuid(), gen_random_uuid(), 1, now() - e."daysAgo" * interval '1 day', organisation_day() - e."daysAgo",
        e."personId", e.kind, e.model, e.tokens, e.tokens / 2, 0, e.tokens, e.tokens / 3, '{}', e.cost, 'reported'
      from jsonb_to_recordset($1) e ("daysAgo" int, "personId" uuid, kind text, model text, tokens int, cost bigint)`,
    values: [JSON.stringify(entries.map((entry) => ({ ...entry, cost: entry.cost.toString() })))],
  });
  await database.query({ text: "truncate spend_day", values: [] });
  await database.query({
    text: `
      insert into spend_day
      select day, person_id, model, kind, count(*), sum(prompt_tokens), sum(cached_tokens), sum(cache_write_tokens),
        sum(completion_tokens), sum(reasoning_tokens), sum(cost_nano_usd)
      from ledger_entry group by day, person_id, model, kind`,
    values: [],
  });
}

const entry = (parts: Partial<Entry> = {}): Entry => ({
  ...{ daysAgo: 0, personId: ada.id, model: "gpt-6-luna", kind: "answer", tokens: 100, cost: 12_345n },
  ...parts,
});
const addUp = (amounts: readonly string[]) => sumUsd(amounts.map((amount) => parseUsd(amount) ?? ZERO_USD));

async function refusalOf(work: Promise<unknown>): Promise<string> {
  return work.then(
    () => "allowed",
    (error: unknown) => (isAppError(error) ? error.code : Promise.reject(error)),
  );
}

describe("the usage report", () => {
  test("says what the ledger says, of everybody and of each person, to the nano-dollar", async () => {
    const calls = fc.array(
      fc.record({
        daysAgo: fc.nat(40),
        personId: fc.constantFrom(ada.id, grace.id, admin.id),
        model: fc.constantFrom("a", "b", "c", "d", "e", "f", "g"),
        kind: fc.constantFrom("answer", "title", "summary"),
        tokens: fc.nat(1_000_000),
        cost: fc.bigInt(0n, 10n ** 13n),
      }),
      { maxLength: 60 },
    );
    const { today } = await loadToday({ database });
    const period = { from: addDays(today, -29), to: today };
    await fc.assert(
      fc.asyncProperty(calls, async (all) => {
        await database.query({ text: "alter table ledger_entry disable trigger user", values: [] });
        await database.query({ text: "truncate ledger_entry", values: [] });
        await book(all);
        const inPeriod = all.filter(({ daysAgo }) => daysAgo < 30);
        const costOf = (some: readonly Entry[]) => toNanoUsd(some.reduce((sum, { cost }) => sum + cost, 0n));
        const whole = await loadUsageReport({ database }, admin, { personId: null, ...period });
        expect(parseUsd(whole.total.costUsd)).toBe(costOf(inPeriod));
        expect(whole.total.calls).toBe(inPeriod.length);
        expect(whole.total.inputTokens).toBe(inPeriod.reduce((sum, { tokens }) => sum + tokens, 0));
        for (const [index, { day, costUsd }] of whole.byDay.entries()) {
          expect(day).toBe(addDays(period.from, index));
          expect(parseUsd(costUsd)).toBe(costOf(all.filter(({ daysAgo }) => addDays(today, -daysAgo) === day)));
        }
        expect(addUp(whole.series.flatMap((line) => line.costUsd))).toBe(costOf(inPeriod));
        for (const actor of [ada, grace, admin]) {
          const own = await loadUsageReport({ database }, actor, { personId: actor.id, ...period });
          const line = whole.byPerson.find(({ key }) => key === actor.id);
          expect(own.total.costUsd).toBe(line?.costUsd ?? "0");
          expect(parseUsd(own.total.costUsd)).toBe(costOf(inPeriod.filter(({ personId }) => personId === actor.id)));
        }
      }),
      { numRuns: 15 },
    );
  });

  test("counts days where the organisation is", async () => {
    const { today, timeZone } = await loadToday({ database });
    expect(timeZone).toBe("Pacific/Kiritimati");
    expect([0, 1]).toContain((Date.parse(today) - Date.parse(new Date().toISOString().slice(0, 10))) / 86_400_000);
    await book([entry()]);
    const report = await loadUsageReport({ database }, admin, { personId: null, from: today, to: today });
    expect(report.total.calls).toBe(1);
  });

  test("is the organisation's for administrators only, and a person's for that person and for them", async () => {
    expect(await refusalOf(loadUsageReport({ database }, ada, { personId: null }))).toBe("forbidden");
    expect(await refusalOf(loadUsageReport({ database }, ada, { personId: grace.id }))).toBe("forbidden");
    expect(await refusalOf(openUsageCsv({ database }, ada, {}))).toBe("forbidden");
    expect(await refusalOf(loadUsageReport({ database }, ada, { personId: ada.id }))).toBe("allowed");
    expect(await refusalOf(loadUsageReport({ database }, admin, { personId: grace.id }))).toBe("allowed");
  });

  test("of a person names nobody else", async () => {
    await book([entry(), entry({ personId: grace.id })]);
    const report = await loadUsageReport({ database }, ada, { personId: ada.id });
    expect(report.byPerson).toEqual([]);
    expect(JSON.stringify(report)).not.toContain(grace.id);
    expect(JSON.stringify(report)).not.toContain("Grace");
  });

  test("keeps the money of people who are gone", async () => {
    await book([entry({ personId: newId(), cost: 7n })]);
    const report = await loadUsageReport({ database }, admin, { personId: null });
    expect(report.byPerson).toMatchObject([{ label: "Deleted person", costUsd: "0.000000007" }]);
  });

  test("refuses days that are none", async () => {
    expect(await refusalOf(loadUsageReport({ database }, admin, { personId: null, from: "2026-02-30", to: "x" }))).toBe(
      "invalid-input",
    );
  });
});

describe("the CSV", () => {
  test("has every row of the roll-up once, however many there are, and sums to the ledger", async () => {
    await database.query({
      text: `
        insert into spend_day
        select organisation_day() - d, $1, 'model-' || m, k, 1, 10, 5, 0, 3, 1, d * 1000 + m
        from generate_series(0, 399) d, generate_series(1, 11) m, unnest(array['answer', 'title', 'summary']) k`,
      values: [ada.id],
    });
    const { today } = await loadToday({ database });
    const { fileName, chunks } = await openUsageCsv({ database }, admin, { from: addDays(today, -399), to: today });
    let text = "";
    let chunkCount = 0;
    for await (const chunk of chunks) {
      text += chunk;
      chunkCount += 1;
    }
    const [header, ...lines] = text.trimEnd().split("\r\n");
    expect(fileName).toBe(`parlance-usage-${addDays(today, -399)}-to-${today}.csv`);
    expect(header).toMatch(/^day,person,email,/);
    expect(lines).toHaveLength(400 * 11 * 3);
    expect(chunkCount).toBeGreaterThan(2);
    expect(new Set(lines.map((line) => line.split(",").slice(0, 5).join())).size).toBe(lines.length);
    const [sum] = await database.query<{ cost: string }>({
      text: "select sum(cost_nano_usd)::text as cost from spend_day",
      values: [],
    });
    expect(addUp(lines.map((line) => line.split(",").at(-1) ?? "")).toString()).toBe(sum?.cost);
  });

  test("of nothing is its header", async () => {
    const { chunks } = await openUsageCsv({ database }, admin, {});
    expect((await Array.fromAsync(chunks)).join("").split("\r\n")).toHaveLength(2);
  });
});

describe("a person's own usage", () => {
  const world = () => ({ database }) as Parameters<typeof loadMyUsage>[0]; // it touches nothing else of the runtime

  test("lists the newest calls of that person only, newest first", async () => {
    await book(
      Array.from({ length: 30 }, (_, daysAgo) => entry({ daysAgo, kind: daysAgo === 0 ? "title" : "answer" })),
    );
    const { latest } = await loadMyUsage(world(), ada, {});
    expect(latest).toHaveLength(20);
    expect(latest.map(({ at }) => at)).toEqual(
      latest
        .map(({ at }) => at)
        .toSorted()
        .reverse(),
    );
    expect(latest[0]).toMatchObject({ kind: "title", kindLabel: "Title", costUsd: "0.000012345", basis: "reported" });
    expect((await loadMyUsage(world(), grace, {})).latest).toEqual([]);
  });

  test("shows the organisation's budget only where it limits", async () => {
    expect((await loadMyUsage(world(), ada, {})).budgets.map(({ scope, period }) => `${scope} ${period}`)).toEqual([
      "person day",
      "person month",
    ]);
    await database.query({
      text: "select set_budget($1, 'organisation', $2, 'month', 5000000000)",
      values: [newId(), organisationId],
    });
    const { budgets } = await loadMyUsage(world(), ada, {});
    expect(budgets.filter(({ scope }) => scope === "organisation")).toMatchObject([{ period: "month", limitUsd: "5" }]);
  });
});

test("the first steps tick themselves off", async () => {
  const world = (isDemo: boolean) =>
    ({ database, config: { openai: { isDemo } } }) as Parameters<typeof loadFirstSteps>[0]; // nothing else of it is read
  expect(await loadFirstSteps(world(true), admin)).toEqual({
    hasKey: false,
    hasLimit: false,
    hasAnswer: false,
    hasPeople: true,
  });
  await book([entry()]);
  await database.query({
    text: "select set_budget($1, 'organisation', $2, 'day', 1)",
    values: [newId(), organisationId],
  });
  expect(await loadFirstSteps(world(false), admin)).toEqual({
    hasKey: true,
    hasLimit: true,
    hasAnswer: true,
    hasPeople: true,
  });
  expect(await refusalOf(loadFirstSteps(world(true), ada))).toBe("forbidden");
});
