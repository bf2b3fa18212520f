import type { AppErrorCode } from "@/lib/core/errors";
import type { Model } from "@/lib/models/catalogue";
import type { ModelParameters } from "@/lib/models/parameters";
import type { Usage } from "@/lib/models/pricing";

export type ChatMessage = { role: "system" | "user" | "assistant"; content: string };

/** One call of a chat model, with everything decided. */
export type ChatCall = {
  model: Pick<Model, "id" | "encoding" | "isReasoning" | "cachesByBreakpoint">;
  messages: readonly ChatMessage[];
  /** As the model takes them (lib/models/accepted-parameters); `maxOutputTokens` below is the cap that is sent. */
  parameters: ModelParameters;
  /** Sent as the cap, reasoning included, and kept here when the provider does not keep it. */
  maxOutputTokens: number;
  /** Our count of the prompt, framing included: what is billed by estimate when the provider reports nothing. */
  promptTokens: number;
  /** True where the next call will begin with the same messages, so that it pays to have them cached. */
  isPromptReused?: boolean;
  /** Routes calls with one prefix to one cache of the provider. */
  promptCacheKey: string;
  /** Names the person to the provider without saying who it is; hashed, at most 64 characters. */
  safetyIdentifier: string;
  /** What the call is for; the log's word. */
  kind: string;
};

/** Why a completed answer ended. `refusal`: the model declined, and its words are in the text. */
export type FinishReason = "stop" | "length" | "content_filter" | "refusal";

/** What happens while a call runs, in order. */
export type ChatEvent =
  /** The first byte of a 200 answer's body, once per attempt: from here on the provider may bill. */
  | { type: "first-byte" }
  | { type: "text"; text: string }
  /** Words with which the model declines; they are shown like text. */
  | { type: "refusal"; text: string }
  /** A failed attempt is repeated after a wait. `attempt` is the coming one. */
  | {
      type: "retrying";
      reason: "busy" | "down" | "timeout";
      attempt: number;
      attemptsMax: number;
      retryInMs: number;
    };

/** How a call ended. `usage` is null only when nothing was billed: no byte of an answer arrived. */
export type ChatEnd = (
  | { outcome: "completed"; finishReason: FinishReason }
  | { outcome: "stopped" }
  | { outcome: "failed"; failure: AppErrorCode }
) & {
  usage: Usage | null;
  /** `reported`: the provider's own plausible figures. `estimated`: our count of the prompt and of what arrived. */
  basis: "reported" | "estimated";
  providerRequestId: string | null;
  /** 1 for the first; the one that this end is about. */
  attempt: number;
  /** From the start of the call to the first visible word, waits included. */
  firstTokenMs: number | null;
};
