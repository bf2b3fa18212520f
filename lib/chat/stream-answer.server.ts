import "server-only";
import { type Answer, openingEvents, rejoinAnswer } from "@/lib/chat/answer.server";
import type { TurnContext } from "@/lib/chat/build-context";
import { keepCheckpoints } from "@/lib/chat/checkpoints.server";
import type { Route } from "@/lib/chat/choose-route";
import { createGrowingCount } from "@/lib/chat/count-growing-text";
import type { StreamEvent, TurnEnded } from "@/lib/chat/stream-events";
import type { TurnEnd } from "@/lib/chat/turn-end";
import type { TurnPlan } from "@/lib/chat/turn-plan";
import { writeInFrames } from "@/lib/chat/write-in-frames";
import { assertNever } from "@/lib/core/assert-never";
import type { ChatEnd, ChatEvent } from "@/lib/inference/chat-completion";
import { hashedSafetyIdentifier } from "@/lib/inference/safety-identifier.server";
import { streamChat } from "@/lib/inference/stream-chat.server";
import { countTokens } from "@/lib/models/token-count";
import type { Runtime } from "@/lib/platform/runtime.server";
import { billCall } from "@/lib/spend/bill-call";
import { keepHoldAlive } from "@/lib/spend/hold-leases.server";
import type { LedgerDraft } from "@/lib/spend/ledger-entry";
import { settleHold } from "@/lib/spend/settle-hold.server";

type AnswerTask = { plan: TurnPlan; context: TurnContext; route: Route; onEnd: (end: TurnEnd) => Promise<TurnEnded> };

/**
 * Starts the answer and returns it for reading.
 *
 * The answer belongs to the process and not to the request: it goes on when its readers leave, and ends when the provider does,
 * when somebody asks for its end, or at a deadline. `onEnd` is called once.
 */
export async function streamAnswer(runtime: Runtime, task: AnswerTask): Promise<Answer> {
  const { turnId } = task.plan;
  const writer = await runtime.liveStreams.open(turnId);
  const { conversation, questionId, answer } = task.plan;
  writer.write(
    openingEvents({
      turnId,
      conversationId: conversation.id,
      questionId,
      answerId: answer.id,
      model: task.route.model.id,
    }),
  );
  runtime.background.run("answer", () => writeAnswer(runtime, task, writer));
  return rejoinAnswer(runtime, { turnId });
}

type Writer = Awaited<ReturnType<Runtime["liveStreams"]["open"]>>;

async function writeAnswer(
  runtime: Runtime,
  { plan, context, route, onEnd }: AnswerTask,
  writer: Writer,
): Promise<void> {
  const { turnId, answer, conversation } = plan;
  const startedMs = performance.now();
  const frames = writeInFrames(writer, answer.id);
  const count = createGrowingCount((piece) => countTokens(piece, route.model.encoding));
  const earlier: LedgerDraft[] = [];
  const settlements: Promise<unknown>[] = [];
  let text = "";
  let hasFirstByte = false;

  const onEvent = (event: ChatEvent): void => {
    switch (event.type) {
      case "first-byte":
        hasFirstByte = true;
        return;
      case "text":
      case "refusal":
        text += event.text;
        frames.text(event.text);
        return;
      case "retrying": {
        const { type: _, ...retry } = event;
        frames.event({ type: "data-status", id: turnId, data: { state: "retrying", ...retry }, transient: true });
        return;
      }
      case "attempt-billed": {
        const draft = billCall({
          id: runtime.newId(),
          route,
          attempt: event.attempt,
          usage: event.usage,
          basis: "estimated",
          providerRequestId: null,
        });
        earlier.push(draft);
        settlements.push(settleHold(runtime, turnId, draft, { isFinal: false }));
        hasFirstByte = false;
        return;
      }
    }
  };

  const letHoldGo = keepHoldAlive(runtime, turnId, () => ({ receivedTokens: count.update(text), hasFirstByte }));
  const endCheckpoints = keepCheckpoints(runtime, turnId, () => ({
    conversationId: conversation.id,
    answerId: answer.id,
    text,
    tokens: count.update(text),
  }));
  try {
    const end = await streamChat(
      runtime,
      {
        kind: "answer",
        model: route.model,
        messages: context.messages,
        parameters: route.parameters,
        maxOutputTokens: context.maxOutputTokens,
        promptTokens: plan.countedPromptTokens,
        promptCacheKey: conversation.id,
        safetyIdentifier: hashedSafetyIdentifier(runtime.config.secret, plan.actor.id),
      },
      { stop: writer.stopRequested, onEvent },
    );
    await endCheckpoints();
    await Promise.allSettled(settlements);
    const ended = await onEnd(
      toTurnEnd(end, { text, earlier, durationMs: performance.now() - startedMs, newId: runtime.newId, route }),
    );
    const closing: StreamEvent[] = [{ type: "data-end", id: turnId, data: ended }, { type: "finish" }];
    frames.end(closing);
  } finally {
    letHoldGo();
    await endCheckpoints();
    await writer.end();
  }
}

function toTurnEnd(
  end: ChatEnd,
  {
    text,
    earlier,
    durationMs,
    newId,
    route,
  }: Pick<TurnEnd, "text" | "earlier" | "durationMs"> & { newId: Runtime["newId"]; route: Route },
): TurnEnd {
  const { usage, basis, providerRequestId, attempt, firstTokenMs } = end;
  const common = {
    text,
    billed: usage && billCall({ id: newId(), route, attempt, usage, basis, providerRequestId }),
    earlier,
    providerRequestId,
    firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
    durationMs: Math.round(durationMs),
  };
  switch (end.outcome) {
    case "completed":
      return { ...common, outcome: "completed", finishReason: end.finishReason };
    case "stopped":
      return { ...common, outcome: "stopped" };
    case "failed":
      return { ...common, outcome: "failed", failure: end.failure };
    default:
      return assertNever(end);
  }
}
