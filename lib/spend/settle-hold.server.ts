import "server-only";
import type { Runtime } from "@/lib/platform/runtime.server";
import { type LedgerDraft, toStoredEntry } from "@/lib/spend/ledger-entry";

/**
 * Writes one billed call under a hold: ledger, balances and roll-up in one transaction.
 *
 * `isFinal` ends the hold; otherwise what the call did not use stays held for the next attempt. Safe to repeat: false when the
 * attempt was written or the hold had ended before.
 */
export async function settleHold(
  { database }: Pick<Runtime, "database">,
  holdId: string,
  draft: LedgerDraft,
  { isFinal }: { isFinal: boolean },
): Promise<boolean> {
  const [row] = await database.query<{ settled: boolean }>({
    name: "settle-hold",
    text: "select settle_hold($1, $2, $3) as settled",
    values: [holdId, JSON.stringify(toStoredEntry(draft)), isFinal],
  });
  return row?.settled ?? false;
}
