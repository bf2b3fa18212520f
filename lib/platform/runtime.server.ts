import "server-only";
import type { Clock } from "@/lib/core/clock";
import { type NewId, newId } from "@/lib/core/ids";
import { type Background, createBackground } from "@/lib/platform/background";
import { type Config, loadConfig } from "@/lib/platform/config.server";
import { type Database, openDatabase } from "@/lib/platform/database/open.server";
import { createMemoryLiveStreams } from "@/lib/platform/live-streams/memory";
import type { LiveStreams } from "@/lib/platform/live-streams/port";
import { createRedisLiveStreams } from "@/lib/platform/live-streams/redis.server";
import type { Log } from "@/lib/platform/log";
import { createLog } from "@/lib/platform/log.server";
import { createMemoryRateLimiter } from "@/lib/platform/rate-limiter/memory";
import type { RateLimiter } from "@/lib/platform/rate-limiter/port";
import { createRedisRateLimiter } from "@/lib/platform/rate-limiter/redis.server";
import { connectRedis } from "@/lib/platform/redis.server";

/** The world of one process: everything that a use case may touch. Ask for the least: `Pick<Runtime, "clock">`. */
export type Runtime = {
  config: Config;
  clock: Clock;
  newId: NewId;
  log: Log;
  background: Background;
  database: Database;
  limiter: RateLimiter;
  liveStreams: LiveStreams;
};

const RUNTIME = Symbol.for("parlance.runtime");

type WithRuntime = { [RUNTIME]?: Promise<Runtime> };

/**
 * The runtime of this process, built at the first call. A failed start is not remembered: the next call tries again.
 *
 * Kept on globalThis: the start script and Next's bundles are separate copies of this module in one process.
 */
export function getRuntime(): Promise<Runtime> {
  const holder = globalThis as WithRuntime; // the one place that all copies of this module share
  holder[RUNTIME] ??= startRuntime().catch((error: unknown) => {
    delete holder[RUNTIME];
    throw error;
  });
  return holder[RUNTIME];
}

async function startRuntime(): Promise<Runtime> {
  return createRuntime(loadConfig());
}

/** A runtime of its own, for a test or a script; end it with `closeRuntime`. */
export async function createRuntime(config: Config, world: Partial<Runtime> = {}): Promise<Runtime> {
  const log = world.log ?? createLog({ level: config.logLevel, secrets: config.secrets });
  const redis = config.redisUrl === null ? null : connectRedis(config.redisUrl, log);
  return {
    config,
    clock: { now: () => new Date() },
    newId: () => newId(),
    log,
    background: createBackground(log),
    database: world.database ?? openDatabase({ url: config.databaseUrl, log }),
    limiter: redis === null ? createMemoryRateLimiter({ now: () => Date.now() }) : createRedisRateLimiter(redis),
    liveStreams: redis === null ? createMemoryLiveStreams() : createRedisLiveStreams(redis),
    ...world,
  };
}

/** Ends what the runtime opened, after its background work. */
export async function closeRuntime(runtime: Runtime): Promise<void> {
  await runtime.background.idle();
  await runtime.liveStreams.close();
  await runtime.limiter.close();
  await runtime.database.close();
}
