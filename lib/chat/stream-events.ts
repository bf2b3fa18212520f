import type { FailureView, FinishReason, MessageState, ReceiptView } from "@/lib/conversations/views";

/**
 * What `POST /api/chat` and `GET /api/chat/[conversationId]/stream` send, in the UI message stream protocol of the `ai`
 * package (server-sent events, `x-vercel-ai-ui-message-stream: v1`): `start`, `data-turn`, any number of `data-status`,
 * `text-start`, `text-delta`…, `text-end`, `data-end`, `finish`, then `[DONE]`.
 */
export type TurnStarted = {
  turnId: string;
  conversationId: string;
  questionId: string;
  answerId: string;
  model: string;
};

/** Why nothing is to be seen yet. Sent while it holds; the next event of any kind ends it. */
export type TurnStatus =
  | { state: "waiting" }
  /** The provider is busy or down; another try follows. */
  | { state: "retrying"; reason: "busy" | "down" | "timeout"; attempt: number; attemptsMax: number; retryInMs: number };

/** How the answer ended. */
export type TurnEnded = {
  state: Exclude<MessageState, "running">;
  finishReason: FinishReason | null;
  failure: FailureView | null;
  receipt: ReceiptView | null;
};

/** One event of the stream, as it stands in JSON after `data: `. */
export type StreamEvent =
  | { type: "start"; messageId: string }
  | { type: "data-turn"; id: string; data: TurnStarted }
  | { type: "data-status"; id: string; data: TurnStatus; transient: true }
  | { type: "text-start"; id: string }
  | { type: "text-delta"; id: string; delta: string }
  | { type: "text-end"; id: string }
  | { type: "data-end"; id: string; data: TurnEnded }
  | { type: "error"; errorText: string }
  | { type: "finish" };
