import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { BrokenEventStream, createEventReader, readEventStream } from "@/lib/chat/read-event-stream";
import type { StreamEvent } from "@/lib/chat/stream-events";

const EVENTS: StreamEvent[] = [
  { type: "start", messageId: "a" },
  { type: "text-start", id: "t" },
  { type: "text-delta", id: "t", delta: "Grüße, 👩‍👩‍👧 \u2028 and a\nline" },
  { type: "text-delta", id: "t", delta: "data: [DONE]\n\n" },
  { type: "text-end", id: "t" },
  { type: "finish" },
];

function write(events: readonly unknown[], lineEnd = "\n"): Uint8Array {
  const blocks = events.map((event) => `data: ${JSON.stringify(event)}${lineEnd}${lineEnd}`);
  return new TextEncoder().encode(`${blocks.join("")}data: [DONE]${lineEnd}${lineEnd}`);
}

function readIn(bytes: Uint8Array, cuts: readonly number[]): { events: StreamEvent[]; isDone: boolean } {
  const reader = createEventReader();
  const events: StreamEvent[] = [];
  let isDone = false;
  let from = 0;
  for (const to of [...cuts, bytes.length]) {
    const batch = reader.push(bytes.subarray(from, to));
    events.push(...batch.events);
    isDone = batch.isDone;
    from = to;
  }
  return { events, isDone };
}

describe("createEventReader", () => {
  test("reads the same events however the bytes are cut (F10)", () => {
    const bytes = write(EVENTS);
    fc.assert(
      fc.property(fc.array(fc.nat(bytes.length), { maxLength: 30 }), (cuts) => {
        expect(
          readIn(
            bytes,
            cuts.toSorted((a, b) => a - b),
          ),
        ).toEqual({ events: EVENTS, isDone: true });
      }),
    );
  });

  test.each(["\n", "\r\n", "\r"])("reads pieces of one byte with the line end %j", (lineEnd) => {
    const bytes = write(EVENTS, lineEnd);
    const everywhere = Array.from(bytes, (_, at) => at);
    expect(readIn(bytes, everywhere).events).toEqual(EVENTS);
  });

  test("passes over comments, other fields and unknown events", () => {
    const text = `: keep-alive\n\nevent: message\nid: 4\ndata: {"type":"reasoning-delta","delta":"x"}\n\ndata:{"type":"finish"}\n\n`;
    expect(createEventReader().push(new TextEncoder().encode(text)).events).toEqual([{ type: "finish" }]);
  });

  test("joins an event of several data lines", () => {
    const text = `data: {"type":"start",\ndata: "messageId":"m"}\n\n`;
    expect(createEventReader().push(new TextEncoder().encode(text)).events).toEqual([
      { type: "start", messageId: "m" },
    ]);
  });

  test("believes nothing after [DONE]", () => {
    const text = `data: [DONE]\n\ndata: {"type":"finish"}\n\n`;
    expect(createEventReader().push(new TextEncoder().encode(text))).toEqual({ events: [], isDone: true });
  });

  test("refuses what is not a stream of ours", () => {
    const push = (text: string) => () => createEventReader().push(new TextEncoder().encode(text));
    expect(push("data: <html>\n\n")).toThrow(BrokenEventStream);
    expect(push("x".repeat(8_000_001))).toThrow(BrokenEventStream);
  });

  test("reads a long event in time that grows with its length, not with its square", () => {
    const bytes = write([{ type: "text-delta", id: "t", delta: "word ".repeat(400_000) }]);
    const cuts = Array.from({ length: 20_000 }, (_, piece) => Math.floor((piece * bytes.length) / 20_000));
    const startMs = performance.now();
    expect(readIn(bytes, cuts).events).toHaveLength(1);
    expect(performance.now() - startMs).toBeLessThan(1_000);
  });
});

describe("readEventStream", () => {
  test("ends when the server says so and lets the connection go", async () => {
    let isCancelled = false;
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.enqueue(write([{ type: "finish" }])),
      cancel: () => {
        isCancelled = true;
      },
    });
    const events: StreamEvent[] = [];
    for await (const batch of readEventStream(body)) events.push(...batch.events);
    expect(events).toEqual([{ type: "finish" }]);
    expect(isCancelled).toBe(true);
  });

  test("hands on the error of a connection that breaks", async () => {
    const body = new ReadableStream<Uint8Array>({
      start: (controller) => controller.error(new TypeError("network error")),
    });
    await expect(readEventStream(body).next()).rejects.toThrow("network error");
  });
});
