/** How long a provider may be silent. */
export type Deadlines = {
  /** Until the first word, from the start of an attempt. */
  firstWordMs: number;
  /** The same for models that think before they speak. */
  firstWordReasoningMs: number;
  /** Between two chunks of an answer. */
  betweenChunksMs: number;
  /** For the whole of an answer, however it trickles. */
  answerMs: number;
};

export const DEADLINES: Deadlines = {
  firstWordMs: 60_000,
  firstWordReasoningMs: 300_000,
  betweenChunksMs: 30_000,
  answerMs: 60 * 60_000,
};

/** After the finish reason only the usage is missing, which can be estimated. */
const AFTER_FINISH_MS = 5_000;

/** Watches one attempt. Bytes and comments do not count, only chunks: a provider that sends nothing else is silent. */
export type DeadlineWatch = {
  /** A chunk has come; `hasWords` and `isFinished` say what has come with all chunks so far. */
  chunk(seen: { hasWords: boolean; isFinished: boolean }): void;
  readonly isExpired: boolean;
  end(): void;
};

/** Calls `onExpire` once when a deadline has passed. One timer for all of them, set anew only when it rings or the phase changes. */
export function watchDeadlines(
  { firstWordMs, betweenChunksMs, answerMs }: Omit<Deadlines, "firstWordReasoningMs">,
  onExpire: () => void,
  now: () => number = () => performance.now(),
): DeadlineWatch {
  const startedAt = now();
  let lastChunkAt = startedAt;
  let phase: "waiting" | "speaking" | "finished" = "waiting";
  let isExpired = false;
  let timer: NodeJS.Timeout | undefined;

  function dueAt(): number {
    const byChunk = lastChunkAt + (phase === "finished" ? Math.min(AFTER_FINISH_MS, betweenChunksMs) : betweenChunksMs);
    const due =
      phase === "waiting" ? Math.max(startedAt + firstWordMs, lastChunkAt === startedAt ? 0 : byChunk) : byChunk;
    return Math.min(due, startedAt + answerMs);
  }

  function ring(): void {
    if (now() < dueAt()) {
      arm();
      return;
    }
    isExpired = true;
    onExpire();
  }

  function arm(): void {
    clearTimeout(timer);
    timer = setTimeout(ring, Math.max(1, dueAt() - now()));
  }

  arm();
  return {
    get isExpired() {
      return isExpired;
    },
    chunk({ hasWords, isFinished }) {
      lastChunkAt = now();
      const current = isFinished ? "finished" : hasWords ? "speaking" : "waiting";
      if (current === phase) return;
      phase = current;
      arm();
    },
    end() {
      clearTimeout(timer);
    },
  };
}
