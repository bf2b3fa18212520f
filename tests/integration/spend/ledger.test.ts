import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { toNanoUsd } from "@/lib/core/money";
import { costOf } from "@/lib/models/pricing";
import type { Database } from "@/lib/platform/database/open.server";
import { auditInvariants } from "@/lib/reports/audit-invariants.server";
import type { LedgerDraft } from "@/lib/spend/ledger-entry";
import { type HoldRequest, placeHold } from "@/lib/spend/place-hold.server";
import { releaseHold } from "@/lib/spend/release-hold.server";
import { settleHold } from "@/lib/spend/settle-hold.server";
import { sweepHolds } from "@/lib/spend/sweep-holds.server";
import { openTestDatabase, type TestDatabase } from "../../support/database";
import { seedOrganisation, seedPerson, spendWorld } from "../../support/world";

/** One nano-dollar a token, in and out, so that a cost is a number of tokens. */
const price = {
  inputPerMillion: toNanoUsd(1_000_000n),
  cachedInputPerMillion: toNanoUsd(1_000_000n),
  cacheWritePerMillion: toNanoUsd(1_000_000n),
  outputPerMillion: toNanoUsd(1_000_000n),
  version: "test",
};

let testDatabase: TestDatabase;
let database: Database;
let organisationId: string;
let personId: string;

beforeAll(async () => {
  testDatabase = await openTestDatabase();
  database = testDatabase.database;
  organisationId = await seedOrganisation(database);
});
afterAll(() => testDatabase.close());
beforeEach(async () => {
  ({ personId } = await seedPerson(database));
});

const request = (parts: Partial<HoldRequest> & { cost?: bigint } = {}): HoldRequest => ({
  holdId: newId(),
  personId,
  kind: "answer",
  conversationId: null,
  model: "m",
  price,
  promptTokens: 10,
  minimumCost: toNanoUsd(parts.cost ?? 100n),
  wantedCost: toNanoUsd(parts.cost ?? 100n),
  ...parts,
});
const draft = (tokens: number, attempt = 1): LedgerDraft => {
  const usage = { promptTokens: tokens, cachedTokens: 0, cacheWriteTokens: 0, completionTokens: 0, reasoningTokens: 0 };
  return {
    id: newId(),
    attempt,
    model: "m",
    usage,
    price,
    cost: costOf(usage, price),
    basis: "reported",
    providerRequestId: null,
  };
};
const limit = (
  scope: "organisation" | "person",
  period: "day" | "month",
  amount: bigint | null,
  subjectId = scope === "person" ? personId : organisationId,
) =>
  database.query({
    text: "select set_budget($1, $2, $3, $4, $5)",
    values: [newId(), scope, subjectId, period, amount],
  });
const refusal = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (thrown: unknown) => thrown,
  );
  return error instanceof AppError ? { code: error.code, ...error.facts } : error;
};
const balance = async (period: "day" | "month" = "day") => {
  const row = await database.prisma.budgetBalance.findFirstOrThrow({
    where: { scope: "person", subjectId: personId, period },
  });
  return { spent: row.spentNanoUsd, held: row.heldNanoUsd, overrun: row.overrunNanoUsd };
};
const isSound = async () => expect(await auditInvariants({ database })).toEqual([]);

describe("a hold", () => {
  test("without a limit the whole ceiling is held, in the balances of person and organisation", async () => {
    const hold = await placeHold({ database }, request({ cost: 700n }));
    expect(hold.amount).toBe(700n);
    expect(await balance("day")).toMatchObject({ held: 700n, spent: 0n });
    expect(await balance("month")).toMatchObject({ held: 700n });
    await isSound();
  });

  test("money held for running turns counts as spent", async () => {
    await limit("person", "day", 1_000n);
    await placeHold({ database }, request({ cost: 600n }));
    expect(await refusal(placeHold({ database }, request({ cost: 600n })))).toMatchObject({
      code: "over-budget",
      scope: "person",
      period: "day",
      limitUsd: "0.000001",
      leftUsd: "0.0000004",
      heldUsd: "0.0000006",
    });
  });

  test("what does not fit whole is lowered to what is left, but not below what is useful", async () => {
    await limit("person", "month", 1_000n);
    const first = await placeHold({ database }, request({ minimumCost: toNanoUsd(100n), wantedCost: toNanoUsd(700n) }));
    const second = await placeHold(
      { database },
      request({ minimumCost: toNanoUsd(100n), wantedCost: toNanoUsd(700n) }),
    );
    expect([first.amount, second.amount]).toEqual([700n, 300n]);
    expect(
      await refusal(placeHold({ database }, request({ minimumCost: toNanoUsd(1n), wantedCost: toNanoUsd(700n) }))),
    ).toMatchObject({ code: "over-budget" });
  });

  test("the tightest of all budgets binds, the organisation's too", async () => {
    await limit("person", "day", 1_000n);
    await limit("organisation", "month", 0n);
    const refused = await refusal(placeHold({ database }, request({ cost: 1n })));
    await limit("organisation", "month", null);
    expect(refused).toMatchObject({ code: "over-budget", scope: "organisation", period: "month", leftUsd: "0" });
  });

  test("a hold that was given back is room again, and giving it back twice changes nothing", async () => {
    await limit("person", "day", 100n);
    const hold = await placeHold({ database }, request());
    expect([await releaseHold({ database }, hold), await releaseHold({ database }, hold)]).toEqual([true, false]);
    expect(await balance()).toEqual({ spent: 0n, held: 0n, overrun: 0n });
    await placeHold({ database }, request());
    await isSound();
  });
});

describe("a settlement", () => {
  test("moves what was used into spent, gives the rest back, and works once", async () => {
    const hold = await placeHold({ database }, request({ cost: 500n }));
    expect(await settleHold({ database }, hold.id, draft(120), { isFinal: true })).toBe(true);
    expect(await settleHold({ database }, hold.id, draft(120), { isFinal: true })).toBe(false);
    expect(await releaseHold({ database }, hold)).toBe(false);
    expect(await balance()).toEqual({ spent: 120n, held: 0n, overrun: 0n });
    await isSound();
  });

  test("a failed attempt that was billed stays in the same hold with the next one", async () => {
    const hold = await placeHold({ database }, request({ cost: 500n }));
    await settleHold({ database }, hold.id, draft(100, 1), { isFinal: false });
    expect(await balance()).toEqual({ spent: 100n, held: 400n, overrun: 0n });
    await settleHold({ database }, hold.id, draft(250, 2), { isFinal: true });
    expect(await balance()).toEqual({ spent: 350n, held: 0n, overrun: 0n });
    expect(await database.prisma.ledgerEntry.count({ where: { holdId: hold.id } })).toBe(2);
    await isSound();
  });

  test("I3: a provider that uses more than it was allowed is paid, and the overrun is written down", async () => {
    await limit("person", "day", 500n);
    const hold = await placeHold({ database }, request({ cost: 500n }));
    await settleHold({ database }, hold.id, draft(530), { isFinal: true });
    expect(await balance()).toEqual({ spent: 530n, held: 0n, overrun: 30n });
    expect(await refusal(placeHold({ database }, request({ cost: 1n })))).toMatchObject({
      code: "over-budget",
      leftUsd: "0",
    });
    await isSound();
  });

  test("F21: a limit lowered below what is spent refuses the next call and overruns nothing further", async () => {
    const hold = await placeHold({ database }, request({ cost: 500n }));
    await settleHold({ database }, hold.id, draft(300), { isFinal: true });
    await limit("person", "day", 100n);
    expect(await balance()).toMatchObject({ spent: 300n, overrun: 200n });
    expect(await refusal(placeHold({ database }, request({ cost: 1n })))).toMatchObject({ code: "over-budget" });
    await isSound();
  });
});

describe("the database itself", () => {
  test.each(["update ledger_entry set cost_nano_usd = 0", "delete from ledger_entry", "truncate ledger_entry"])(
    "refuses to %s",
    async (text) => {
      const hold = await placeHold({ database }, request());
      await settleHold({ database }, hold.id, draft(1), { isFinal: true });
      await expect(database.query({ text, values: [] })).rejects.toThrow("append-only");
    },
  );

  test("refuses a balance above its limit that is not written down as an overrun", async () => {
    await limit("person", "day", 100n);
    await placeHold({ database }, request());
    const text = "update budget_balance set spent_nano_usd = spent_nano_usd + 1 where subject_id = $1";
    await expect(database.query({ text, values: [personId] })).rejects.toThrow("budget_balance_limit_check");
  });

  test("refuses a negative cost", async () => {
    const hold = await placeHold({ database }, request());
    await expect(
      settleHold({ database }, hold.id, { ...draft(1), cost: toNanoUsd(-1n) }, { isFinal: true }),
    ).rejects.toThrow("_check");
    expect(await balance()).toEqual({ spent: 0n, held: 100n, overrun: 0n });
  });

  test("the ledger survives the person", async () => {
    const hold = await placeHold({ database }, request());
    await settleHold({ database }, hold.id, draft(7), { isFinal: true });
    await database.prisma.person.delete({ where: { id: personId } });
    expect(await database.prisma.ledgerEntry.count({ where: { personId } })).toBe(1);
    await isSound();
  });
});

describe("the sweep", () => {
  const expire = (id: string, parts: { hasFirstByte?: boolean; receivedTokens?: number } = {}) =>
    database.prisma.hold.update({
      where: { id },
      data: {
        expiresAt: new Date(Date.now() - 1_000),
        receivedTokens: parts.receivedTokens ?? 0,
        firstByteAt: parts.hasFirstByte ? new Date() : null,
      },
    });

  test("gives back the hold of a process that died before a byte came back", async () => {
    const hold = await placeHold({ database }, request());
    await expire(hold.id);
    await sweepHolds(spendWorld(database));
    expect((await database.prisma.hold.findUniqueOrThrow({ where: { id: hold.id } })).state).toBe("expired");
    expect(await balance()).toMatchObject({ spent: 0n, held: 0n });
  });

  test("charges the estimate when a byte had come back, once, whoever sweeps", async () => {
    const hold = await placeHold({ database }, request({ promptTokens: 40 }));
    await expire(hold.id, { hasFirstByte: true, receivedTokens: 25 });
    await Promise.all([
      sweepHolds(spendWorld(database)),
      sweepHolds(spendWorld(database)),
      sweepHolds(spendWorld(database)),
    ]);
    expect(await balance()).toMatchObject({ spent: 65n, held: 0n });
    expect(await database.prisma.ledgerEntry.findMany({ where: { holdId: hold.id } })).toMatchObject([
      { basis: "estimated", promptTokens: 40, completionTokens: 25, costNanoUsd: 65n },
    ]);
    await isSound();
  });

  test("leaves a hold with a running lease alone", async () => {
    const hold = await placeHold({ database }, request());
    await sweepHolds(spendWorld(database));
    expect((await database.prisma.hold.findUniqueOrThrow({ where: { id: hold.id } })).state).toBe("held");
  });
});

describe("under load", () => {
  test("F20: 200 holds at once against room for 7: exactly 7, in 20 rounds of 20", async () => {
    for (let round = 0; round < 20; round += 1) {
      ({ personId } = await seedPerson(database));
      await limit("person", "day", 799n);
      const results = await Promise.allSettled(
        Array.from({ length: 200 }, () => placeHold({ database }, request({ cost: 100n }))),
      );
      const admitted = results.flatMap((result) => (result.status === "fulfilled" ? [result.value] : []));
      expect(admitted).toHaveLength(7);
      for (const result of results)
        if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "over-budget" });
      await Promise.all(admitted.map(({ id }) => settleHold({ database }, id, draft(99), { isFinal: true })));
      expect(await balance()).toEqual({ spent: 693n, held: 0n, overrun: 0n });
    }
    await isSound();
  }, 120_000);

  test("many people under one organisation never deadlock and never pass its limit", async () => {
    const people = await Promise.all(Array.from({ length: 12 }, () => seedPerson(database)));
    const before = await database.prisma.budgetBalance.findFirst({ where: { scope: "organisation", period: "day" } });
    await limit("organisation", "day", (before?.spentNanoUsd ?? 0n) + (before?.heldNanoUsd ?? 0n) + 5_000n);
    const results = await Promise.allSettled(
      people.flatMap((person) =>
        Array.from({ length: 10 }, async () => {
          const hold = await placeHold({ database }, request({ personId: person.personId }));
          await settleHold({ database }, hold.id, draft(100), { isFinal: true });
        }),
      ),
    );
    await limit("organisation", "day", null);
    expect(results.filter(({ status }) => status === "fulfilled")).toHaveLength(50);
    for (const result of results)
      if (result.status === "rejected") expect(result.reason).toMatchObject({ code: "over-budget" });
    await isSound();
  });
});

describe("any history", () => {
  type Step =
    | { do: "hold"; minimum: number; extra: number }
    | { do: "settle" | "attempt" | "overuse" | "release" | "crash-early" | "crash-late"; hold: number; tokens: number }
    | { do: "limit"; scope: "organisation" | "person"; period: "day" | "month"; amount: number | null };
  const index = fc.nat(50);
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant("hold" as const),
        minimum: fc.integer({ min: 0, max: 300 }),
        extra: fc.nat(500),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constantFrom(
          "settle" as const,
          "attempt" as const,
          "overuse" as const,
          "release" as const,
          "crash-early" as const,
          "crash-late" as const,
        ),
        hold: index,
        tokens: fc.nat(400),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant("limit" as const),
        scope: fc.constantFrom("organisation" as const, "person" as const),
        period: fc.constantFrom("day" as const, "month" as const),
        amount: fc.option(fc.nat(5_000)),
      }),
    },
  );

  test("balance = sum of the ledger + live holds, for any sequence of holds, settlements, stops, crashes and retries", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
        ({ personId } = await seedPerson(database));
        const holds: string[] = [];
        const attempts = new Map<string, number>();
        for (const now of steps) {
          if (now.do === "hold") {
            const minimumCost = toNanoUsd(BigInt(now.minimum));
            const hold = await placeHold(
              { database },
              request({ minimumCost, wantedCost: toNanoUsd(BigInt(now.minimum + now.extra)) }),
            ).catch(() => null);
            if (hold) holds.push(hold.id);
            continue;
          }
          if (now.do === "limit") {
            await limit(now.scope, now.period, now.amount === null ? null : BigInt(now.amount));
            continue;
          }
          const id = holds[now.hold % Math.max(1, holds.length)];
          if (id === undefined) continue;
          const attempt = (attempts.get(id) ?? 0) + 1;
          if (now.do === "release") await releaseHold({ database }, { id });
          else if (now.do === "crash-early" || now.do === "crash-late") {
            await database.query({
              text: "update hold set expires_at = now() - interval '1 second', received_tokens = 20, first_byte_at = case when $2 then now() end where id = $1",
              values: [id, now.do === "crash-late"],
            });
            await sweepHolds(spendWorld(database));
          } else {
            attempts.set(id, attempt);
            await settleHold({ database }, id, draft(now.do === "overuse" ? now.tokens + 1_000 : now.tokens, attempt), {
              isFinal: now.do !== "attempt",
            });
          }
        }
        await limit("organisation", "day", null);
        await limit("organisation", "month", null);
        await isSound();
      }),
      { numRuns: 30 },
    );
  }, 120_000);
});
