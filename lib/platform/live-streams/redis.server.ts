import "server-only";
import { BEHIND_MAX, KEPT_AFTER_END_MS } from "@/lib/platform/live-streams/limits";
import { LiveReaderTooSlow, type LiveStreams } from "@/lib/platform/live-streams/port";
import type { RedisConnections } from "@/lib/platform/redis.server";

/** A writer that did not renew its lease for this long has lost its process. */
const LEASE_MS = 15_000;
const RENEW_MS = 5_000;

/** Readers are woken by a message; they also look by themselves, because Redis forgets messages while nobody is connected. */
const LOOK_MS = 1_000;

/** An answer cannot be longer: what nobody ended is forgotten. */
const KEPT_MS = 60 * 60_000;

const STOP_CHANNEL = "parlance:live-stop";

const END = "end";

const channelOf = (turnId: string) => `parlance:live:${turnId}`;
const eventsOf = (turnId: string) => `parlance:live:${turnId}:events`;
const leaseOf = (turnId: string) => `parlance:live:${turnId}:lease`;
const stopOf = (turnId: string) => `parlance:live:${turnId}:stop`;

const WRITE = `
redis.call('XADD', KEYS[1], '*', ARGV[1], ARGV[2])
redis.call('PEXPIRE', KEYS[1], ARGV[4])
redis.call('PUBLISH', ARGV[3], '')
`;

type Writing = { stop: AbortController };
type Batch = { last: string; events: string[]; isEnd: boolean };

/** Live streams in Redis: any process can read any answer and stop it. One Redis stream holds the events of one turn. */
export function createRedisLiveStreams(redis: RedisConnections): LiveStreams {
  const writing = new Map<string, Writing>();
  const waiting = new Map<string, Set<() => void>>();

  redis.subscriber
    .subscribe(STOP_CHANNEL)
    .catch((error: unknown) => redis.log.warn("live-streams-without-redis", {}, error));
  redis.subscriber.on("message", (channel: string, message: string) => {
    if (channel === STOP_CHANNEL) writing.get(message)?.stop.abort();
    else for (const resume of waiting.get(channel) ?? []) resume();
  });
  const renewal = setInterval(() => void renewAll(), RENEW_MS);
  renewal.unref();

  async function renewAll(): Promise<void> {
    for (const [turnId, { stop }] of writing) {
      try {
        await redis.commands.set(leaseOf(turnId), "1", "PX", LEASE_MS);
        if ((await redis.commands.exists(stopOf(turnId))) === 1) stop.abort();
      } catch (error) {
        redis.log.warn("live-streams-without-redis", {}, error);
      }
    }
  }

  async function append(turnId: string, field: string, value: string, keptMs: number): Promise<void> {
    await redis.commands.eval(WRITE, 1, eventsOf(turnId), field, value, channelOf(turnId), keptMs);
  }

  return {
    async open(turnId) {
      const isFree = await redis.commands.set(leaseOf(turnId), "1", "PX", LEASE_MS, "NX");
      if (isFree === null || (await redis.commands.exists(eventsOf(turnId))) === 1) {
        throw new Error(`The stream of turn ${turnId} exists already`);
      }
      const stop = new AbortController();
      writing.set(turnId, { stop });
      let isEnded = false;
      let pending: string[] = [];
      let sending: Promise<void> | null = null;

      /** One command at a time: what arrives meanwhile travels in the next one, so that the order stands and Redis is not flooded. */
      async function send(): Promise<void> {
        while (pending.length > 0) {
          const batch = pending;
          pending = [];
          try {
            await append(turnId, "events", JSON.stringify(batch), KEPT_MS);
          } catch (error) {
            redis.log.warn("live-stream-events-lost", { turnId }, error);
          }
        }
        sending = null;
      }

      return {
        stopRequested: stop.signal,
        write(events) {
          if (isEnded) throw new Error(`The stream of turn ${turnId} has ended`);
          pending.push(...events);
          sending ??= send();
        },
        async end() {
          if (isEnded) return;
          isEnded = true;
          await sending;
          writing.delete(turnId);
          try {
            await append(turnId, END, "", KEPT_AFTER_END_MS);
            await redis.commands.del(leaseOf(turnId), stopOf(turnId));
          } catch (error) {
            redis.log.warn("live-streams-without-redis", { turnId }, error);
          }
        },
      };
    },

    async read(turnId, signal) {
      const found = await redis.commands.exists(eventsOf(turnId), leaseOf(turnId));
      if (found === 0) return null;
      return (await hasWriterOrEnd(turnId)) ? follow(turnId, signal) : null;
    },

    async requestStop(turnId) {
      if ((await redis.commands.exists(leaseOf(turnId))) === 0) return false;
      await redis.commands.set(stopOf(turnId), "1", "PX", LEASE_MS);
      await redis.commands.publish(STOP_CHANNEL, turnId);
      return true;
    },

    async close() {
      clearInterval(renewal);
      for (const resumes of waiting.values()) for (const resume of resumes) resume();
      await redis.close();
    },
  };

  async function hasWriterOrEnd(turnId: string): Promise<boolean> {
    if ((await redis.commands.exists(leaseOf(turnId))) === 1) return true;
    const [newest] = await redis.commands.xrevrange(eventsOf(turnId), "+", "-", "COUNT", 1);
    return newest?.[1][0] === END;
  }

  async function readAfter(turnId: string, place: string): Promise<Batch> {
    const entries = await redis.commands.xrange(eventsOf(turnId), place === "" ? "-" : `(${place}`, "+");
    const batch: Batch = { last: place, events: [], isEnd: false };
    for (const [id, [field, value]] of entries) {
      batch.last = id;
      if (field === END) batch.isEnd = true;
      else batch.events.push(...parseEvents(value ?? "[]"));
    }
    return batch;
  }

  async function* follow(turnId: string, signal: AbortSignal): AsyncGenerator<readonly string[]> {
    const channel = channelOf(turnId);
    const waker = createWaker(signal);
    const resumes = waiting.get(channel) ?? new Set();
    waiting.set(channel, resumes.add(waker.wake));
    try {
      await redis.subscriber.subscribe(channel);
      let place = "";
      let isFirst = true;
      while (!signal.aborted) {
        waker.arm();
        const batch = await readAfter(turnId, place);
        const size = batch.events.reduce((sum, event) => sum + event.length, 0);
        if (!isFirst && size > BEHIND_MAX) throw new LiveReaderTooSlow("The reader is too far behind");
        if (batch.events.length > 0) yield batch.events;
        if (batch.isEnd) return;
        isFirst = false;
        if (batch.last === place && !(await hasWriterOrEnd(turnId))) return;
        place = batch.last;
        await waker.sleep(LOOK_MS);
      }
    } finally {
      waker.dispose();
      resumes.delete(waker.wake);
      if (resumes.size === 0) {
        waiting.delete(channel);
        redis.subscriber
          .unsubscribe(channel)
          .catch((error: unknown) => redis.log.debug(`unsubscribe-failed ${String(error)}`));
      }
    }
  }
}

function parseEvents(json: string): string[] {
  const events: unknown = JSON.parse(json);
  return Array.isArray(events) ? events.map(String) : [];
}

/** Sleeps until it is woken, the reader leaves, or time is up. A call of `wake` after `arm` is not missed. */
function createWaker(signal: AbortSignal) {
  let isWoken = false;
  let resume: (() => void) | null = null;
  const wake = () => {
    isWoken = true;
    resume?.();
  };
  signal.addEventListener("abort", wake);
  return {
    wake,
    arm() {
      isWoken = false;
    },
    async sleep(ms: number) {
      if (isWoken || signal.aborted) return;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, ms);
        resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
      resume = null;
    },
    dispose() {
      signal.removeEventListener("abort", wake);
    },
  };
}
