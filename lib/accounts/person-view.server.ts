import "server-only";
import type { PersonStateName, PersonView, RoleName } from "@/lib/accounts/views";
import { AppError } from "@/lib/core/errors";
import { toDecimalUsd, toNanoUsd } from "@/lib/core/money";
import type { Runtime } from "@/lib/platform/runtime.server";

type Row = {
  id: string;
  email: string;
  name: string;
  role: RoleName;
  state: PersonStateName;
  createdAt: Date;
  lastSeenAt: Date | null;
  spent: string;
};

/** People as administrators see them; all of them, or one. */
export async function listPersonViews(
  { database }: Pick<Runtime, "database">,
  personId: string | null = null,
): Promise<PersonView[]> {
  const rows = await database.query<Row>({ text: PEOPLE, values: [personId] });
  return rows.map(({ createdAt, lastSeenAt, spent, ...person }) => ({
    ...person,
    createdAt: createdAt.toISOString(),
    lastSeenAt: lastSeenAt?.toISOString() ?? null,
    spentThisMonthUsd: toDecimalUsd(toNanoUsd(BigInt(spent))),
  }));
}

/** One person as administrators see it. Throws `not-found`. */
export async function loadPersonView(runtime: Pick<Runtime, "database">, personId: string): Promise<PersonView> {
  const [view] = await listPersonViews(runtime, personId);
  if (!view) throw noSuchPerson();
  return view;
}

/** The refusal of an id that is nobody's. */
export function noSuchPerson(): AppError {
  return new AppError("not-found", "There is no such person.");
}

const PEOPLE = `
select p.id, p.email, p.name, p.role, p.state, p.created_at as "createdAt",
  (select max(s.last_seen_at) from session s where s.person_id = p.id) as "lastSeenAt",
  (select coalesce(sum(d.cost_nano_usd), 0)::text from spend_day d
    where d.person_id = p.id and d.day >= date_trunc('month', organisation_day())::date) as spent
from person p
where $1::uuid is null or p.id = $1
order by p.created_at, p.id`;
