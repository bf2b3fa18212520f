import type { ModelParameters } from "@/lib/models/parameters";

/** A line of the sidebar. Times are ISO 8601 strings in every view. */
export type ConversationLine = {
  id: string;
  /** Null until it is named; the page shows "New chat". */
  title: string | null;
  updatedAt: string;
};

/** A page of the sidebar, newest first; `nextCursor` is null on the last one. */
export type ConversationPage = { conversations: ConversationLine[]; nextCursor: string | null };

export type MessageState = "running" | "complete" | "stopped" | "failed" | "interrupted";

/** What one answer cost. Amounts are exact decimal dollars as strings. */
export type ReceiptView = {
  model: string;
  requestedModel: string;
  inputTokens: number;
  /** Of the input tokens. */
  cachedTokens: number;
  outputTokens: number;
  /** Of the output tokens. */
  reasoningTokens: number;
  costUsd: string;
  /** Reported by the provider, or estimated by us (stopped, interrupted, or the provider said nothing). */
  basis: "reported" | "estimated";
  firstTokenMs: number | null;
  durationMs: number | null;
  tokensPerSecond: number | null;
  providerRequestId: string | null;
  /** Parameters that this model does not take and that were left out. */
  notes: { parameter: string; reason: string }[];
  /** Calls that were billed for this answer, retries included. */
  calls: number;
  price: { inputPerMillionUsd: string; cachedInputPerMillionUsd: string; outputPerMillionUsd: string };
};

/** Why an answer failed, in words for the person. */
export type FailureView = { code: string; message: string };

export type FinishReason = "stop" | "length" | "content_filter" | "refusal";

/** A message of the branch that is shown. */
export type MessageView = {
  id: string;
  parentId: string;
  role: "user" | "assistant";
  state: MessageState;
  text: string;
  createdAt: string;
  /** Of an answer only. */
  finishReason: FinishReason | null;
  failure: FailureView | null;
  receipt: ReceiptView | null;
};

/** The marker in the thread where older turns were replaced by a summary; it stands after message `throughId`. */
export type SummaryView = {
  id: string;
  throughId: string;
  turns: number;
  tokensBefore: number;
  tokensAfter: number;
  text: string;
  createdAt: string;
};

/** Tokens of the context window in use for the next message, by part. */
export type MeterView = {
  windowTokens: number;
  instructionsTokens: number;
  summaryTokens: number;
  historyTokens: number;
  /** Set aside for the answer. */
  reservedOutputTokens: number;
  /** Above this share of the window old turns are summarised. */
  highWaterTokens: number;
};

/** A conversation as the page opens it: the newest messages of its branch, older ones on demand. */
export type ThreadView = {
  id: string;
  title: string | null;
  model: string | null;
  parameters: ModelParameters;
  instructions: string;
  leafId: string | null;
  messages: MessageView[];
  /** True when there are messages before the first of `messages`. */
  hasOlder: boolean;
  /** The summary in force on this branch, or null. */
  summary: SummaryView | null;
  meter: MeterView;
  /** The answer that is being written now: rejoin it. */
  runningTurn: { turnId: string; answerId: string } | null;
};

/** Older messages of the branch, oldest first. */
export type MessagePage = { messages: MessageView[]; hasOlder: boolean };
