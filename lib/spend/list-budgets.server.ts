import "server-only";
import type { Actor } from "@/lib/accounts/actor";
import { requireCan } from "@/lib/accounts/policy";
import { toDecimalUsd, toNanoUsd } from "@/lib/core/money";
import type { Runtime } from "@/lib/platform/runtime.server";
import type { BudgetPeriodName, BudgetScopeName, BudgetsView, BudgetView } from "@/lib/spend/views";

type Row = {
  scope: BudgetScopeName;
  subjectId: string;
  period: BudgetPeriodName;
  limit: bigint | null;
  spent: bigint;
  held: bigint;
  periodStart: string;
  resetsAt: Date;
};

/** The budgets that bind a person, its own and the organisation's, with what is spent and held of them now. */
export async function listBudgetsOf({ database }: Pick<Runtime, "database">, personId: string): Promise<BudgetView[]> {
  const rows = await database.query<Row>({
    text: `${BUDGETS} where s.scope = 'organisation' or s.id = $1 order by 1, 3`,
    values: [personId],
  });
  return rows.map(toView);
}

/** Every budget of the organisation and its people. For administrators; throws `forbidden`. */
export async function listAllBudgets({ database }: Pick<Runtime, "database">, actor: Actor): Promise<BudgetsView> {
  requireCan(actor, "manage", "budgets");
  const [organisation, people, rows] = await Promise.all([
    database.prisma.organisation.findFirst({ select: { timeZone: true } }),
    database.prisma.person.findMany({ select: { id: true, name: true, email: true }, orderBy: { name: "asc" } }),
    database.query<Row>({ text: `${BUDGETS} order by 1, 3`, values: [] }),
  ]);
  const views = rows.map(toView);
  return {
    organisation: views.filter(({ scope }) => scope === "organisation"),
    people: people.map(({ id, name, email }) => ({
      personId: id,
      name,
      email,
      budgets: views.filter(({ scope, subjectId }) => scope === "person" && subjectId === id),
    })),
    timeZone: organisation?.timeZone ?? "UTC",
  };
}

function toView({ scope, subjectId, period, limit, spent, held, periodStart, resetsAt }: Row): BudgetView {
  const toUsd = (amount: bigint) => toDecimalUsd(toNanoUsd(amount));
  return {
    scope,
    subjectId,
    period,
    limitUsd: limit === null ? null : toUsd(limit),
    spentUsd: toUsd(spent),
    heldUsd: toUsd(held),
    periodStart,
    resetsAt: resetsAt.toISOString(),
  };
}

// Every subject has both periods, whether or not anything was spent or limited in them.
const BUDGETS = `
select s.scope, s.id as "subjectId", p.period, b.limit_nano_usd as limit,
  coalesce(a.spent_nano_usd, 0::bigint) as spent, coalesce(a.held_nano_usd, 0::bigint) as held,
  p.starts as "periodStart", (p.starts + p.length) at time zone o.time_zone as "resetsAt"
from organisation o
cross join lateral (select 'organisation'::"BudgetScope" as scope, o.id union all select 'person', id from person) s
cross join lateral (values
  ('day'::"BudgetPeriod", organisation_day(), interval '1 day'),
  ('month', date_trunc('month', organisation_day())::date, interval '1 month')
) p (period, starts, length)
left join budget b on b.scope = s.scope and b.subject_id = s.id and b.period = p.period
left join budget_balance a on a.scope = s.scope and a.subject_id = s.id and a.period = p.period and a.period_start = p.starts`;
