import type {
  ChatCompletionCreateParamsStreaming,
  ChatCompletionMessageParam,
} from "openai/resources/chat/completions";
import type { ChatCall, ChatMessage } from "@/lib/inference/chat-completion";

/** How the server calls the upper bound of an answer. */
export type OutputLimitParameter = "max_completion_tokens" | "max_tokens";

/**
 * The request of a call (openapi: CreateChatCompletionRequest).
 *
 * A server that knows no other limit than `max_tokens` speaks the older dialect: it is sent nothing that is younger, since some such
 * servers refuse every field they do not know.
 */
export function toRequestBody(call: ChatCall, outputLimit: OutputLimitParameter): ChatCompletionCreateParamsStreaming {
  const { temperature, topP, frequencyPenalty, presencePenalty, reasoningEffort } = call.parameters;
  const isOldDialect = outputLimit === "max_tokens";
  const usesBreakpoints = call.model.cachesByBreakpoint && !isOldDialect;
  return {
    model: call.model.id,
    messages: usesBreakpoints && call.isPromptReused ? withBreakpoints(call.messages) : [...call.messages],
    stream: true,
    stream_options: { include_usage: true },
    ...(temperature !== undefined && { temperature }),
    ...(topP !== undefined && { top_p: topP }),
    ...(frequencyPenalty !== undefined && { frequency_penalty: frequencyPenalty }),
    ...(presencePenalty !== undefined && { presence_penalty: presencePenalty }),
    ...(reasoningEffort !== undefined && { reasoning_effort: reasoningEffort }),
    ...(isOldDialect
      ? { max_tokens: call.maxOutputTokens }
      : {
          max_completion_tokens: call.maxOutputTokens,
          store: false,
          safety_identifier: call.safetyIdentifier,
          prompt_cache_key: call.promptCacheKey,
        }),
    // The provider's own breakpoint would be the end of the prompt, which changes at every turn: written and billed, never found again.
    ...(usesBreakpoints && { prompt_cache_options: { mode: "explicit" } }),
  };
}

/** A request writes at most so many (openapi: PromptCacheOptionsParam). */
const BREAKPOINTS_MAX = 4;

/** Marks the newest questions: the next turn begins with everything up to the newest one. */
function withBreakpoints(messages: readonly ChatMessage[]): ChatCompletionMessageParam[] {
  const questions = messages.flatMap(({ role }, index) => (role === "user" ? [index] : [])).slice(-BREAKPOINTS_MAX);
  return messages.map((message, index) =>
    questions.includes(index)
      ? {
          role: "user",
          content: [{ type: "text", text: message.content, prompt_cache_breakpoint: { mode: "explicit" } }],
        }
      : message,
  );
}
