import "server-only";
import type { Runtime } from "@/lib/platform/runtime.server";

/** A rule that the data must keep at every moment, and the rows that break it (at most twenty). */
export type AuditFinding = { rule: string; violations: Record<string, unknown>[] };

/** Each query returns the rows that break the rule of its name; it sees one moment, whatever else is going on. */
const RULES: Record<string, string> = {
  "what a balance says was spent is the sum of the ledger": `
    select b.scope, b.subject_id, b.period, b.period_start, b.spent_nano_usd, coalesce(sum(e.cost_nano_usd), 0) as ledger
    from budget_balance b left join ledger_entry e
      on (b.scope = 'organisation' or e.person_id = b.subject_id)
      and case b.period when 'day' then e.day = b.period_start else date_trunc('month', e.day)::date = b.period_start end
    group by b.id having b.spent_nano_usd <> coalesce(sum(e.cost_nano_usd), 0)`,
  "what a balance says is held is the sum of its live holds": `
    select b.scope, b.subject_id, b.period, b.period_start, b.held_nano_usd, coalesce(sum(h.amount_nano_usd), 0) as holds
    from budget_balance b left join hold h on h.state = 'held' and b.id = any (h.balance_ids)
    group by b.id having b.held_nano_usd <> coalesce(sum(h.amount_nano_usd), 0)`,
  "spent and held are within the limit, or the overrun is written down": `
    select id, scope, period, limit_nano_usd, spent_nano_usd, held_nano_usd, overrun_nano_usd from budget_balance
    where overrun_nano_usd <> case when limit_nano_usd is null then 0 else greatest(spent_nano_usd + held_nano_usd - limit_nano_usd, 0) end`,
  "the roll-up is the sum of the ledger": `
    with ledger as (
      select day, person_id, model, kind, count(*) as calls, sum(prompt_tokens) as prompt_tokens, sum(cached_tokens) as cached_tokens,
        sum(cache_write_tokens) as cache_write_tokens, sum(completion_tokens) as completion_tokens,
        sum(reasoning_tokens) as reasoning_tokens, sum(cost_nano_usd) as cost_nano_usd
      from ledger_entry group by day, person_id, model, kind
    )
    select coalesce(l.day, s.day) as day, coalesce(l.person_id, s.person_id) as person_id, l.cost_nano_usd as ledger, s.cost_nano_usd as rollup
    from ledger l full join spend_day s using (day, person_id, model, kind)
    where (l.calls, l.prompt_tokens, l.cached_tokens, l.cache_write_tokens, l.completion_tokens, l.reasoning_tokens, l.cost_nano_usd)
      is distinct from
      (s.calls, s.prompt_tokens, s.cached_tokens, s.cache_write_tokens, s.completion_tokens, s.reasoning_tokens, s.cost_nano_usd)`,
  "every ledger entry has its hold, with the same person, kind and day": `
    select e.id, e.hold_id from ledger_entry e left join hold h on h.id = e.hold_id
    where h.id is null or (h.person_id, h.kind, h.day) is distinct from (e.person_id, e.kind, e.day)`,
  "a settled hold has an entry, and a hold that was given back has none that ended it": `
    select h.id, h.state from hold h
    where h.state = 'settled' and not exists (select 1 from ledger_entry e where e.hold_id = h.id)`,
  "no hold is live more than a minute past its lease": `
    select id, kind, expires_at from hold where state = 'held' and expires_at < now() - interval '60 seconds'`,
  "a running turn has a live hold, and an ended one has none": `
    select t.id, t.state, h.state as hold from turn t left join hold h on h.id = t.id
    where (t.state = 'running') <> (h.state is not distinct from 'held')`,
  "a turn and its answer tell the same end": `
    select t.id, t.state, m.state as message from turn t join message m on m.conversation_id = t.conversation_id and m.id = t.answer_id
    where m.state::text <> case t.state when 'completed' then 'complete' else t.state::text end`,
  "every message but the root hangs one below its parent": `
    select m.id, m.depth, p.depth as parent from message m left join message p on p.conversation_id = m.conversation_id and p.id = m.parent_id
    where m.role <> 'root' and m.depth is distinct from p.depth + 1`,
  "every conversation has exactly one root": `
    select c.id, count(m.id) as roots from conversation c left join message m on m.conversation_id = c.id and m.role = 'root'
    group by c.id having count(m.id) <> 1`,
  "what a conversation shows last is one of its messages": `
    select c.id, c.leaf_id from conversation c left join message m on m.conversation_id = c.id and m.id = c.leaf_id
    where c.leaf_id is not null and m.id is null`,
};

/** Checks every invariant against the database and returns what breaks one: nothing, when all is well. */
export async function auditInvariants({ database }: Pick<Runtime, "database">): Promise<AuditFinding[]> {
  const findings: AuditFinding[] = [];
  for (const [rule, text] of Object.entries(RULES)) {
    const violations = await database.query<Record<string, unknown>>({
      text: `select * from (${text}) broken limit 20`,
      values: [],
    });
    if (violations.length > 0) findings.push({ rule, violations });
  }
  return findings;
}

/** The names of the rules that `auditInvariants` checks. */
export const AUDITED_RULES: readonly string[] = Object.keys(RULES);
