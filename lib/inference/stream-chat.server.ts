import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { type AttemptEnd, attemptChat } from "@/lib/inference/attempt-chat.server";
import type { ChatCall, ChatEnd, ChatEvent } from "@/lib/inference/chat-completion";
import { DEADLINES, type Deadlines } from "@/lib/inference/deadlines";
import { ATTEMPTS_MAX, nextRetry } from "@/lib/inference/next-retry";
import { getOpenAiClient } from "@/lib/inference/openai-client.server";
import type { Runtime } from "@/lib/platform/runtime.server";

type Options = {
  /** Ends the call: the provider's connection is closed at once, and what arrived is paid for by estimate. */
  stop: AbortSignal;
  onEvent(event: ChatEvent): void;
  deadlines?: Deadlines;
  /** In [0, 1): spreads retries. */
  random?: () => number;
};

/**
 * Calls a chat model and relays its answer: the one door of the product to a model.
 *
 * Retries by our own policy while nothing of an answer has arrived, keeps deadlines and the output cap, and never throws for what a
 * provider can do: every way to end is a ChatEnd with what is to be paid. The hold is the caller's.
 */
export async function streamChat(
  { config, clock, log }: Pick<Runtime, "config" | "clock" | "log">,
  call: ChatCall,
  { stop, onEvent, deadlines = DEADLINES, random = Math.random }: Options,
): Promise<ChatEnd> {
  const client = await getOpenAiClient(config);
  const startedMs = performance.now();
  let firstTokenMs: number | null = null;
  const relay = (event: ChatEvent) => {
    if (firstTokenMs === null && (event.type === "text" || event.type === "refusal"))
      firstTokenMs = performance.now() - startedMs;
    onEvent(event);
  };
  const outputLimit = config.openai.outputLimitParameter;
  for (let attempt = 1; ; attempt += 1) {
    const end = await attemptChat({
      client,
      call,
      outputLimit,
      deadlines,
      stop,
      now: () => clock.now(),
      onEvent: relay,
    });
    logTrouble(log, call, end, attempt);
    const retry = toRetry(end, attempt, random());
    if (!retry) return toChatEnd(end, { attempt, firstTokenMs });
    onEvent({
      type: "retrying",
      reason: retry.reason,
      attempt: attempt + 1,
      attemptsMax: ATTEMPTS_MAX,
      retryInMs: retry.waitMs,
    });
    if (!(await waitUnlessStopped(retry.waitMs, stop))) {
      return {
        outcome: "stopped",
        usage: null,
        basis: "estimated",
        providerRequestId: end.providerRequestId,
        attempt,
        firstTokenMs,
      };
    }
  }
}

function toRetry(end: AttemptEnd, attempt: number, random: number) {
  if (end.outcome !== "failed" || !end.retry || end.usage) return null;
  const retry = nextRetry({ reason: end.retry, attempt, retryAfterMs: end.retryAfterMs ?? null, random });
  return retry && { ...retry, reason: end.retry };
}

function toChatEnd(end: AttemptEnd, { attempt, firstTokenMs }: Pick<ChatEnd, "attempt" | "firstTokenMs">): ChatEnd {
  const { usage, basis, providerRequestId } = end;
  const common = { usage, basis, providerRequestId, attempt, firstTokenMs };
  switch (end.outcome) {
    case "completed":
      return { ...common, outcome: "completed", finishReason: end.finishReason };
    case "stopped":
      return { ...common, outcome: "stopped" };
    case "failed":
      return { ...common, outcome: "failed", failure: end.failure };
  }
}

/** True when the wait is over, false when it was stopped. */
async function waitUnlessStopped(waitMs: number, stop: AbortSignal): Promise<boolean> {
  if (stop.aborted) return false;
  await wait(waitMs, undefined, { signal: stop }).catch((error: unknown) => {
    if (!stop.aborted) throw error;
  });
  return !stop.aborted;
}

/** What an operator must be able to find: never the provider's own words, which can repeat a part of the key. */
function logTrouble(log: Runtime["log"], { model, kind }: ChatCall, end: AttemptEnd, attempt: number): void {
  const fields = { kind, model: model.id, attempt, providerRequestId: end.providerRequestId };
  if (end.isReportRefused) log.warn("usage-report-refused", fields);
  if (end.trouble === null) return;
  if (end.outcome === "failed")
    log.warn("model-call-failed", { ...fields, failure: end.failure, trouble: end.trouble });
  else log.warn("model-call-odd", { ...fields, trouble: end.trouble });
}
