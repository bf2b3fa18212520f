import { afterAll, describe, expect, test } from "vitest";
import { createMemoryLiveStreams } from "@/lib/platform/live-streams/memory";
import { LiveReaderTooSlow, type LiveStreams } from "@/lib/platform/live-streams/port";
import { createRedisLiveStreams } from "@/lib/platform/live-streams/redis.server";
import { connectRedis } from "@/lib/platform/redis.server";
import { hasRedis, REDIS_URL } from "@/tests/support/redis";
import { silentLog } from "@/tests/support/silent-log";

const isRedisThere = await hasRedis();
const overRedis = () => createRedisLiveStreams(connectRedis(REDIS_URL, silentLog));

/** Each adapter as two processes see it: the writer's and the reader's. In memory both are the same. */
const adapters: [string, () => { here: LiveStreams; there: LiveStreams }][] = [
  [
    "memory",
    () => {
      const here = createMemoryLiveStreams();
      return { here, there: here };
    },
  ],
  ...(isRedisThere
    ? [
        ["Redis", () => ({ here: overRedis(), there: overRedis() })] satisfies [
          string,
          () => { here: LiveStreams; there: LiveStreams },
        ],
      ]
    : []),
];

const never = new AbortController().signal;
const newTurn = () => crypto.randomUUID();

async function collect(batches: AsyncIterable<readonly string[]> | null): Promise<string[] | null> {
  if (batches === null) return null;
  const events: string[] = [];
  for await (const batch of batches) events.push(...batch);
  return events;
}

describe.each(adapters)("live streams: %s", (_name, create) => {
  const { here, there } = create();
  afterAll(() => Promise.all([here.close(), there.close()]));

  test("a reader gets every event once and in order, before, while and after it is written", async () => {
    const turn = newTurn();
    const writer = await here.open(turn);
    writer.write(["0", "1"]);
    const early = collect(await there.read(turn, never));
    const expected = ["0", "1"];
    for (let i = 2; i < 200; i += 2) {
      writer.write([`${i}`, `${i + 1}`]);
      expected.push(`${i}`, `${i + 1}`);
      if (i % 20 === 0) await new Promise((resolve) => setImmediate(resolve));
    }
    const middle = collect(await there.read(turn, never));
    await writer.end();
    expect(await early).toEqual(expected);
    expect(await middle).toEqual(expected);
    expect(await collect(await there.read(turn, never))).toEqual(expected);
  });

  test("a reader that joins at any moment sees the same as all others", async () => {
    const turn = newTurn();
    const writer = await here.open(turn);
    const readers: Promise<string[] | null>[] = [];
    for (let i = 0; i < 40; i++) {
      writer.write([`é${i}🙂`]);
      readers.push(collect(await there.read(turn, never)));
    }
    await writer.end();
    const seen = await Promise.all(readers);
    expect(new Set(seen.map((events) => JSON.stringify(events))).size).toBe(1);
    expect(seen[0]).toHaveLength(40);
  });

  test("a turn that nobody wrote has no stream", async () => {
    expect(await there.read(newTurn(), never)).toBeNull();
    expect(await there.requestStop(newTurn())).toBe(false);
  });

  test("a turn has one writer", async () => {
    const turn = newTurn();
    const writer = await here.open(turn);
    await expect(there.open(turn)).rejects.toThrow();
    await writer.end();
    await expect(there.open(turn)).rejects.toThrow();
  });

  test("anybody can ask for the end, and the writer hears it within 200 ms", async () => {
    const turn = newTurn();
    const writer = await here.open(turn);
    const heard = new Promise<number>((resolve) => {
      writer.stopRequested.addEventListener("abort", () => resolve(performance.now()));
    });
    const askedAt = performance.now();
    expect(await there.requestStop(turn)).toBe(true);
    expect((await heard) - askedAt).toBeLessThan(200);
    await writer.end();
    expect(await there.requestStop(turn)).toBe(false);
  });

  test("a reader that leaves ends alone", async () => {
    const turn = newTurn();
    const writer = await here.open(turn);
    const leaving = new AbortController();
    const left = collect(await there.read(turn, leaving.signal));
    const stayed = collect(await there.read(turn, never));
    writer.write(["a"]);
    leaving.abort();
    await left;
    writer.write(["b"]);
    await writer.end();
    expect(await stayed).toEqual(["a", "b"]);
    expect(writer.stopRequested.aborted).toBe(false);
  });

  test("a reader that cannot keep up is detached, and can start over", async () => {
    const turn = newTurn();
    const writer = await here.open(turn);
    writer.write(["first"]);
    const batches = await there.read(turn, never);
    const reader = batches?.[Symbol.asyncIterator]();
    await reader?.next();
    for (let i = 0; i < 12; i++) writer.write(["x".repeat(100 * 1024)]);
    await writer.end();
    await expect(reader?.next()).rejects.toBeInstanceOf(LiveReaderTooSlow);
    expect(await collect(await there.read(turn, never))).toHaveLength(13);
  });

  test("writing after the end is an error of the caller", async () => {
    const writer = await here.open(newTurn());
    await writer.end();
    expect(() => writer.write(["late"])).toThrow();
  });
});

test("in memory, ended streams together stay under their bound, and the oldest go first", async () => {
  const streams = createMemoryLiveStreams({ endedMax: 1_000 });
  const turns = [newTurn(), newTurn(), newTurn()];
  for (const turn of turns) {
    const writer = await streams.open(turn);
    writer.write(["x".repeat(450)]);
    await writer.end();
  }
  const found = await Promise.all(turns.map((turn) => streams.read(turn, never)));
  expect(found.map((stream) => stream !== null)).toEqual([false, true, true]);
  await streams.close();
});
