import "server-only";
import type { NewId } from "@/lib/core/ids";
import { toNanoUsd } from "@/lib/core/money";
import { costOf } from "@/lib/models/pricing";
import type { Runtime } from "@/lib/platform/runtime.server";
import { holdsKeptHere } from "@/lib/spend/hold-leases.server";
import { type LedgerDraft, type StoredPrice, toStoredEntry } from "@/lib/spend/ledger-entry";

/** A hold whose process died: what is known of its call. */
export type ExpiredHold = {
  id: string;
  kind: string;
  model: string;
  promptTokens: number;
  receivedTokens: number;
  hasFirstByte: boolean;
  price: StoredPrice;
  attemptsBilled: number;
};

type World = Pick<Runtime, "database" | "log" | "newId">;

/** Ends one expired hold; `draft` is null when nothing had arrived, so that nothing is charged. */
export type EndExpiredHold = (hold: ExpiredHold, draft: LedgerDraft | null) => Promise<void>;

/**
 * Ends the holds whose lease ran out: charged by estimate when a byte had come back, given back otherwise.
 *
 * Safe to run in any number of processes at once. `everyHold` also ends holds with a running lease: for the start of the only
 * process of a database. `end` lets the owner of a kind of call end what belongs to it in the same transaction. Returns how many.
 */
export async function sweepHolds(
  world: World,
  { everyHold = false, end }: { everyHold?: boolean; end?: EndExpiredHold } = {},
): Promise<number> {
  const holds = await world.database.query<ExpiredHold>({
    text: `
      select h.id, h.kind, h.model, h.prompt_tokens as "promptTokens", h.received_tokens as "receivedTokens",
        h.first_byte_at is not null as "hasFirstByte", h.price,
        (select count(*)::int from ledger_entry e where e.hold_id = h.id) as "attemptsBilled"
      from hold h
      where h.state = 'held' and (h.expires_at < now() or $1) and h.id <> all ($2::uuid[])
      order by h.expires_at limit 500`,
    values: [everyHold, holdsKeptHere(world)],
  });
  for (const hold of holds)
    await (end ?? ((held, draft) => endHold(world, held, draft)))(hold, draftOf(hold, world.newId));
  if (holds.length > 0) world.log.warn("expired-holds-ended", { holds: holds.length });
  return holds.length;
}

/** Ends an expired hold on its own: settled by the draft, or given back. */
export async function endHold(
  { database }: Pick<Runtime, "database">,
  hold: ExpiredHold,
  draft: LedgerDraft | null,
): Promise<void> {
  await database.query(
    draft
      ? { text: "select settle_hold($1, $2, true)", values: [hold.id, JSON.stringify(toStoredEntry(draft))] }
      : { text: "select release_hold($1, 'expired')", values: [hold.id] },
  );
}

function draftOf(hold: ExpiredHold, newId: NewId): LedgerDraft | null {
  if (!hold.hasFirstByte) return null;
  const usage = {
    promptTokens: hold.promptTokens,
    cachedTokens: 0,
    cacheWriteTokens: 0,
    completionTokens: hold.receivedTokens,
    reasoningTokens: 0,
  };
  const amount = (text: string) => toNanoUsd(BigInt(text));
  const price = {
    inputPerMillion: amount(hold.price.inputPerMillion),
    cachedInputPerMillion: amount(hold.price.cachedInputPerMillion),
    cacheWritePerMillion: amount(hold.price.cacheWritePerMillion),
    outputPerMillion: amount(hold.price.outputPerMillion),
    version: hold.price.version,
  };
  return {
    id: newId(),
    attempt: hold.attemptsBilled + 1,
    model: hold.model,
    usage,
    price,
    cost: costOf(usage, price),
    basis: "estimated",
    providerRequestId: null,
  };
}
