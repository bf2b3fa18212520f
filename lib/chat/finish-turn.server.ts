import "server-only";
import { setTimeout as wait } from "node:timers/promises";
import { afterTurn } from "@/lib/chat/after-turn.server";
import type { Route } from "@/lib/chat/choose-route";
import { journalTurnEnd } from "@/lib/chat/journal.server";
import { toStorable } from "@/lib/chat/storable-text";
import { type StoredTurnEnd, storeTurnEnd } from "@/lib/chat/store-turn-end.server";
import type { TurnEnded } from "@/lib/chat/stream-events";
import type { TurnEnd } from "@/lib/chat/turn-end";
import type { TurnPlan } from "@/lib/chat/turn-plan";
import { toReceipt } from "@/lib/conversations/receipt";
import type { MessageState } from "@/lib/conversations/views";
import { assertNever } from "@/lib/core/assert-never";
import { type AppErrorCode, isAppError } from "@/lib/core/errors";
import { toFailureView } from "@/lib/inference/failure-sentences";
import { countTokens } from "@/lib/models/token-count";
import type { Runtime } from "@/lib/platform/runtime.server";
import { toStoredEntry } from "@/lib/spend/ledger-entry";

/** How long the last commit of an answer is tried while the database is away, before it goes to the local journal. */
const COMMIT_FOR_MS = 75_000;
const RETRY_MS = [100, 500, 1_000, 2_000, 5_000];
/** How long readers wait for the commit before they are told the end. */
const TELL_AFTER_MS = 2_000;

/**
 * Ends a turn: the ledger, the balances, the answer and the turn in one transaction, once.
 *
 * While the database is away it keeps trying, then writes the end into a journal on disk that is replayed at the next start. Returns
 * what readers are told.
 */
export async function finishTurn(
  runtime: Runtime,
  { plan, route, end }: { plan: TurnPlan; route: Route; end: TurnEnd },
): Promise<TurnEnded> {
  const state = toState(end);
  const tokens = countTokens(end.text, "o200k_base");
  const committed = commit(runtime, {
    turnId: plan.turnId,
    state: state.turn,
    messageState: state.message,
    model: route.model.id,
    text: toStorable(end.text),
    tokens,
    finishReason: end.outcome === "completed" ? end.finishReason : null,
    failure: end.outcome === "failed" ? end.failure : null,
    firstTokenMs: end.firstTokenMs,
    durationMs: end.durationMs,
    providerRequestId: end.providerRequestId,
    ...(end.billed && { entry: toStoredEntry(end.billed) }),
  }).then((isCommitted) => {
    if (isCommitted) afterTurn(runtime, { plan, end, answerTokens: tokens });
  });
  runtime.background.run("turn-end", () => committed); // a shutdown waits for it
  await Promise.race([committed, wait(TELL_AFTER_MS, undefined, { ref: false })]);
  return {
    state: state.message,
    finishReason: end.outcome === "completed" ? end.finishReason : null,
    failure: end.outcome === "failed" ? toFailureView(end.failure, plan.actor.role) : null,
    receipt: toReceipt({ ...plan, ...end }, end.billed ? [end.billed] : []),
  };
}

/** Ends a turn whose answer never started: nothing was sent, nothing is charged. */
export async function failTurn(runtime: Runtime, plan: TurnPlan, error: unknown): Promise<void> {
  const failure: AppErrorCode = isAppError(error) ? error.code : "provider-down";
  await commit(runtime, { turnId: plan.turnId, state: "failed", messageState: "failed", failure });
}

function toState(end: TurnEnd): { turn: string; message: Exclude<MessageState, "running"> } {
  switch (end.outcome) {
    case "completed":
      return { turn: "completed", message: "complete" };
    case "stopped":
      return { turn: "stopped", message: "stopped" };
    case "interrupted":
      return { turn: "interrupted", message: "interrupted" };
    case "failed":
      return { turn: "failed", message: "failed" };
    default:
      return assertNever(end);
  }
}

/** True when the end is in the database, false when it is in the journal. */
async function commit(runtime: Runtime, stored: StoredTurnEnd): Promise<boolean> {
  const deadline = runtime.clock.now().getTime() + COMMIT_FOR_MS;
  for (let attempt = 0; ; attempt += 1) {
    try {
      await storeTurnEnd(runtime, stored);
      return true;
    } catch (error) {
      const isAway = isAppError(error, "database-unavailable");
      if (!isAway || runtime.clock.now().getTime() > deadline) {
        await journalTurnEnd(runtime, stored);
        runtime.log.error("turn-end-journalled", { turnId: stored.turnId }, error);
        return false;
      }
      await wait(RETRY_MS[Math.min(attempt, RETRY_MS.length - 1)]);
    }
  }
}
