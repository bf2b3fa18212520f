import "server-only";
import type { Answer } from "@/lib/chat/answer.server";

/** A proxy between us and the reader must not think that the connection is dead. */
const HEARTBEAT_MS = 15_000;
const HEARTBEAT = Buffer.from(": keep-alive\n\n");
const DONE = Buffer.from("data: [DONE]\n\n");

/** The headers of the UI message stream protocol, and those that keep proxies from holding the answer back. */
const HEADERS = {
  "content-type": "text/event-stream; charset=utf-8",
  "cache-control": "private, no-store, no-transform",
  "x-accel-buffering": "no",
  "x-vercel-ai-ui-message-stream": "v1",
};

/** An answer as a response of server-sent events. When the reader hangs up it is detached; the answer goes on. */
export function eventStreamResponse(answer: Answer): Response {
  const detached = new AbortController();
  const iterator = answer.read(detached.signal)[Symbol.asyncIterator]();
  let heartbeat: NodeJS.Timeout | undefined;
  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        heartbeat = setInterval(() => {
          if ((controller.desiredSize ?? 0) > 0) controller.enqueue(HEARTBEAT);
        }, HEARTBEAT_MS).unref();
      },
      async pull(controller) {
        try {
          const { done, value } = await iterator.next();
          if (!done) return controller.enqueue(toFrame(value));
          clearInterval(heartbeat);
          controller.enqueue(DONE);
          controller.close();
        } catch (error) {
          clearInterval(heartbeat);
          controller.error(error);
        }
      },
      cancel() {
        clearInterval(heartbeat);
        detached.abort();
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, { headers: HEADERS });
}

function toFrame(events: readonly string[]): Uint8Array {
  let frame = "";
  for (const event of events) frame += `data: ${event}\n\n`;
  return Buffer.from(frame);
}
