import { expect, test } from "vitest";
import type { ChatCall, ChatMessage } from "@/lib/inference/chat-completion";
import { toRequestBody } from "@/lib/inference/request-body";
import { findModel } from "@/lib/models/catalogue";
import { findRequestErrors } from "../../support/openai-schema";

const messages: ChatMessage[] = [
  { role: "system", content: "instructions" },
  ...Array.from({ length: 6 }, (_, turn): ChatMessage[] => [
    { role: "user", content: `question ${turn}` },
    { role: "assistant", content: `answer ${turn}` },
  ]).flat(),
  { role: "user", content: "the newest" },
  { role: "system", content: "Today is 2026-05-01." },
];

function callOf(modelId: string, parts: Partial<ChatCall> = {}): ChatCall {
  const model = findModel(modelId, []);
  if (!model) throw new Error(`${modelId} is in the catalogue`);
  return {
    kind: "answer",
    model,
    messages,
    parameters: {},
    maxOutputTokens: 100,
    promptTokens: 50,
    isPromptReused: true,
    promptCacheKey: "chat",
    safetyIdentifier: "person",
    ...parts,
  };
}
const marked = (body: ReturnType<typeof toRequestBody>) =>
  body.messages.flatMap(({ content }) =>
    Array.isArray(content) ? content.map((part) => ("text" in part ? part.text : "")) : [],
  );

test("a model that caches up to breakpoints gets one at each of the newest four questions, and none at what changes", () => {
  const body = toRequestBody(callOf("gpt-6-sol"), "max_completion_tokens");
  expect(marked(body)).toEqual(["question 3", "question 4", "question 5", "the newest"]);
  expect(body.prompt_cache_options).toEqual({ mode: "explicit" });
  expect(findRequestErrors(body)).toEqual([]);
});

test("a prompt that is used once is not written into the cache", () => {
  const body = toRequestBody(callOf("gpt-6-luna", { isPromptReused: false }), "max_completion_tokens");
  expect(marked(body)).toEqual([]);
  expect(body.prompt_cache_options).toEqual({ mode: "explicit" });
});

test.each([
  ["gpt-4o", "max_completion_tokens"],
  ["gpt-6-sol", "max_tokens"],
] as const)("%s with %s is sent no breakpoints", (model, outputLimit) => {
  const body = toRequestBody(callOf(model), outputLimit);
  expect(marked(body)).toEqual([]);
  expect(body).not.toHaveProperty("prompt_cache_options");
});
