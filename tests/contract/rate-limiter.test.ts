import { afterAll, describe, expect, test } from "vitest";
import { createMemoryRateLimiter } from "@/lib/platform/rate-limiter/memory";
import type { RateLimiter } from "@/lib/platform/rate-limiter/port";
import { createRedisRateLimiter } from "@/lib/platform/rate-limiter/redis.server";
import { connectRedis } from "@/lib/platform/redis.server";
import { hasRedis, REDIS_URL } from "@/tests/support/redis";
import { silentLog } from "@/tests/support/silent-log";

const isRedisThere = await hasRedis();

const adapters: [string, () => RateLimiter][] = [
  ["memory", () => createMemoryRateLimiter({ now: () => Date.now() })],
  ...(isRedisThere
    ? [
        ["Redis", () => createRedisRateLimiter(connectRedis(REDIS_URL, silentLog))] satisfies [
          string,
          () => RateLimiter,
        ],
      ]
    : []),
];

describe.each(adapters)("rate limiter: %s", (_name, create) => {
  const limiter = create();
  afterAll(() => limiter.close());

  test("grants what the rate allows and refuses the next", async () => {
    const key = crypto.randomUUID();
    const rate = { requests: 3, windowMs: 60_000 };
    expect(await limiter.take(key, rate)).toEqual({ allowed: true, remaining: 2 });
    expect(await limiter.take(key, rate)).toEqual({ allowed: true, remaining: 1 });
    expect(await limiter.take(key, rate)).toEqual({ allowed: true, remaining: 0 });
    const refused = await limiter.take(key, rate);
    expect(refused).toMatchObject({ allowed: false });
    expect(refused.allowed === false && refused.retryAfterMs).toBeGreaterThan(50_000);
    expect(refused.allowed === false && refused.retryAfterMs).toBeLessThanOrEqual(60_000);
  });

  test("after the wait that it names, the next request is granted", async () => {
    const key = crypto.randomUUID();
    const rate = { requests: 1, windowMs: 150 };
    await limiter.take(key, rate);
    const refused = await limiter.take(key, rate);
    await new Promise((resolve) => setTimeout(resolve, refused.allowed ? 0 : refused.retryAfterMs + 5)); // Redis has a clock of its own
    expect(await limiter.take(key, rate)).toMatchObject({ allowed: true });
  });

  test("a refused request does not make the wait longer", async () => {
    const key = crypto.randomUUID();
    const rate = { requests: 1, windowMs: 60_000 };
    await limiter.take(key, rate);
    const waits: number[] = [];
    for (let i = 0; i < 5; i++) {
      const decision = await limiter.take(key, rate);
      if (!decision.allowed) waits.push(decision.retryAfterMs);
    }
    expect(waits).toHaveLength(5);
    expect(waits).toEqual([...waits].sort((a, b) => b - a));
  });

  test("of many requests at once exactly as many are granted as the rate allows", async () => {
    const key = crypto.randomUUID();
    const decisions = await Promise.all(
      Array.from({ length: 50 }, () => limiter.take(key, { requests: 7, windowMs: 60_000 })),
    );
    expect(decisions.filter(({ allowed }) => allowed)).toHaveLength(7);
  });

  test("keys do not know each other, and a reset forgets one", async () => {
    const [one, other] = [crypto.randomUUID(), crypto.randomUUID()];
    const rate = { requests: 1, windowMs: 60_000 };
    await limiter.take(one, rate);
    expect(await limiter.take(other, rate)).toMatchObject({ allowed: true });
    await limiter.reset(one);
    expect(await limiter.take(one, rate)).toMatchObject({ allowed: true });
    expect(await limiter.take(other, rate)).toMatchObject({ allowed: false });
  });
});

test("without Redis the limit still holds in this process", async () => {
  const limiter = createRedisRateLimiter(connectRedis("redis://127.0.0.1:1", silentLog));
  const rate = { requests: 2, windowMs: 60_000 };
  const decisions = [await limiter.take("k", rate), await limiter.take("k", rate), await limiter.take("k", rate)];
  expect(decisions.map(({ allowed }) => allowed)).toEqual([true, true, false]);
  await limiter.close();
});
