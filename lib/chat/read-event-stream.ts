import type { StreamEvent } from "@/lib/chat/stream-events";

/** The longest event that is believed, in UTF-16 code units; a replay gathers a whole answer into few of them. */
const EVENT_LENGTH_MAX = 8_000_000;

/** Thrown when what arrives is not a stream of ours: a proxy's page, garbage, or an event without end. */
export class BrokenEventStream extends Error {
  override readonly name = "BrokenEventStream";
}

/** What one piece of the stream brought. `isDone`: the server said that nothing more comes. */
export type EventBatch = { events: StreamEvent[]; isDone: boolean };

/**
 * Reads server-sent events as they come, cut anywhere, also inside a character; each byte is looked at once.
 *
 * `push` returns the events that a piece completed. Comments, other fields and events of unknown types are passed over.
 */
export function createEventReader(): { push(bytes: Uint8Array): EventBatch } {
  const decoder = new TextDecoder("utf-8");
  let lineParts: string[] = [];
  let lineLength = 0;
  let dataLines: string[] = [];
  let dataLength = 0;
  let isDone = false;
  let endedWithReturn = false;

  function endLine(events: StreamEvent[]): void {
    const line = lineParts.length === 1 ? (lineParts[0] ?? "") : lineParts.join("");
    lineParts = [];
    lineLength = 0;
    if (line !== "") {
      if (!line.startsWith("data:")) return;
      const data = line.slice(line.charCodeAt(5) === 0x20 ? 6 : 5);
      dataLines.push(data);
      dataLength += data.length;
      if (dataLength > EVENT_LENGTH_MAX) throw new BrokenEventStream("an event is too long");
      return;
    }
    if (dataLines.length === 0) return;
    const data = dataLines.join("\n");
    dataLines = [];
    dataLength = 0;
    if (isDone) return;
    if (data === "[DONE]") isDone = true;
    else {
      const event = parseEvent(data);
      if (event) events.push(event);
    }
  }

  return {
    push(bytes) {
      const text = decoder.decode(bytes, { stream: true });
      const events: StreamEvent[] = [];
      let start = 0;
      for (let at = 0; at < text.length; at += 1) {
        const unit = text.charCodeAt(at);
        if (unit !== 0x0a && unit !== 0x0d) {
          endedWithReturn = false;
          continue;
        }
        const isSecondHalf = unit === 0x0a && endedWithReturn; // CR LF is one line end
        endedWithReturn = unit === 0x0d;
        if (!isSecondHalf) {
          lineParts.push(text.slice(start, at));
          endLine(events);
        }
        start = at + 1;
      }
      if (start < text.length) {
        lineParts.push(text.slice(start));
        lineLength += text.length - start;
        if (lineLength > EVENT_LENGTH_MAX) throw new BrokenEventStream("a line is too long");
      }
      return { events, isDone };
    },
  };
}

/** Reads a response body to its end. Ends early when the server says so; throws what the connection throws. */
export async function* readEventStream(body: ReadableStream<Uint8Array>): AsyncGenerator<EventBatch> {
  const reader = body.getReader();
  const parser = createEventReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const batch = parser.push(value);
      if (batch.events.length > 0 || batch.isDone) yield batch;
      if (batch.isDone) return;
    }
  } finally {
    reader.cancel().catch(() => undefined); // whoever stops reading wants no more of it; a broken connection is gone already
  }
}

const KNOWN_TYPES: ReadonlySet<string> = new Set<StreamEvent["type"]>([
  "start",
  "data-turn",
  "data-status",
  "text-start",
  "text-delta",
  "text-end",
  "data-end",
  "error",
  "finish",
]);

function parseEvent(data: string): StreamEvent | null {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw new BrokenEventStream("an event is not JSON");
  }
  if (typeof value !== "object" || value === null || !("type" in value)) return null;
  if (typeof value.type !== "string" || !KNOWN_TYPES.has(value.type)) return null;
  return value as StreamEvent; // our own server's words: page and server are built from the same sources
}
