import { DefaultChatTransport, readUIMessageStream, type UIMessage } from "ai";
import { expect, test } from "vitest";
import { openingEvents } from "@/lib/chat/answer.server";
import type { StreamEvent } from "@/lib/chat/stream-events";
import { toStreamJson } from "@/lib/chat/stream-json";
import { writeInFrames } from "@/lib/chat/write-in-frames";
import { eventStreamResponse } from "@/lib/http/event-stream.server";

const started = { turnId: "t", conversationId: "c", questionId: "q", answerId: "a", model: "m" };

/** The response of an answer that writes `work`'s events. */
function responseOf(work: (frames: ReturnType<typeof writeInFrames>) => void): Response {
  const batches: (readonly string[])[] = [openingEvents(started)];
  work(writeInFrames({ write: (events) => void batches.push(events) }, "a"));
  return eventStreamResponse({
    turnId: "t",
    async *read() {
      yield* batches;
    },
  });
}

/** Reads a response with the client of the `ai` package, as `useChat` does. */
async function readWithAiClient(response: Response): Promise<UIMessage | undefined> {
  const transport = new DefaultChatTransport({ api: "http://parlance.test/api/chat", fetch: async () => response });
  const stream = await transport.sendMessages({
    trigger: "submit-message",
    chatId: "c",
    messageId: undefined,
    messages: [],
    abortSignal: undefined,
  });
  let message: UIMessage | undefined;
  for await (const state of readUIMessageStream({ stream, terminateOnError: true })) message = state;
  return message;
}

test("the client of the ai package reads an answer: its text, its id and how it ended", async () => {
  const receipt: StreamEvent = {
    type: "data-end",
    id: "t",
    data: { state: "complete", finishReason: "stop", failure: null, receipt: null },
  };
  const message = await readWithAiClient(
    responseOf((frames) => {
      frames.event({
        type: "data-status",
        id: "t",
        data: { state: "retrying", reason: "busy", attempt: 2, attemptsMax: 3, retryInMs: 10 },
        transient: true,
      });
      for (const piece of ["Grüße, ", "世界 ", "😀", " – done"]) frames.text(piece);
      frames.end([receipt, { type: "finish" }]);
    }),
  );
  expect(message?.id).toBe("a");
  const text = message?.parts.flatMap((part) => (part.type === "text" ? [part.text] : [])).join("");
  expect(text).toBe("Grüße, 世界 😀 – done");
  expect(message?.parts).toContainEqual({ type: "data-turn", id: "t", data: started });
  expect(message?.parts).toContainEqual({ type: "data-end", id: "t", data: receipt.data });
});

test("the response says which protocol it speaks and that nobody may hold it back", () => {
  const { headers } = responseOf((frames) => frames.end([{ type: "finish" }]));
  expect(headers.get("x-vercel-ai-ui-message-stream")).toBe("v1");
  expect(headers.get("content-type")).toContain("text/event-stream");
  expect(headers.get("cache-control")).toContain("no-transform");
  expect(headers.get("x-accel-buffering")).toBe("no");
});

test("every event is one line of data, and the last one is [DONE]", async () => {
  const text = await responseOf((frames) => {
    frames.text("two\nlines\r\nand \u2028 one");
    frames.end([{ type: "finish" }]);
  }).text();
  const blocks = text.split("\n\n").filter((block) => block !== "");
  expect(blocks.every((block) => /^data: [^\n\r]*$/.test(block))).toBe(true);
  expect(blocks.at(-1)).toBe("data: [DONE]");
});

test("a reader that hangs up is detached, and its stream is asked for nothing more", async () => {
  let isDetached = false;
  const response = eventStreamResponse({
    turnId: "t",
    async *read(signal) {
      signal.addEventListener("abort", () => {
        isDetached = true;
      });
      while (!signal.aborted) yield [toStreamJson({ type: "text-delta", id: "a", delta: "x" })];
    },
  });
  const reader = response.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  expect(isDetached).toBe(true);
});
