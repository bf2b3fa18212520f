/**
 * A scripted OpenAI, lean enough not to be what is measured: streams one token a chunk in the provider's own JSON.
 *
 * Forked by the bench; says on which port it listens, and takes an UpstreamScript as a message.
 */
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { countTokens } from "gpt-tokenizer/encoding/o200k_base";
import { createPacer } from "@/tests/bench/pacer";
import { scriptedAnswer } from "@/tests/bench/scripted-answer";

/** What every answer is from now on. `tokensPerSecond` 0: without delay. */
export type UpstreamScript = { kind: "prose" | "markdown"; tokens: number; tokensPerSecond: number };

type ChatRequest = { model: string; stream?: boolean; messages: { content: unknown }[] };

/** What the bytes before and after a token are in one answer. */
type Frame = { id: string; created: number; head: string; tail: string };

const pacer = createPacer();
let script: UpstreamScript = { kind: "prose", tokens: 200, tokensPerSecond: 0 };
let pieces: readonly string[] = [];
let answers = 0;
/** The same instructions and questions come again and again: counting them must not be what is measured. */
const counted = new Map<string, number>();

function use(next: UpstreamScript): void {
  script = next;
  pieces = scriptedAnswer(script.kind, script.tokens).map((text) => JSON.stringify(text));
}

function tokensOf(text: string): number {
  const known = counted.get(text);
  if (known !== undefined) return known;
  const tokens = countTokens(text);
  if (counted.size > 20_000) counted.clear();
  counted.set(text, tokens);
  return tokens;
}

function toText(content: unknown): string {
  if (!Array.isArray(content)) return String(content);
  return content.map((part: { text?: string }) => part.text ?? "").join("");
}

function usageOf({ messages }: ChatRequest, completionTokens: number): object {
  const prompt = messages.reduce((sum, { content }) => sum + tokensOf(toText(content)) + 4, 3);
  return {
    prompt_tokens: prompt,
    completion_tokens: completionTokens,
    total_tokens: prompt + completionTokens,
    prompt_tokens_details: { cached_tokens: 0, audio_tokens: 0, cache_write_tokens: 0 },
    completion_tokens_details: {
      reasoning_tokens: 0,
      audio_tokens: 0,
      accepted_prediction_tokens: 0,
      rejected_prediction_tokens: 0,
    },
  };
}

function frameOf(model: string): Frame {
  answers += 1;
  const id = `chatcmpl-bench${String(answers).padStart(24, "0")}`;
  const created = Math.floor(Date.now() / 1_000);
  const facts = JSON.stringify({
    id,
    object: "chat.completion.chunk",
    created,
    model,
    service_tier: "default",
    system_fingerprint: "fp_bench",
  });
  return {
    id,
    created,
    head: `data: ${facts.slice(0, -1)},"choices":[{"index":0,"delta":`,
    tail: `,"logprobs":null,"finish_reason":null}],"usage":null,"obfuscation":"bench0"}\n\n`,
  };
}

function stream(request: ChatRequest, response: ServerResponse): void {
  const { head, tail } = frameOf(request.model);
  const tokens = pieces;
  const usage = usageOf(request, tokens.length);
  response.writeHead(200, {
    "content-type": "text/event-stream; charset=utf-8",
    "x-request-id": `req_bench${answers}`,
    "openai-processing-ms": "1",
  });
  response.write(`${head}{"role":"assistant","content":"","refusal":null}${tail}`);
  const write = (index: number): void => void response.write(`${head}{"content":${tokens[index]}}${tail}`);
  const end = (): void => {
    response.write(`${head}{}${tail.replace('"finish_reason":null', '"finish_reason":"stop"')}`);
    response.write(
      `${head.replace(/"choices":.*$/, "")}"choices":[],"usage":${JSON.stringify(usage)},"obfuscation":""}\n\n`,
    );
    response.end("data: [DONE]\n\n");
  };
  if (script.tokensPerSecond === 0) {
    for (let index = 0; index < tokens.length; index += 1) write(index);
    end();
    return;
  }
  let index = 0;
  const leave = pacer.join(1_000 / script.tokensPerSecond, () => {
    write(index);
    index += 1;
    if (index < tokens.length) return true;
    end();
    return false;
  });
  response.on("close", leave);
}

function complete(request: ChatRequest, response: ServerResponse): void {
  const { id, created } = frameOf(request.model);
  const message = { role: "assistant", content: "A short scripted title", refusal: null };
  response.setHeader("content-type", "application/json");
  response.end(
    JSON.stringify({
      id,
      object: "chat.completion",
      created,
      model: request.model,
      choices: [{ index: 0, message, logprobs: null, finish_reason: "stop" }],
      usage: usageOf(request, 5),
    }),
  );
}

async function readJson(request: IncomingMessage): Promise<ChatRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk);
  return JSON.parse(Buffer.concat(chunks).toString("utf8"));
}

const MODELS = JSON.stringify({
  object: "list",
  data: [{ id: "gpt-4o-mini", object: "model", created: 1, owned_by: "bench" }],
});

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const isChat = request.method === "POST" && request.url?.endsWith("/chat/completions");
  if (!isChat) {
    response.writeHead(request.url?.endsWith("/models") ? 200 : 404, { "content-type": "application/json" });
    response.end(MODELS);
    return;
  }
  const body = await readJson(request);
  if (body.stream) stream(body, response);
  else complete(body, response);
}

const server = createServer((request, response) => void answer(request, response));

use(script);
server.keepAliveTimeout = 120_000;
server.listen(0, "127.0.0.1", 4_096, () => process.send?.({ port: (server.address() as AddressInfo).port })); // a TCP server has one
process.on("message", (next: UpstreamScript) => {
  use(next);
  process.send?.({ used: true });
});
process.on("disconnect", () => process.exit());
