import "server-only";
import { AppError } from "@/lib/core/errors";
import { formatUsd, type NanoUsd, toDecimalUsd, toNanoUsd } from "@/lib/core/money";
import type { Runtime } from "@/lib/platform/runtime.server";
import { LEASE_MS } from "@/lib/spend/hold-leases.server";
import { type CallKind, type EntryPrice, toStoredPrice } from "@/lib/spend/ledger-entry";
import { describeRefusal } from "@/lib/spend/refusal";
import type { BudgetPeriodName, BudgetScopeName } from "@/lib/spend/views";

/** What a call may cost, decided before it is made. */
export type HoldRequest = {
  holdId: string;
  personId: string;
  kind: CallKind;
  conversationId: string | null;
  model: string;
  price: EntryPrice;
  /** Upper bound of the prompt. */
  promptTokens: number;
  /** The ceiling of a useful call, and of the call that is wanted. */
  minimumCost: NanoUsd;
  wantedCost: NanoUsd;
};

/** Money set aside for one call. `amount` is between the request's minimum and what it wanted. */
export type Hold = { id: string; amount: NanoUsd };

/** Rows that are kept in the statement that places the hold: both are there or neither is. */
export type Alongside = { call: "start_turn"; argument: object };

type Row = {
  admitted: boolean;
  amount: bigint;
  scope: BudgetScopeName | null;
  period: BudgetPeriodName | null;
  room: bigint | null;
  held: bigint | null;
  limit_amount: bigint | null;
  resets_at: Date | null;
};

const COLUMNS = "h.admitted, h.amount, h.scope, h.period, h.room, h.held, h.limit_amount, h.resets_at";
const PLACE = "place_hold($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) h";

/**
 * Sets the ceiling of a call aside in every budget that binds the person, in one round trip, or throws `over-budget`.
 *
 * No number of simultaneous calls can pass a limit: the balances are locked in one order, checked and changed in one transaction.
 * `alongside` is kept with it.
 */
export async function placeHold(
  { database }: Pick<Runtime, "database">,
  request: HoldRequest,
  alongside?: Alongside,
): Promise<Hold> {
  const values = [
    request.holdId,
    request.personId,
    request.kind,
    request.conversationId,
    request.model,
    request.minimumCost,
    request.wantedCost,
    request.promptTokens,
    JSON.stringify(toStoredPrice(request.price)),
    LEASE_MS,
  ];
  const [row] = await database.query<Row>(
    alongside
      ? {
          name: `place-hold-${alongside.call}`,
          text: `select ${COLUMNS}, case when h.admitted then ${alongside.call}($11)::text end from ${PLACE}`,
          values: [...values, JSON.stringify(alongside.argument)],
        }
      : { name: "place-hold", text: `select ${COLUMNS} from ${PLACE}`, values },
  );
  if (!row) throw new Error("place_hold returned no row");
  if (!row.admitted) throw overBudget(request, row);
  return { id: request.holdId, amount: toNanoUsd(row.amount) };
}

function overBudget(request: HoldRequest, row: Row): AppError {
  const room = toNanoUsd(row.room ?? 0n);
  const held = toNanoUsd(row.held ?? 0n);
  const limit = toNanoUsd(row.limit_amount ?? 0n);
  const scope = row.scope ?? "organisation";
  const period = row.period ?? "month";
  return new AppError(
    "over-budget",
    describeRefusal({
      scope,
      period,
      room: formatUsd(room),
      held,
      limit: formatUsd(limit),
      needed: formatUsd(request.minimumCost),
    }),
    {
      scope,
      period,
      limitUsd: toDecimalUsd(limit),
      leftUsd: toDecimalUsd(room),
      heldUsd: toDecimalUsd(held),
      neededUsd: toDecimalUsd(request.minimumCost),
      ...(row.resets_at && { resetsAt: row.resets_at.toISOString() }),
    },
  );
}
