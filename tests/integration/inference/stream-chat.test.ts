import { createServer } from "node:net";
import { gzipSync } from "node:zlib";
import { afterEach, describe, expect, test } from "vitest";
import type { ChatCall, ChatEnd, ChatEvent } from "@/lib/inference/chat-completion";
import { completeChat } from "@/lib/inference/complete-chat.server";
import { DEADLINES, type Deadlines } from "@/lib/inference/deadlines";
import { listOfferedModels } from "@/lib/inference/list-offered-models.server";
import { streamChat } from "@/lib/inference/stream-chat.server";
import { findModel } from "@/lib/models/catalogue";
import { costOf } from "@/lib/models/pricing";
import { countTokens } from "@/lib/models/token-count";
import type { LogFields } from "@/lib/platform/log";
import { findRequestErrors, hasOpenAiSchema } from "../../support/openai-schema";
import {
  begin,
  chunk,
  complete,
  refuse,
  type Script,
  startRawProvider,
  stream,
  streamForever,
  usageChunk,
} from "../../support/raw-provider";
import { REFUSALS, type ScriptedAnswer, startScriptedOpenAi } from "../../support/scripted-openai";
import { silentLog } from "../../support/silent-log";

const KEY = "sk-canary-0123456789abcdef";
const endings: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of endings.splice(0)) await end();
});

function model(id: string) {
  const found = findModel(id, []);
  if (!found?.price) throw new Error(`no price for ${id}`);
  return { ...found, price: found.price };
}

function toCall(some: Partial<ChatCall> = {}): ChatCall {
  const content = "Say hello.";
  return {
    kind: "answer",
    model: model("gpt-4o-mini"),
    messages: [{ role: "user", content }],
    parameters: {},
    maxOutputTokens: 1_000,
    promptTokens: countTokens(content, "o200k_base") + 7,
    promptCacheKey: "chat-1",
    safetyIdentifier: "person-1",
    ...some,
  };
}

type Asked = {
  end: ChatEnd;
  events: ChatEvent[];
  text: string;
  log: { event: string; fields: LogFields | undefined }[];
};
type AskOptions = {
  call?: Partial<ChatCall>;
  stop?: AbortSignal;
  deadlines?: Partial<Deadlines>;
  random?: number;
  outputLimitParameter?: "max_completion_tokens" | "max_tokens";
  onEvent?: (event: ChatEvent) => void;
};

function toRuntime(baseUrl: string, log: Asked["log"] = [], options: AskOptions = {}) {
  const openai = {
    apiKey: KEY,
    baseUrl,
    isDemo: false,
    outputLimitParameter: options.outputLimitParameter ?? ("max_completion_tokens" as const),
  };
  return {
    config: { openai } as Parameters<typeof streamChat>[0]["config"], // the door reads nothing else
    clock: { now: () => new Date() },
    log: { ...silentLog, warn: (event: string, fields?: LogFields) => void log.push({ event, fields }) },
  };
}

async function ask(baseUrl: string, options: AskOptions = {}): Promise<Asked> {
  const events: ChatEvent[] = [];
  const log: Asked["log"] = [];
  const end = await streamChat(toRuntime(baseUrl, log, options), toCall(options.call), {
    stop: options.stop ?? new AbortController().signal,
    onEvent: (event) => {
      events.push(event);
      options.onEvent?.(event);
    },
    deadlines: { ...DEADLINES, ...options.deadlines },
    random: () => options.random ?? 0,
  });
  const text = events.flatMap((event) => (event.type === "text" ? event.text : [])).join("");
  return { end, events, text, log };
}

async function raw(...scripts: Script[]) {
  const provider = await startRawProvider(...scripts);
  endings.push(() => provider.close());
  return provider;
}
async function scripted(answers: readonly ScriptedAnswer[], pace?: { ttft?: number; tps?: number }) {
  const provider = await startScriptedOpenAi(answers, pace ? { pace } : {});
  endings.push(() => provider.close());
  return provider;
}
const types = ({ events }: Asked) => events.map(({ type }) => type);

describe("an answer", () => {
  test("is relayed word by word and billed as reported, to the nano-dollar (I1)", async () => {
    const provider = await scripted([{ text: "Hello, world! Grüße, 世界 👩‍👩‍👧." }]);
    const { end, text, events } = await ask(provider.baseUrl);
    expect(text).toBe("Hello, world! Grüße, 世界 👩‍👩‍👧.");
    expect(events[0]).toEqual({ type: "first-byte" });
    expect(end).toMatchObject({ outcome: "completed", finishReason: "stop", basis: "reported", attempt: 1 });
    expect(end.providerRequestId).toBeTruthy();
    const [call] = provider.calls;
    const { price } = model("gpt-4o-mini");
    const usage = call?.usage;
    if (!usage || !end.usage) throw new Error("nothing was billed");
    expect(costOf(end.usage, price)).toBe(BigInt(usage.prompt_tokens * 150 + usage.completion_tokens * 600));
  });

  test("is cut by the provider at the cap, reasoning included, and says so", async () => {
    const provider = await scripted([{ text: "one two three four five six seven eight nine ten" }]);
    const { end } = await ask(provider.baseUrl, { call: { maxOutputTokens: 4 } });
    expect(end).toMatchObject({ outcome: "completed", finishReason: "length", usage: { completionTokens: 4 } });
  });

  test("the second turn pays the cached price of the same beginning", async () => {
    const provider = await scripted([{ text: "ok" }]);
    const long = { role: "system" as const, content: "word ".repeat(1_500) };
    const call = { messages: [long, { role: "user" as const, content: "Hi" }], promptTokens: 1_512 };
    await ask(provider.baseUrl, { call });
    const { end } = await ask(provider.baseUrl, {
      call: { ...call, messages: [long, { role: "user" as const, content: "And now?" }] },
    });
    expect(end.usage?.cachedTokens).toBe(1_408);
  });
});

describe("the request", () => {
  test("is what OpenAI's own description of its API allows, with the cap in it", async () => {
    const provider = await scripted([{ text: "ok" }]);
    await ask(provider.baseUrl, {
      call: { parameters: { temperature: 0.5, topP: 1, frequencyPenalty: 0, presencePenalty: -1 } },
    });
    await ask(provider.baseUrl, { call: { model: model("gpt-6-sol"), parameters: { reasoningEffort: "low" } } });
    expect(provider.requestErrors()).toEqual([]);
    expect(provider.requests[0]).toMatchObject({
      model: "gpt-4o-mini",
      stream: true,
      stream_options: { include_usage: true },
      max_completion_tokens: 1_000,
      store: false,
      safety_identifier: "person-1",
      prompt_cache_key: "chat-1",
      temperature: 0.5,
      presence_penalty: -1,
    });
    expect(provider.requests[1]).toMatchObject({ reasoning_effort: "low" });
  });

  test.runIf(hasOpenAiSchema)("would be found wrong by that description", () => {
    expect(findRequestErrors({ model: "m", messages: [], temperature: 3, top_k: 5 })).not.toEqual([]);
    expect(findRequestErrors({ model: "m", messages: [{ role: "user", content: "Hi" }], top_k: 5 })).not.toEqual([]);
    expect(findRequestErrors({ model: "m", messages: [{ role: "user", content: "Hi" }] })).toEqual([]);
  });

  test("to a server of the older dialect has max_tokens and nothing that is younger", async () => {
    const provider = await scripted([{ text: "ok" }]);
    await ask(provider.baseUrl, { outputLimitParameter: "max_tokens" });
    expect(Object.keys(provider.requests[0] ?? {}).sort()).toEqual([
      "max_tokens",
      "messages",
      "model",
      "stream",
      "stream_options",
    ]);
  });

  test("takes the key to the configured address and follows nobody elsewhere", async () => {
    const elsewhere = await raw(stream(["no"]));
    const provider = await raw(
      (response) => void response.writeHead(307, { location: `${elsewhere.baseUrl}/chat/completions` }).end(),
    );
    const { end } = await ask(provider.baseUrl);
    expect(end).toMatchObject({ outcome: "failed", failure: "provider-broken-answer", usage: null });
    expect(provider.calls[0]?.authorization).toBe(`Bearer ${KEY}`);
    expect(elsewhere.calls).toEqual([]);
  });
});

describe("F7, F8: refusals", () => {
  test.each([
    ["a bad key", REFUSALS.badKey, "provider-key-rejected"],
    ["no money", REFUSALS.noMoney, "provider-quota-exhausted"],
    ["a long prompt", { status: 400, error: { message: "m", code: "context_length_exceeded" } }, "context-too-long"],
    ["an unknown model", { status: 404, error: { message: "m", code: "model_not_found" } }, "model-unavailable"],
    ["a busy provider that asks for an hour", REFUSALS.busy(3_600), "provider-busy"],
  ] as const)("%s fails at once, and nothing is billed", async (_, answer, failure) => {
    const provider = await scripted([answer]);
    const { end, log } = await ask(provider.baseUrl);
    expect(end).toMatchObject({ outcome: "failed", failure, usage: null, attempt: 1 });
    expect(provider.requests).toHaveLength(1);
    expect(JSON.stringify(log)).not.toContain("sk-");
  });

  test("a busy provider is asked again, the wait is told, and the answer comes", async () => {
    const provider = await raw(
      refuse(429, { code: "rate_limit_exceeded" }, { "retry-after-ms": "20" }),
      refuse(503, {}),
      stream(["ok"]),
    );
    const asked = await ask(provider.baseUrl);
    expect(types(asked)).toEqual(["retrying", "retrying", "first-byte", "text"]);
    expect(asked.events[0]).toEqual({ type: "retrying", reason: "busy", attempt: 2, attemptsMax: 3, retryInMs: 20 });
    expect(asked.end).toMatchObject({ outcome: "completed", attempt: 3 });
  });

  test("no attempt follows the third", async () => {
    const provider = await raw(refuse(500, {}));
    expect((await ask(provider.baseUrl)).end).toMatchObject({
      outcome: "failed",
      failure: "provider-down",
      attempt: 3,
      usage: null,
    });
    expect(provider.calls).toHaveLength(3);
  });

  test("a refused connection and a name that does not exist are tried again, then told", async () => {
    const port = await unusedPort();
    for (const address of [`http://127.0.0.1:${port}/v1`, "http://no-such-host.invalid/v1"]) {
      const { end, log } = await ask(address);
      expect(end).toMatchObject({ outcome: "failed", failure: "provider-down", attempt: 3, usage: null });
      expect(JSON.stringify(log)).not.toContain(KEY);
    }
  });

  test("an error before the first chunk is tried again; after words it ends the answer, which is kept and paid for", async () => {
    const overloaded = `data: {"error":{"message":"x","type":"server_error"}}\n\n`;
    const early = await raw(
      (response) => void response.writeHead(200, { "content-type": "text/event-stream" }).end(overloaded),
      stream(["ok"]),
    );
    expect((await ask(early.baseUrl)).end).toMatchObject({ outcome: "completed", attempt: 2 });
    const late = await raw((response) => {
      begin(response);
      response.end(chunk({ content: "kept words" }) + overloaded);
    });
    const { end, text } = await ask(late.baseUrl);
    expect(text).toBe("kept words");
    expect(end).toMatchObject({
      outcome: "failed",
      failure: "provider-down",
      basis: "estimated",
      usage: { completionTokens: countTokens("kept words", "o200k_base") },
    });
    expect(late.calls).toHaveLength(1);
  });
});

describe("F9: silence", () => {
  const SHORT = { firstWordMs: 80, betweenChunksMs: 60 };

  test("before headers: tried once more, then told, and nothing is billed", async () => {
    const provider = await raw(() => {});
    const asked = await ask(provider.baseUrl, { deadlines: SHORT });
    expect(asked.end).toMatchObject({ outcome: "failed", failure: "provider-timeout", usage: null, attempt: 2 });
    expect(asked.events).toMatchObject([{ type: "retrying", reason: "timeout" }]);
  });

  test("after headers, with comments to keep the connection alive", async () => {
    const provider = await raw((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      const timer = setInterval(() => response.write(": keep-alive\n\n"), 10);
      response.on("close", () => clearInterval(timer));
    });
    const { end } = await ask(provider.baseUrl, { deadlines: SHORT });
    expect(end).toMatchObject({ outcome: "failed", failure: "provider-timeout", basis: "estimated", attempt: 1 });
  });

  test("in the middle: what came is kept and paid for by our count", async () => {
    const provider = await raw((response) => {
      begin(response);
      response.write(chunk({ content: "Three words came" }));
    });
    const { end, text } = await ask(provider.baseUrl, { deadlines: SHORT });
    expect(text).toBe("Three words came");
    expect(end).toMatchObject({
      outcome: "failed",
      failure: "provider-timeout",
      basis: "estimated",
      usage: { completionTokens: 3 },
      attempt: 1,
    });
    await expect.poll(() => provider.calls[0]?.isHungUp).toBe(true);
  });

  test("after the finish reason is no failure: only the usage is missing", async () => {
    const provider = await raw((response) => {
      begin(response);
      response.write(chunk({ content: "All of it." }) + chunk({}, "stop"));
    });
    const { end } = await ask(provider.baseUrl, { deadlines: SHORT });
    expect(end).toMatchObject({ outcome: "completed", finishReason: "stop", basis: "estimated" });
  });

  test("a model that thinks is given more time for its first word", async () => {
    const provider = await raw((response) => {
      begin(response);
      setTimeout(() => {
        response.write(chunk({ content: "ok" }));
        complete(response, { prompt_tokens: 9, completion_tokens: 1 });
      }, 200);
    });
    const deadlines = { ...SHORT, firstWordReasoningMs: 5_000 };
    expect((await ask(provider.baseUrl, { deadlines, call: { model: model("o3") } })).end.outcome).toBe("completed");
  });
});

describe("F10, F11: broken answers", () => {
  test("cut in the middle of a character, byte by byte", async () => {
    const whole = Buffer.from(
      `${chunk({ content: "Grüße 👩‍👩‍👧" })}${chunk({}, "stop")}data: [DONE]\n\n`.replaceAll("\n", "\r\n"),
    );
    const provider = await raw(async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      for (const byte of whole) {
        response.write(Buffer.from([byte]));
        await new Promise((resolve) => setImmediate(resolve));
      }
      response.end();
    });
    const { end, text } = await ask(provider.baseUrl);
    expect(text).toBe("Grüße 👩‍👩‍👧");
    expect(end).toMatchObject({ outcome: "completed", basis: "estimated" });
  });

  test("a connection that dies after words ends the answer and not the process", async () => {
    const provider = await raw((response) => {
      begin(response);
      response.write(chunk({ content: "kept words" }), () => response.destroy());
    });
    expect((await ask(provider.baseUrl)).end).toMatchObject({
      outcome: "failed",
      failure: "provider-down",
      usage: { completionTokens: countTokens("kept words", "o200k_base") },
      attempt: 1,
    });
  });

  test.each<[string, Script]>([
    ["a page", (response) => void response.writeHead(200, { "content-type": "text/html" }).end("<html>Sign in</html>")],
    ["text", (response) => void response.writeHead(200, { "content-type": "text/plain" }).end("It works!")],
    [
      "JSON that is no answer",
      (response) => void response.writeHead(200, { "content-type": "application/json" }).end("{}"),
    ],
    [
      "garbage that says it is gzip",
      (response) =>
        void response
          .writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" })
          .end("not gzip at all"),
    ],
    [
      "ten megabytes in one event",
      (response) =>
        void response
          .writeHead(200, { "content-type": "text/event-stream" })
          .end(`data: ${"x".repeat(10_000_000)}\n\n`),
    ],
  ])("%s with status 200 is told, not retried and not billed", async (_, script) => {
    const provider = await raw(script);
    expect((await ask(provider.baseUrl)).end).toMatchObject({
      outcome: "failed",
      failure: "provider-broken-answer",
      attempt: 1,
    });
  });

  test("an answer in one document, and one that is compressed, are read", async () => {
    const body = JSON.stringify({
      choices: [{ index: 0, message: { content: "whole" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 9, completion_tokens: 1 },
    });
    const events = `${chunk({ content: "packed" })}${chunk({}, "stop")}${usageChunk({ prompt_tokens: 9, completion_tokens: 1 })}data: [DONE]\n\n`;
    const provider = await raw(
      (response) => void response.writeHead(200, { "content-type": "application/json" }).end(body),
      (response) =>
        void response
          .writeHead(200, { "content-type": "text/event-stream", "content-encoding": "gzip" })
          .end(gzipSync(events)),
    );
    expect(await ask(provider.baseUrl)).toMatchObject({
      text: "whole",
      end: { outcome: "completed", basis: "reported" },
    });
    expect(await ask(provider.baseUrl)).toMatchObject({
      text: "packed",
      end: { outcome: "completed", basis: "reported" },
    });
  });
});

describe("F12, F13: a provider that lies", () => {
  test("usage that cannot be is replaced by our count, and an operator can find it", async () => {
    const provider = await scripted([{ text: "one two three", usage: { completion_tokens: -5 } }]);
    const { end, log } = await ask(provider.baseUrl);
    expect(end).toMatchObject({ outcome: "completed", basis: "estimated", usage: { completionTokens: 3 } });
    expect(log.map(({ event }) => event)).toEqual(["usage-report-refused"]);
  });

  test("an answer beyond the cap is cut here, and the connection ends", async () => {
    const provider = await raw(streamForever("word ", 0));
    const { end, log } = await ask(provider.baseUrl, { call: { maxOutputTokens: 200 } });
    expect(end).toMatchObject({ outcome: "completed", finishReason: "length", basis: "estimated" });
    expect(end.usage?.completionTokens).toBeGreaterThan(200);
    expect(end.usage?.completionTokens).toBeLessThan(500);
    expect(log.map(({ event }) => event)).toEqual(["model-call-odd"]);
    await expect.poll(() => provider.calls[0]?.isHungUp).toBe(true);
  });
});

describe("F16: stop", () => {
  test("in the middle closes the connection within 200 ms, and is billed within 8 tokens or 2 % of the truth (I4)", async () => {
    const provider = await scripted([{ text: "The quick brown fox jumps over the lazy dog. ".repeat(200) }], {
      tps: 500,
    });
    const stop = new AbortController();
    let words = 0;
    let stoppedAt = 0;
    const { end, text } = await ask(provider.baseUrl, {
      stop: stop.signal,
      call: { maxOutputTokens: 5_000 },
      onEvent: () => {
        words += 1;
        if (words === 60) {
          stoppedAt = performance.now();
          stop.abort();
        }
      },
    });
    expect(performance.now() - stoppedAt).toBeLessThan(200);
    expect(end).toMatchObject({ outcome: "stopped", basis: "estimated" });
    await expect.poll(() => provider.calls[0]?.isHungUp).toBe(true);
    const truth = provider.calls[0];
    if (!truth || !end.usage) throw new Error("nothing was billed");
    expect(truth.sentText.startsWith(text)).toBe(true);
    const used = countTokens(text, "o200k_base");
    expect(Math.abs(end.usage.completionTokens - used)).toBeLessThanOrEqual(Math.max(8, used * 0.02));
    expect(Math.abs(end.usage.promptTokens - truth.usage.prompt_tokens)).toBeLessThanOrEqual(8);
  });

  test("before headers, before the call, and in the wait before a retry: at once, and nothing is billed", async () => {
    const silent = await raw(() => {});
    const busy = await raw(refuse(429, {}, { "retry-after": "15" }));
    for (const [provider, afterMs] of [
      [silent, 40],
      [silent, 0],
      [busy, 60],
    ] as const) {
      const stop = new AbortController();
      if (afterMs === 0) stop.abort();
      else setTimeout(() => stop.abort(), afterMs);
      const before = performance.now();
      expect((await ask(provider.baseUrl, { stop: stop.signal })).end).toMatchObject({
        outcome: "stopped",
        usage: null,
      });
      expect(performance.now() - before).toBeLessThan(afterMs + 250);
    }
    expect(busy.calls).toHaveLength(1);
  });

  test("a listener that throws is heard, and the provider is not left running", async () => {
    const provider = await raw(streamForever("word ", 1));
    const broken = ask(provider.baseUrl, {
      onEvent: ({ type }) => {
        if (type === "text") throw new Error("listener");
      },
    });
    await expect(broken).rejects.toThrow("listener");
    await expect.poll(() => provider.calls[0]?.isHungUp).toBe(true);
  });
});

describe("completeChat", () => {
  test("waits for the whole answer and says what it was billed", async () => {
    const provider = await scripted([{ text: "A title" }]);
    let hasFirstByte = false;
    const completion = await completeChat(toRuntime(provider.baseUrl), toCall(), {
      onFirstByte: () => (hasFirstByte = true),
    });
    expect(completion).toMatchObject({
      result: { text: "A title", finishReason: "stop" },
      billed: { basis: "reported", attempt: 1 },
    });
    expect(hasFirstByte).toBe(true);
  });

  test("gives nothing for an answer that was cut, which is billed all the same", async () => {
    const provider = await scripted([{ text: "one two three four five six" }]);
    const completion = await completeChat(toRuntime(provider.baseUrl), toCall({ maxOutputTokens: 2 }));
    expect(completion).toMatchObject({ result: null, billed: { usage: { completionTokens: 2 } } });
  });

  test("throws when nothing was billed", async () => {
    const provider = await scripted([REFUSALS.badKey]);
    await expect(completeChat(toRuntime(provider.baseUrl), toCall())).rejects.toMatchObject({
      code: "provider-key-rejected",
    });
  });
});

describe("the provider's list of models", () => {
  test("is asked once for many readers, with the dates of ends", async () => {
    const list = {
      data: [
        { id: "gpt-4o", shutdown_date: "2027-01-14" },
        { id: "own/llama", shutdown_date: "soon" },
      ],
    };
    const provider = await raw(
      (response) => void response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify(list)),
    );
    const runtime = toRuntime(provider.baseUrl);
    const [first, second] = await Promise.all([listOfferedModels(runtime), listOfferedModels(runtime)]);
    expect([...(first ?? [])]).toEqual([
      ["gpt-4o", { shutdownDate: "2027-01-14" }],
      ["own/llama", { shutdownDate: null }],
    ]);
    expect(second).toBe(first);
    expect(provider.calls).toHaveLength(1);
  });

  test("is unknown when the provider cannot be asked, and that is no error", async () => {
    const provider = await raw(refuse(401, {}));
    expect(await listOfferedModels(toRuntime(provider.baseUrl))).toBeNull();
  });
});

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  await new Promise((resolve) => server.close(resolve));
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}
