import "server-only";
import { AppError } from "@/lib/core/errors";
import type { ChatCall, FinishReason } from "@/lib/inference/chat-completion";
import type { Deadlines } from "@/lib/inference/deadlines";
import { toFailureView } from "@/lib/inference/failure-sentences";
import { streamChat } from "@/lib/inference/stream-chat.server";
import type { Usage } from "@/lib/models/pricing";
import type { Runtime } from "@/lib/platform/runtime.server";

/** A call that the provider billed, or probably did. */
export type BilledAttempt = {
  usage: Usage;
  basis: "reported" | "estimated";
  providerRequestId: string | null;
  attempt: number;
};

/** `result` null: refused, filtered, cut or stopped; what was billed is said all the same. */
export type Completion = {
  result: { text: string; finishReason: FinishReason } | null;
  billed: BilledAttempt | null;
};

type Options = { signal?: AbortSignal; onFirstByte?: () => void; deadlines?: Deadlines };

const NEVER = new AbortController().signal;

/**
 * Calls a chat model and waits for its whole answer: titles, summaries. Through the same door as every answer.
 *
 * Throws the failure as an AppError only when nothing was billed.
 */
export async function completeChat(
  runtime: Pick<Runtime, "config" | "clock" | "log">,
  call: ChatCall,
  { signal = NEVER, onFirstByte, ...options }: Options = {},
): Promise<Completion> {
  let text = "";
  const end = await streamChat(runtime, call, {
    ...options,
    stop: signal,
    onEvent(event) {
      if (event.type === "first-byte") onFirstByte?.();
      if (event.type === "text") text += event.text;
    },
  });
  const { usage, basis, providerRequestId, attempt } = end;
  const billed = usage && { usage, basis, providerRequestId, attempt };
  if (end.outcome === "failed" && !billed)
    throw new AppError(end.failure, toFailureView(end.failure, "member").message);
  const isWhole = end.outcome === "completed" && end.finishReason === "stop";
  return {
    result: isWhole ? { text, finishReason: end.finishReason } : null,
    billed,
  };
}
