import "server-only";
import { type Answer, openingEvents, rejoinAnswer } from "@/lib/chat/answer.server";
import { recordAnswer } from "@/lib/chat/answer-record";
import type { TurnContext } from "@/lib/chat/build-context";
import { keepCheckpoints } from "@/lib/chat/checkpoints.server";
import type { Route } from "@/lib/chat/choose-route";
import { interruptAtShutdown } from "@/lib/chat/running-answers.server";
import type { TurnEnded } from "@/lib/chat/stream-events";
import type { TurnEnd } from "@/lib/chat/turn-end";
import type { TurnPlan } from "@/lib/chat/turn-plan";
import { writeInFrames } from "@/lib/chat/write-in-frames";
import { assertNever } from "@/lib/core/assert-never";
import type { ChatCall, ChatEnd } from "@/lib/inference/chat-completion";
import { hashedSafetyIdentifier } from "@/lib/inference/safety-identifier.server";
import { streamChat } from "@/lib/inference/stream-chat.server";
import type { Runtime } from "@/lib/platform/runtime.server";
import { billCall } from "@/lib/spend/bill-call";
import { keepHoldAlive } from "@/lib/spend/hold-leases.server";

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
  const record = recordAnswer({ turnId, route, frames });
  const stop = listenForStop(runtime, writer);
  const letHoldGo = keepHoldAlive(runtime, turnId, record.arrived);
  const endCheckpoints = keepCheckpoints(runtime, turnId, () => ({
    conversationId: conversation.id,
    answerId: answer.id,
    text: record.text(),
    tokens: record.arrived().receivedTokens,
  }));
  try {
    const end = await streamChat(runtime, toCall(runtime, plan, context, route), {
      stop: stop.signal,
      onEvent: record.onEvent,
    });
    await endCheckpoints();
    const ended = await onEnd(
      toTurnEnd(end, {
        isInterrupted: stop.isInterrupted(),
        text: record.text(),
        durationMs: performance.now() - startedMs,
        newId: runtime.newId,
        route,
      }),
    );
    frames.end([{ type: "data-end", id: turnId, data: ended }, { type: "finish" }]);
  } finally {
    stop.leave();
    letHoldGo();
    await endCheckpoints();
    await writer.end();
  }
}

/** One signal for the two who may end an answer early: a person who presses Stop, and the end of the process. */
function listenForStop(runtime: Runtime, writer: Writer) {
  const stop = new AbortController();
  let isInterrupted = false;
  writer.stopRequested.addEventListener("abort", () => stop.abort(), { once: true });
  const leave = interruptAtShutdown(runtime, () => {
    isInterrupted = true;
    stop.abort();
  });
  return { signal: stop.signal, isInterrupted: () => isInterrupted, leave };
}

function toCall(runtime: Runtime, plan: TurnPlan, context: TurnContext, route: Route): ChatCall {
  return {
    kind: "answer",
    model: route.model,
    messages: context.messages,
    parameters: route.parameters,
    maxOutputTokens: context.maxOutputTokens,
    promptTokens: plan.countedPromptTokens,
    isPromptReused: true,
    promptCacheKey: plan.conversation.id,
    safetyIdentifier: hashedSafetyIdentifier(runtime.config.secret, plan.actor.id),
  };
}

type Circumstances = Pick<TurnEnd, "text" | "durationMs"> & {
  isInterrupted: boolean;
  newId: Runtime["newId"];
  route: Route;
};

function toTurnEnd(end: ChatEnd, { isInterrupted, newId, route, durationMs, ...recorded }: Circumstances): TurnEnd {
  const { usage, basis, providerRequestId, attempt, firstTokenMs } = end;
  const common = {
    ...recorded,
    billed: usage && billCall({ id: newId(), route, attempt, usage, basis, providerRequestId }),
    providerRequestId,
    firstTokenMs: firstTokenMs === null ? null : Math.round(firstTokenMs),
    durationMs: Math.round(durationMs),
  };
  switch (end.outcome) {
    case "completed":
      return { ...common, outcome: "completed", finishReason: end.finishReason };
    case "stopped":
      return { ...common, outcome: isInterrupted ? "interrupted" : "stopped" };
    case "failed":
      return { ...common, outcome: "failed", failure: end.failure };
    default:
      return assertNever(end);
  }
}
