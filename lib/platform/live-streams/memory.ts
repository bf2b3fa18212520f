import { BEHIND_MAX, KEPT_AFTER_END_MS } from "@/lib/platform/live-streams/limits";
import { LiveReaderTooSlow, type LiveStreams } from "@/lib/platform/live-streams/port";

/** What ended streams may occupy together before the oldest are dropped early. */
const ENDED_MAX = 16 * 1024 * 1024;

type Stream = {
  /** What was written, once for all readers: a reader is only a place in it. */
  events: string[];
  size: number;
  isEnded: boolean;
  stop: AbortController;
  waiting: Set<() => void>;
};

/** Live streams in the memory of this process, for an installation with one process. */
export function createMemoryLiveStreams({
  endedMax = ENDED_MAX,
  keptAfterEndMs = KEPT_AFTER_END_MS,
}: {
  endedMax?: number;
  keptAfterEndMs?: number;
} = {}): LiveStreams {
  const streams = new Map<string, Stream>();
  /** Ended streams, the oldest first, with the timer that drops them. */
  const ended = new Map<string, ReturnType<typeof setTimeout>>();
  let endedSize = 0;

  function drop(turnId: string): void {
    clearTimeout(ended.get(turnId));
    if (ended.delete(turnId)) endedSize -= streams.get(turnId)?.size ?? 0;
    streams.delete(turnId);
  }

  function keepForAWhile(turnId: string, stream: Stream): void {
    const timer = setTimeout(() => drop(turnId), keptAfterEndMs);
    timer.unref();
    ended.set(turnId, timer);
    endedSize += stream.size;
    for (const oldest of ended.keys()) {
      if (endedSize <= endedMax) break;
      drop(oldest);
    }
  }

  return {
    async open(turnId) {
      if (streams.has(turnId)) throw new Error(`The stream of turn ${turnId} exists already`);
      const stream: Stream = { events: [], size: 0, isEnded: false, stop: new AbortController(), waiting: new Set() };
      streams.set(turnId, stream);
      return {
        stopRequested: stream.stop.signal,
        write(events) {
          if (stream.isEnded) throw new Error(`The stream of turn ${turnId} has ended`);
          for (const event of events) {
            stream.events.push(event);
            stream.size += event.length;
          }
          wake(stream);
        },
        async end() {
          if (stream.isEnded) return;
          stream.isEnded = true;
          keepForAWhile(turnId, stream);
          wake(stream);
        },
      };
    },
    async read(turnId, signal) {
      const stream = streams.get(turnId);
      return stream === undefined ? null : follow(stream, signal);
    },
    async requestStop(turnId) {
      const stream = streams.get(turnId);
      if (stream === undefined || stream.isEnded) return false;
      stream.stop.abort();
      return true;
    },
    async close() {
      for (const stream of streams.values()) {
        stream.isEnded = true;
        wake(stream);
      }
      for (const timer of ended.values()) clearTimeout(timer);
      ended.clear();
      streams.clear();
    },
  };
}

function wake(stream: Stream): void {
  const waiting = [...stream.waiting];
  stream.waiting.clear();
  for (const resume of waiting) resume();
}

/**
 * A reader's way through a stream. By hand and not as a generator with a listener for each wait: this runs for every delta of every
 * reader.
 */
function follow(stream: Stream, signal: AbortSignal): AsyncIterable<readonly string[]> {
  let place = 0;
  let delivered: number | null = null;
  signal.addEventListener("abort", () => wake(stream), { once: true });

  /** Null: nothing yet. */
  function take(): IteratorResult<readonly string[], undefined> | null {
    if (signal.aborted) return END;
    if (place === stream.events.length) {
      delivered ??= 0;
      return stream.isEnded ? END : null;
    }
    // The first batch is the whole past, however long: only what comes after it can be missed by being slow.
    if (delivered !== null && stream.size - delivered > BEHIND_MAX)
      throw new LiveReaderTooSlow("The reader is too far behind");
    const batch = stream.events.slice(place);
    place = stream.events.length;
    delivered = stream.size;
    return { done: false, value: batch };
  }

  const next = async (): Promise<IteratorResult<readonly string[], undefined>> => {
    for (;;) {
      const found = take();
      if (found) return found;
      await new Promise<void>((resolve) => stream.waiting.add(resolve));
    }
  };
  return { [Symbol.asyncIterator]: () => ({ next }) };
}

const END = { done: true, value: undefined } as const;
