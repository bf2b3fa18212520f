import type { AppErrorCode } from "@/lib/core/errors";
import type { ChatCall, FinishReason } from "@/lib/inference/chat-completion";
import type { RetryReason } from "@/lib/inference/next-retry";
import { toProviderFailure } from "@/lib/inference/provider-failure";
import { createChunkReader } from "@/lib/inference/read-chunk";
import { countReceived } from "@/lib/inference/received-tokens";
import { toReportedUsage } from "@/lib/inference/reported-usage";
import { createSseParser, EVENT_BYTES_MAX, EventTooLongError } from "@/lib/inference/sse-parser";
import type { Usage } from "@/lib/models/pricing";

/** How the body of an answer ended. `trouble` is for the log: what was wrong, without the provider's words. */
export type AnswerEnding =
  | { outcome: "completed"; finishReason: FinishReason; trouble: string | null }
  | { outcome: "failed"; failure: AppErrorCode; retry: RetryReason | null; trouble: string };

export type AnswerBill = { usage: Usage | null; basis: "reported" | "estimated"; isReportRefused: boolean };

/** Reads the body of one answer. */
export type AnswerReader = {
  /** Takes bytes as they come; false: no more are needed. */
  push(bytes: Uint8Array): boolean;
  /** The body has ended by itself. */
  end(): void;
  /** What has come so far. */
  readonly seen: { bytes: boolean; chunks: number; words: boolean; isFinished: boolean; isDone: boolean };
  /** What is to be made of it when nothing more comes. */
  ending(): AnswerEnding;
  /** What is to be paid for it. */
  bill(): AnswerBill;
};

type Words = { type: "text" | "refusal"; text: string };

/** A provider that overruns the cap by more than a rounding is cut off. */
const GRACE_SHARE = 0.02;
const GRACE_TOKENS = 32;

/**
 * Reads the body of an answer out of its bytes: a stream of events, or one JSON document where a server does not stream.
 *
 * Never throws for what a provider can send. What is shown before a failure stays shown, and is paid for by our own count.
 */
export function createAnswerReader(
  call: Pick<ChatCall, "promptTokens" | "maxOutputTokens">,
  {
    isOnePiece = false,
    count,
    onWords,
  }: { isOnePiece?: boolean; count: (text: string) => number; onWords(words: Words): void },
): AnswerReader {
  const received = countReceived(count, Math.ceil(call.maxOutputTokens * (1 + GRACE_SHARE)) + GRACE_TOKENS);
  let hasBytes = false;
  let hasWords = false;
  let isOverCap = false;
  let isTooLong = false;

  /** The first half of a character whose second half comes with the next chunk: what is relayed is always well-formed. */
  let half = "";

  const relay = (words: Words) => {
    if (isOverCap) return;
    const text = half + words.text;
    half = isFirstHalf(text.charCodeAt(text.length - 1)) ? text.slice(-1) : "";
    const whole = half === "" ? text : text.slice(0, -1);
    if (whole === "") return;
    hasWords = true;
    if (!received.add(whole)) isOverCap = true;
    onWords({ type: words.type, text: whole });
  };
  const chunks = createChunkReader({
    onText: (text) => relay({ type: "text", text }),
    onRefusal: (text) => relay({ type: "refusal", text }),
  });
  const { state } = chunks;
  const parser = isOnePiece ? createWholeReader(chunks.read) : createSseParser(chunks.read);

  /** Runs a step of the parser; an event beyond all bounds ends the reading. */
  function bounded(step: () => void): void {
    try {
      step();
    } catch (error) {
      if (!(error instanceof EventTooLongError)) throw error;
      isTooLong = true;
    }
  }

  const isOver = () => state.isDone || state.isBroken || state.error !== null || isOverCap || isTooLong;

  return {
    push(bytes) {
      hasBytes ||= bytes.length > 0;
      bounded(() => parser.push(bytes));
      return !isOver();
    },
    end() {
      bounded(() => parser.end());
    },
    get seen() {
      return {
        bytes: hasBytes,
        chunks: state.chunks,
        words: hasWords,
        isFinished: state.finishReason !== null,
        isDone: state.isDone,
      };
    },
    ending() {
      if (isOverCap) return { outcome: "completed", finishReason: "length", trouble: "the output limit was ignored" };
      if (state.error) {
        return {
          outcome: "failed",
          ...toProviderFailure(null, state.error),
          trouble: `error in the answer: ${state.error.code} ${state.error.type}`,
        };
      }
      if (isTooLong) return broken("an event was longer than all bounds");
      if (state.isBroken) return broken("an event was no JSON");
      if (state.hasBegun && (state.isDone || state.finishReason)) {
        return { outcome: "completed", finishReason: state.finishReason ?? "stop", trouble: null };
      }
      if (hasBytes && !state.hasBegun) return broken("the body was no answer");
      return { outcome: "failed", failure: "provider-down", retry: "down", trouble: "the answer was cut" };
    },
    bill() {
      const known = { promptTokens: call.promptTokens, maxOutputTokens: call.maxOutputTokens, hasText: hasWords };
      const reported = toReportedUsage(state.usage, known);
      if (reported) return { usage: reported, basis: "reported", isReportRefused: false };
      const isReportRefused = state.usage !== null;
      // Before the first chunk an error or something that is no answer means that nothing was made.
      const isNoAnswer =
        !hasBytes || (!state.hasBegun && (state.error !== null || state.isBroken || state.isDone || isTooLong));
      if (isNoAnswer) return { usage: null, basis: "estimated", isReportRefused };
      const estimated = {
        promptTokens: call.promptTokens,
        cachedTokens: 0,
        cacheWriteTokens: 0,
        completionTokens: received.total(),
        reasoningTokens: 0,
      };
      return { usage: estimated, basis: "estimated", isReportRefused };
    },
  };
}

function isFirstHalf(unit: number): boolean {
  return (unit & 0xfc00) === 0xd800;
}

function broken(trouble: string): AnswerEnding {
  return { outcome: "failed", failure: "provider-broken-answer", retry: null, trouble };
}

/** The body of a server that was asked to stream and answers with one document. */
function createWholeReader(read: (data: string, name: string, isCut: boolean) => void) {
  const parts: Uint8Array[] = [];
  let length = 0;
  return {
    push(bytes: Uint8Array) {
      length += bytes.length;
      if (length > EVENT_BYTES_MAX) throw new EventTooLongError(`a document is longer than ${EVENT_BYTES_MAX} bytes`);
      parts.push(bytes);
    },
    end() {
      read(Buffer.concat(parts).toString("utf8"), "", false);
      read("[DONE]", "", false);
    },
  };
}
