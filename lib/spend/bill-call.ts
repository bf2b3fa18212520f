import type { Model, ModelPrice } from "@/lib/models/catalogue";
import { costOf } from "@/lib/models/pricing";
import type { EntryUsage, LedgerDraft } from "@/lib/spend/ledger-entry";

/** The ledger's line for one call on a route, at the route's price. */
export function billCall({
  id,
  route,
  attempt,
  usage,
  basis,
  providerRequestId,
}: {
  id: string;
  route: { model: Pick<Model, "id">; price: ModelPrice };
  attempt: number;
  usage: EntryUsage;
  basis: LedgerDraft["basis"];
  providerRequestId: string | null;
}): LedgerDraft {
  return {
    id,
    attempt,
    model: route.model.id,
    usage,
    price: route.price,
    cost: costOf(usage, route.price),
    basis,
    providerRequestId,
  };
}
