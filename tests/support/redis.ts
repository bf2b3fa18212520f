import { Redis } from "ioredis";

/** Where the tests look for Redis. */
export const REDIS_URL = process.env.TEST_REDIS_URL ?? "redis://127.0.0.1:6379/15";

/** True when Redis answers; says on the terminal what is left out when it does not. */
export async function hasRedis(): Promise<boolean> {
  const redis = new Redis(REDIS_URL, { lazyConnect: true, retryStrategy: () => null, connectTimeout: 1_000 });
  redis.on("error", () => {}); // its absence is an answer here
  try {
    await redis.connect();
    await redis.ping();
    return true;
  } catch {
    process.stdout.write(`LEFT OUT: no Redis answers at ${REDIS_URL}; its adapters are not tested.\n`);
    return false;
  } finally {
    redis.disconnect();
  }
}
