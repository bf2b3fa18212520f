import "server-only";
import type { OpenAI } from "openai";
import type { AppErrorCode } from "@/lib/core/errors";
import { type AnswerBill, type AnswerReader, createAnswerReader } from "@/lib/inference/answer-reader";
import type { ChatCall, ChatEvent, FinishReason } from "@/lib/inference/chat-completion";
import { type Deadlines, watchDeadlines } from "@/lib/inference/deadlines";
import { type RetryReason, toRetryAfterMs } from "@/lib/inference/next-retry";
import { toProviderFailure } from "@/lib/inference/provider-failure";
import { toProviderError } from "@/lib/inference/read-chunk";
import { type OutputLimitParameter, toRequestBody } from "@/lib/inference/request-body";
import { countTokens } from "@/lib/models/token-count";

/** How one attempt ended. `retry` is set where the same request may do better and nothing was billed. */
export type AttemptEnd = Ending & AnswerBill & { providerRequestId: string | null };

type Ending =
  | { outcome: "completed"; finishReason: FinishReason; trouble: string | null }
  | { outcome: "stopped"; trouble: null }
  | {
      outcome: "failed";
      failure: AppErrorCode;
      retry: RetryReason | null;
      retryAfterMs?: number | null;
      trouble: string;
    };

type Attempt = {
  client: OpenAI;
  call: ChatCall;
  outputLimit: OutputLimitParameter;
  deadlines: Deadlines;
  stop: AbortSignal;
  now: () => Date;
  onEvent(event: ChatEvent): void;
};

const NOTHING_BILLED: AnswerBill = { usage: null, basis: "estimated", isReportRefused: false };

/** Asks once and relays what comes. Throws only what a listener throws; the call upstream is cancelled then too. */
export async function attemptChat(attempt: Attempt): Promise<AttemptEnd> {
  const { call, deadlines, stop, onEvent } = attempt;
  const cancel = new AbortController();
  const onStop = () => cancel.abort();
  const firstWordMs = call.model.isReasoning ? deadlines.firstWordReasoningMs : deadlines.firstWordMs;
  const watch = watchDeadlines({ ...deadlines, firstWordMs }, onStop);
  stop.addEventListener("abort", onStop, { once: true });
  let response: Response | null = null;
  let reader: AnswerReader | null = null;

  const relay = async (): Promise<Ending> => {
    if (stop.aborted) return { outcome: "stopped", trouble: null };
    response = await open(attempt, cancel.signal);
    const contentType = response.headers.get("content-type") ?? "";
    if (contentType.startsWith("text/html") || !response.body) return notAnAnswer(contentType);
    reader = createAnswerReader(call, {
      isOnePiece: contentType.startsWith("application/json"),
      count: (text) => countTokens(text, call.model.encoding),
      onWords: onEvent,
    });
    await pump(response.body, reader, { watch, cancel, onFirstByte: () => onEvent({ type: "first-byte" }) });
    return reader.ending();
  };

  /** What is known when the connection ended in the middle, by us or by them. */
  const interrupted = (error: unknown): Ending => {
    if (stop.aborted) return { outcome: "stopped", trouble: null };
    const soFar = reader?.ending();
    if (soFar?.outcome === "completed") return soFar;
    if (watch.isExpired)
      return { outcome: "failed", failure: "provider-timeout", retry: "timeout", trouble: "silence" };
    return toFailed(error, attempt.now());
  };

  try {
    const ending = await relay().catch((error: unknown) => {
      if (error instanceof ConnectionTrouble) return interrupted(error.cause);
      throw error;
    });
    const bill = (reader as AnswerReader | null)?.bill() ?? NOTHING_BILLED; // assigned in a closure, which the compiler does not follow
    const requestId = (response as Response | null)?.headers.get("x-request-id") ?? null;
    return { ...ending, ...bill, providerRequestId: requestId?.slice(0, 200) ?? null };
  } finally {
    stop.removeEventListener("abort", onStop);
    watch.end();
    // What is left of a completed answer is a few bytes, which `pump` lets in; everything else ends here.
    if (!(reader as AnswerReader | null)?.seen.isDone) cancel.abort();
  }
}

/** What the client or the connection threw, as opposed to a bug of ours. */
class ConnectionTrouble extends Error {}

async function open({ client, call, outputLimit }: Attempt, signal: AbortSignal): Promise<Response> {
  try {
    return await client.chat.completions.create(toRequestBody(call, outputLimit), { signal }).asResponse();
  } catch (error) {
    throw new ConnectionTrouble("the request failed", { cause: error });
  }
}

type Pump = { watch: ReturnType<typeof watchDeadlines>; cancel: AbortController; onFirstByte(): void };

/** Moves the body into the reader until it needs no more. */
async function pump(
  body: ReadableStream<Uint8Array>,
  reader: AnswerReader,
  { watch, cancel, onFirstByte }: Pump,
): Promise<void> {
  const source = body.getReader();
  let isFirst = true;
  let chunks = 0;
  for (;;) {
    let part: ReadableStreamReadResult<Uint8Array>;
    try {
      part = await source.read();
    } catch (error) {
      throw new ConnectionTrouble("the connection failed", { cause: error });
    }
    if (part.done) return reader.end();
    if (isFirst) {
      isFirst = false;
      onFirstByte();
    }
    const wantsMore = reader.push(part.value);
    const { seen } = reader;
    if (seen.chunks !== chunks) {
      chunks = seen.chunks;
      watch.chunk({ hasWords: seen.words, isFinished: seen.isFinished });
    }
    if (!wantsMore) break;
  }
  if (!reader.seen.isDone) return;
  // After [DONE] the body ends at once, and its connection can be used again; one that goes on is cut.
  void source.read().then(
    ({ done }) => done || cancel.abort(),
    () => cancel.abort(),
  );
}

function notAnAnswer(contentType: string): Ending {
  return {
    outcome: "failed",
    failure: "provider-broken-answer",
    retry: null,
    trouble: `content-type ${contentType.slice(0, 40)}`,
  };
}

/** A refusal with a status, or a connection that failed: refused, reset, no such host, no trust in the certificate. */
function toFailed(error: unknown, now: Date): Ending {
  if (isRefusal(error)) {
    const { status, headers } = error;
    const provider = toProviderError(error.error);
    const retryAfterMs = toRetryAfterMs(headers, now);
    return {
      outcome: "failed",
      ...toProviderFailure(status, provider),
      retryAfterMs,
      trouble: `status ${status} ${provider.code} ${provider.type}`,
    };
  }
  const trouble = causesOf(error).join(" ← ");
  if (/\bZ_[A-Z]+_ERROR\b/.test(trouble))
    return { outcome: "failed", failure: "provider-broken-answer", retry: null, trouble };
  return { outcome: "failed", failure: "provider-down", retry: "down", trouble };
}

/** The package's APIError with a status; told by its shape, since the package is loaded late. */
function isRefusal(error: unknown): error is { status: number; headers: Headers; error: unknown } {
  return (
    error instanceof Error &&
    "status" in error &&
    typeof error.status === "number" &&
    "headers" in error &&
    error.headers instanceof Headers
  );
}

/** Names and codes along the chain of causes; no messages, which can hold addresses with credentials. */
function causesOf(error: unknown): string[] {
  const names: string[] = [];
  for (let cause = error; cause instanceof Error && names.length < 4; cause = cause.cause) {
    names.push("code" in cause && typeof cause.code === "string" ? `${cause.name} ${cause.code}` : cause.name);
  }
  return names;
}
