/**
 * aimock as a provider that counts like OpenAI: what it leaves out is added here (the details of usage, the cap of an answer, the rules of
 * the prompt cache). The demo model and the tests are made of it.
 */
import { randomUUID } from "node:crypto";
import type { ServerResponse } from "node:http";
import { type ChatCompletionRequest, type ErrorResponse, LLMock, type StreamingProfile } from "@copilotkit/aimock";
import { MESSAGE_OVERHEAD_TOKENS, PRIMING_TOKENS } from "../lib/models/prompt-count.ts";
import { countTokens } from "../lib/models/token-count.ts";
import { createPromptCache, toText } from "./prompt-cache.ts";

/** Usage in the provider's shape (openapi: CompletionUsage). */
export type MockUsage = {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
  completion_tokens_details: { reasoning_tokens: number };
};

/** What a request is answered with; `usage` replaces figures, for a provider that lies. */
export type MockAnswer =
  | {
      text: string;
      finishReason?: "stop" | "length" | "content_filter";
      ignoresLimit?: boolean;
      usage?: Record<string, unknown>;
    }
  | ErrorResponse;

/** One answered request, as the provider would bill it. `reported` is what it said; null while it has not. */
export type MockCall = {
  id: string;
  request: ChatCompletionRequest;
  text: string;
  usage: MockUsage;
  reported: Record<string, unknown> | null;
  /** What of `text` has been written. */
  sentText: string;
  isHungUp: boolean;
};

export type MockProvider = {
  /** With `/v1`. */
  baseUrl: string;
  mock: LLMock;
  close(): Promise<void>;
};

type Options = {
  answer(request: ChatCompletionRequest): MockAnswer | Promise<MockAnswer>;
  /** First token and pace; a chunk has `chunkLength` characters. */
  pace?: StreamingProfile;
  chunkLength?: number;
  /** How many requests aimock remembers. */
  journalMax?: number;
  onCall?(call: MockCall): void;
};

/** Starts a provider on a free port of this machine. */
export async function startMockProvider({
  answer,
  pace,
  chunkLength = 4,
  journalMax = 1,
  onCall,
}: Options): Promise<MockProvider> {
  const mock = new LLMock({ host: "127.0.0.1", port: 0, journalMaxEntries: journalMax, logLevel: "silent" });
  const cache = createPromptCache();
  /** Answers on their way out, by the id of their chunks. */
  const running = new Map<string, MockCall>();
  mock.on(
    { predicate: () => true, endpoint: "chat" },
    async (request) => {
      const wanted = await answer(request);
      if ("error" in wanted) return wanted;
      const { text, isCut } = wanted.ignoresLimit
        ? { text: wanted.text, isCut: false }
        : cutToTokens(wanted.text, outputLimit(request));
      const id = `chatcmpl-${randomUUID()}`;
      const usage = toUsage(request, text, cache.read(request));
      const call: MockCall = { id, request, text, usage, reported: null, sentText: "", isHungUp: false };
      running.set(id, call);
      onCall?.(call);
      if (wanted.usage) call.reported = { ...usage, ...wanted.usage };
      return {
        id,
        content: text,
        finishReason: isCut ? "length" : (wanted.finishReason ?? "stop"),
        usage: { ...usage },
      };
    },
    { chunkSize: chunkLength, ...(pace && { streamingProfile: pace }) },
  );
  mock.mount("/v1/chat/completions", {
    handleRequest(_request, response) {
      completeUsage(response, running);
      return Promise.resolve(false); // aimock answers
    },
  });
  const url = await mock.start();
  return { baseUrl: `${url}/v1`, mock, close: () => mock.stop() };
}

/** The words of a chunk, as a JSON string. */
const CONTENT = /"content":("(?:[^"\\]|\\.)*")/;

/** Puts the details into the usage that aimock writes, and notes what became of the answer. */
function completeUsage(response: ServerResponse, running: Map<string, MockCall>): void {
  const write = response.write.bind(response);
  let call: MockCall | null = null;
  const rewrite = (chunk: unknown): unknown => {
    if (typeof chunk !== "string" || !chunk.startsWith("data: {")) return chunk;
    if (!call) call = running.get(/"id":"([^"]+)"/.exec(chunk)?.[1] ?? "") ?? null;
    if (!call) return chunk;
    if (!chunk.includes('"choices":[],"usage":{')) {
      const content = CONTENT.exec(chunk)?.[1];
      if (content !== undefined) call.sentText += String(JSON.parse(content));
      return chunk;
    }
    const reported = call.reported ?? { ...call.usage };
    call.reported = reported;
    return chunk.replace(/"usage":\{[^}]*\}/, () => `"usage":${JSON.stringify(reported)}`);
  };
  response.write = ((chunk: unknown, ...rest: never[]) => write(rewrite(chunk), ...rest)) as typeof response.write; // its three overloads, passed on as they come
  response.on("close", () => {
    if (!call) return;
    call.isHungUp = !response.writableFinished;
    running.delete(call.id);
  });
}

function toUsage(request: ChatCompletionRequest, text: string, cachedTokens: number): MockUsage {
  const prompt = promptTokens(request);
  const completion = countTokens(text, "o200k_base");
  return {
    prompt_tokens: prompt,
    completion_tokens: completion,
    total_tokens: prompt + completion,
    prompt_tokens_details: { cached_tokens: Math.min(cachedTokens, prompt) },
    completion_tokens_details: { reasoning_tokens: 0 },
  };
}

/** Tokens of a request's messages by OpenAI's rules. */
export function promptTokens({ messages }: Pick<ChatCompletionRequest, "messages">): number {
  return messages.reduce(
    (sum, { content }) => sum + MESSAGE_OVERHEAD_TOKENS + countTokens(toText(content), "o200k_base"),
    PRIMING_TOKENS,
  );
}

function outputLimit(request: ChatCompletionRequest): number {
  const limit = request.max_completion_tokens ?? request.max_tokens;
  return typeof limit === "number" ? limit : Number.MAX_SAFE_INTEGER;
}

function cutToTokens(text: string, tokensMax: number): { text: string; isCut: boolean } {
  if (text.length <= tokensMax || countTokens(text, "o200k_base") <= tokensMax) return { text, isCut: false };
  let kept = "";
  for (const word of text.match(/\s*\S+/g) ?? []) {
    if (countTokens(kept + word, "o200k_base") > tokensMax) break;
    kept += word;
  }
  return { text: kept, isCut: true };
}
