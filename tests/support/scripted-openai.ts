import type { ChatCompletionRequest, StreamingProfile } from "@copilotkit/aimock";
import { type MockAnswer, type MockCall, startMockProvider } from "../../scripts/mock-provider";
import { findRequestErrors } from "./openai-schema";

/** What a request is answered with, or how to decide that. */
export type ScriptedAnswer = MockAnswer | ((request: ChatCompletionRequest) => MockAnswer | Promise<MockAnswer>);

export type ScriptedOpenAi = {
  /** With `/v1`. */
  baseUrl: string;
  /** Every request that came, in order. */
  requests: ChatCompletionRequest[];
  /** Every request that was answered with words, with what was sent, reported and truly used. */
  calls: MockCall[];
  /** Answers are used in order; the last one stays. */
  answerWith(...answers: ScriptedAnswer[]): void;
  /** What is wrong with the requests by OpenAI's own description of its API; empty when all are right. */
  requestErrors(): string[];
  close(): Promise<void>;
};

type Options = { pace?: StreamingProfile; chunkLength?: number };

/**
 * An OpenAI that says what a test tells it to, and keeps its own books: aimock, counting with the real tokenizer and by the rules of the
 * prompt cache. For faults in the bytes there is raw-provider.ts.
 */
export async function startScriptedOpenAi(
  answers: readonly ScriptedAnswer[] = [{ text: "Hello!" }],
  options: Options = {},
): Promise<ScriptedOpenAi> {
  let queue = [...answers];
  const requests: ChatCompletionRequest[] = [];
  const calls: MockCall[] = [];
  const { baseUrl, close } = await startMockProvider({
    ...options,
    async answer(request) {
      requests.push(withoutOwnFields(request));
      const next = queue.length > 1 ? queue.shift() : queue[0];
      if (!next) throw new Error("no answer was scripted");
      return typeof next === "function" ? next(request) : next;
    },
    onCall: (call) => calls.push(call),
  });
  return {
    baseUrl,
    requests,
    calls,
    answerWith: (...next) => {
      queue = next;
    },
    requestErrors: () =>
      requests.flatMap((request, index) => findRequestErrors(request).map((error) => `request ${index + 1}: ${error}`)),
    close,
  };
}

/** The provider's refusals, as OpenAI words them. */
export const REFUSALS = {
  busy: (retryAfter: number): MockAnswer => ({
    status: 429,
    retryAfter,
    error: { message: "Rate limit reached", type: "requests", code: "rate_limit_exceeded" },
  }),
  noMoney: {
    status: 429,
    error: { message: "You exceeded your current quota", type: "insufficient_quota", code: "insufficient_quota" },
  },
  badKey: {
    status: 401,
    error: { message: "Incorrect API key provided: sk-…", type: "invalid_request_error", code: "invalid_api_key" },
  },
  down: { status: 500, error: { message: "The server had an error", type: "server_error" } },
} as const;

/** aimock marks requests with fields of its own. */
function withoutOwnFields(request: ChatCompletionRequest): ChatCompletionRequest {
  const { _endpointType: _type, _context: _where, ...rest } = request;
  return rest;
}
