import "server-only";
import { Redis } from "ioredis";
import type { Log } from "@/lib/platform/log";

/** Redis is a convenience: whoever waits for it longer than this goes on without it. */
const COMMAND_TIMEOUT_MS = 1_000;

/** A connection for commands, and one for subscriptions, which Redis keeps apart. */
export type RedisConnections = { commands: Redis; subscriber: Redis; log: Log; close(): Promise<void> };

/** Connects in the background and reconnects for ever; commands fail after a second where Redis does not answer. */
export function connectRedis(url: string, log: Log): RedisConnections {
  const commands = new Redis(url, { commandTimeout: COMMAND_TIMEOUT_MS, maxRetriesPerRequest: 1, retryStrategy });
  const subscriber = new Redis(url, { maxRetriesPerRequest: null, retryStrategy });
  for (const connection of [commands, subscriber]) {
    connection.on("error", (error: unknown) => log.warn("redis-unreachable", {}, error));
  }
  let isClosed = false;
  return {
    commands,
    subscriber,
    log,
    async close() {
      if (isClosed) return;
      isClosed = true;
      commands.disconnect();
      subscriber.disconnect();
    },
  };
}

function retryStrategy(attempt: number): number {
  return Math.min(attempt * 100, 2_000);
}
