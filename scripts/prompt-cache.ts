import type { ChatCompletionRequest } from "@copilotkit/aimock";
import { MESSAGE_OVERHEAD_TOKENS } from "../lib/models/prompt-count.ts";
import { countTokens } from "../lib/models/token-count.ts";

/** OpenAI caches prompts from here on, in steps (its guide on prompt caching). */
const MINIMUM_TOKENS = 1_024;
const STEP_TOKENS = 128;
/** Prefixes that are remembered. */
const KEYS_MAX = 200;

type Content = ChatCompletionRequest["messages"][number]["content"];

/** The words of a message: a breakpoint in it changes nothing about what the model reads. */
export function toText(content: Content): string {
  if (typeof content === "string") return content;
  return content?.map(({ text }) => text ?? "").join("") ?? "";
}

/** A provider's cache of the beginnings of prompts: exact prefix, from 1,024 tokens on, in steps of 128, by `prompt_cache_key`. */
export function createPromptCache() {
  const last = new Map<string, string[]>();
  return {
    /** How many tokens of a prompt are served from the cache. The prompt is remembered. */
    read({ messages, model, ...request }: ChatCompletionRequest): number {
      const key = `${model} ${String(request.prompt_cache_key ?? "")}`;
      const parts = messages.map(({ role, content }) => `${role}\n${toText(content)}`);
      const before = last.get(key) ?? [];
      last.delete(key);
      last.set(key, parts);
      const [oldest] = last.keys();
      if (last.size > KEYS_MAX && oldest !== undefined) last.delete(oldest);
      const firstOther = parts.findIndex((part, index) => part !== before[index]);
      const same = firstOther === -1 ? parts : parts.slice(0, firstOther);
      const tokens = same.reduce(
        (sum, part) => sum + MESSAGE_OVERHEAD_TOKENS + countTokens(part.slice(part.indexOf("\n") + 1), "o200k_base"),
        0,
      );
      return tokens < MINIMUM_TOKENS ? 0 : tokens - (tokens % STEP_TOKENS);
    },
  };
}
