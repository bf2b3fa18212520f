import type { StreamEvent } from "@/lib/chat/stream-events";
import { toStreamJson } from "@/lib/chat/stream-json";

/** Pieces of text that arrive within it go out together: more often than this nobody can see. */
const FRAME_MS = 20;

type FrameWriter = {
  /** Adds text to the answer. The first piece goes out at once, later ones with the next frame. */
  text(piece: string): void;
  /** Sends what is waiting, then the event. */
  event(event: StreamEvent): void;
  /** Sends what is waiting, closes the text, then the events. */
  end(events: readonly StreamEvent[]): void;
};

/** One timer for all answers of the process: hundreds of them would each wake the event loop. */
const waiting = new Set<() => void>();

function flushAll(): void {
  for (const flush of waiting) flush();
  waiting.clear();
}

function flushWithNextFrame(flush: () => void): void {
  if (waiting.size === 0) setTimeout(flushAll, FRAME_MS);
  waiting.add(flush);
}

/** Writes an answer into its stream, pieces gathered for a frame. */
export function writeInFrames(stream: { write(events: readonly string[]): void }, answerId: string): FrameWriter {
  let pending = "";
  let isOpen = false;
  const open = (): string[] => {
    if (isOpen) return [];
    isOpen = true;
    return [toStreamJson({ type: "text-start", id: answerId })];
  };
  const flush = (): void => {
    if (pending === "") return;
    stream.write([...open(), toStreamJson({ type: "text-delta", id: answerId, delta: pending })]);
    pending = "";
  };
  return {
    text(piece) {
      pending += piece;
      if (!isOpen) return flush();
      flushWithNextFrame(flush);
    },
    event(event) {
      flush();
      stream.write([toStreamJson(event)]);
    },
    end(events) {
      flush();
      waiting.delete(flush);
      stream.write([...open(), toStreamJson({ type: "text-end", id: answerId }), ...events.map(toStreamJson)]);
    },
  };
}
