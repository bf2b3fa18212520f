import type { FinishReason } from "@/lib/inference/chat-completion";

/** An `error` object where an answer was expected: what the provider says about it, for decisions and the log. */
export type ProviderError = { code: string; type: string };

/** What a stream of chunks has said so far. */
export type ChunkReader = {
  /** One event's data. Calls back for words as they come. */
  read(data: string, name: string, isCut: boolean): void;
  readonly state: Readonly<ChunkState>;
};

export type ChunkState = {
  /** A chunk of an answer has come. */
  hasBegun: boolean;
  /** Grows with every chunk of an answer: what a deadline watches. */
  chunks: number;
  /** `[DONE]` has come. */
  isDone: boolean;
  finishReason: FinishReason | null;
  /** As it came, not to be trusted. The last one wins: some servers repeat it with every chunk. */
  usage: unknown;
  error: ProviderError | null;
  /** An event was no JSON. */
  isBroken: boolean;
};

type Words = { onText(text: string): void; onRefusal(text: string): void };

/**
 * Interprets the chunks of a chat completion (openapi: CreateChatCompletionStreamResponse), leniently: whatever is missing, null, empty
 * or unknown is passed over, and of several choices only the first is read.
 */
export function createChunkReader({ onText, onRefusal }: Words): ChunkReader {
  const state: ChunkState = {
    hasBegun: false,
    chunks: 0,
    isDone: false,
    finishReason: null,
    usage: null,
    error: null,
    isBroken: false,
  };

  function readChoice(choice: unknown): void {
    if (!isRecord(choice) || (choice.index !== undefined && choice.index !== 0)) return;
    // A server that was asked to stream and answers in one piece says `message`.
    const delta = choice.delta ?? choice.message;
    if (isRecord(delta)) {
      const { content, refusal } = delta;
      if (typeof content === "string" && content !== "") onText(content);
      if (typeof refusal === "string" && refusal !== "") {
        state.finishReason = "refusal";
        onRefusal(refusal);
      }
    }
    if (typeof choice.finish_reason === "string") state.finishReason ??= toFinishReason(choice.finish_reason);
  }

  return {
    state,
    read(data, name, isCut) {
      if (state.isDone || state.error || state.isBroken) return;
      if (data === "[DONE]") {
        state.isDone = true;
        return;
      }
      if (name !== "" && name !== "message" && name !== "error") return;
      const chunk = parse(data);
      if (chunk === INVALID) {
        state.isBroken = !isCut && data.trim() !== "";
        return;
      }
      if (!isRecord(chunk)) return;
      if (chunk.error !== undefined && chunk.error !== null) {
        state.error = toProviderError(chunk.error);
        return;
      }
      const { choices } = chunk;
      if (isRecord(chunk.usage)) state.usage = chunk.usage;
      if (!Array.isArray(choices)) return;
      state.hasBegun = true;
      state.chunks += 1;
      for (const choice of choices) readChoice(choice);
    },
  };
}

const INVALID = Symbol("invalid");

function parse(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return INVALID; // the caller knows whether that is a cut or garbage
  }
}

/** The provider's error object in a form that can be compared. Its message is left out: it can repeat a part of the key. */
export function toProviderError(error: unknown): ProviderError {
  const word = (value: unknown) =>
    typeof value === "string" || typeof value === "number" ? String(value).slice(0, 100) : "";
  return isRecord(error) ? { code: word(error.code), type: word(error.type) } : { code: "", type: "" };
}

function toFinishReason(reason: string): FinishReason {
  return reason === "length" || reason === "content_filter" ? reason : "stop";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
