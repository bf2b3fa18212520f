import "server-only";
import { createMemoryRateLimiter } from "@/lib/platform/rate-limiter/memory";
import type { RateDecision, RateLimiter } from "@/lib/platform/rate-limiter/port";
import type { RedisConnections } from "@/lib/platform/redis.server";

const PREFIX = "parlance:rate:";

/**
 * One sorted set for each key: a member for each request, scored by the time of Redis itself, so that processes with
 * different clocks agree. Answers [1, remaining] or [0, milliseconds to wait].
 */
const TAKE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local requests, window = tonumber(ARGV[1]), tonumber(ARGV[2])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local count = redis.call('ZCARD', KEYS[1])
if count >= requests then
  local first = redis.call('ZRANGE', KEYS[1], count - requests, count - requests, 'WITHSCORES')
  return {0, math.max(1, tonumber(first[2]) + window - now)}
end
redis.call('ZADD', KEYS[1], now, ARGV[3])
redis.call('PEXPIRE', KEYS[1], window)
return {1, requests - count - 1}
`;

/**
 * Counts in Redis, for all processes together. Where Redis does not answer, this process counts for itself: a limit may
 * become looser by the number of processes, but never opens.
 */
export function createRedisRateLimiter(redis: RedisConnections): RateLimiter {
  const own = createMemoryRateLimiter({ now: () => Date.now() });
  return {
    async take(key, rate) {
      try {
        const member = crypto.randomUUID();
        const answer = await redis.commands.eval(TAKE, 1, PREFIX + key, rate.requests, rate.windowMs, member);
        return toDecision(answer);
      } catch (error) {
        redis.log.warn("rate-limiter-without-redis", {}, error);
        return own.take(key, rate);
      }
    },
    async reset(key) {
      await own.reset(key);
      try {
        await redis.commands.del(PREFIX + key);
      } catch (error) {
        redis.log.warn("rate-limiter-without-redis", {}, error);
      }
    },
    async close() {
      await own.close();
      await redis.close();
    },
  };
}

function toDecision(answer: unknown): RateDecision {
  if (!Array.isArray(answer)) throw new TypeError("Redis answered the rate limiter with something else than a pair");
  const [isAllowed, amount] = answer.map(Number);
  if (isAllowed === 1) return { allowed: true, remaining: amount ?? 0 };
  return { allowed: false, retryAfterMs: amount ?? 1 };
}
