-- Rules of the ledger, the budgets and the tree that Prisma's schema language cannot say, and the three functions that move money.
-- One call of a function is one round trip and one transaction.

-- The ledger only grows.

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception 'the table % is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger ledger_entry_is_append_only before update or delete on ledger_entry
  for each row execute function refuse_change();
create trigger ledger_entry_is_not_truncated before truncate on ledger_entry
  for each statement execute function refuse_change();

alter table ledger_entry
  add constraint ledger_entry_cost_check check (cost_nano_usd >= 0),
  add constraint ledger_entry_basis_check check (basis in ('reported', 'estimated')),
  add constraint ledger_entry_tokens_check check (
    prompt_tokens >= 0 and completion_tokens >= 0
    and cached_tokens >= 0 and cache_write_tokens >= 0 and cached_tokens + cache_write_tokens <= prompt_tokens
    and reasoning_tokens between 0 and completion_tokens
  );

-- A balance never holds more than its limit, but for an overrun that is written down as one.

alter table budget add constraint budget_limit_check check (limit_nano_usd >= 0);
alter table budget_balance
  add constraint budget_balance_amounts_check check (spent_nano_usd >= 0 and held_nano_usd >= 0 and overrun_nano_usd >= 0),
  add constraint budget_balance_limit_check
    check (limit_nano_usd is null or spent_nano_usd + held_nano_usd <= limit_nano_usd + overrun_nano_usd);
alter table hold add constraint hold_amount_check check (amount_nano_usd >= 0);

-- A conversation is a tree with one root, and at most one answer of it is being written.

create unique index message_one_root on message (conversation_id) where parent_id is null;
alter table message add constraint message_root_check check ((role = 'root') = (parent_id is null) and (depth = 0) = (parent_id is null));
create unique index turn_one_running on turn (conversation_id) where state = 'running';
create unique index summary_one_in_force on summary (conversation_id, through_id) where undone_at is null;

-- The day that it is for the organisation. The database's clock is the only one that budgets know.

create function organisation_day() returns date language sql stable as $$
  select (now() at time zone time_zone)::date from organisation
$$;

-- Makes the balances that bind a person on a day where they are missing, locks them in the order of their ids, returns the ids.
-- Existence comes first and locks second: a transaction that waits to insert holds no lock that a locker could want.

create function lock_balances(p_person uuid, p_day date) returns uuid[] language plpgsql as $$
declare
  v_organisation uuid;
  v_month date := date_trunc('month', p_day)::date;
  v_ids uuid[];
begin
  select id into strict v_organisation from organisation;
  if (
    select count(*) from budget_balance b
    where (b.scope = 'organisation' and b.subject_id = v_organisation or b.scope = 'person' and b.subject_id = p_person)
      and (b.period = 'day' and b.period_start = p_day or b.period = 'month' and b.period_start = v_month)
  ) < 4 then
    -- Against set_budget, which must find every balance that was made with the old limit.
    perform pg_advisory_xact_lock_shared(hashtext('parlance.budget'));
    insert into budget_balance (id, scope, subject_id, period, period_start, limit_nano_usd)
      select gen_random_uuid(), s.scope, s.subject_id, p.period, p.period_start, b.limit_nano_usd
      from (values ('organisation'::"BudgetScope", v_organisation), ('person'::"BudgetScope", p_person)) s (scope, subject_id)
      cross join (values ('day'::"BudgetPeriod", p_day), ('month'::"BudgetPeriod", v_month)) p (period, period_start)
      left join budget b on b.scope = s.scope and b.subject_id = s.subject_id and b.period = p.period
      order by s.scope, p.period
      on conflict do nothing;
  end if;
  select array_agg(id) into v_ids from (
    select b.id from budget_balance b
    where (b.scope = 'organisation' and b.subject_id = v_organisation or b.scope = 'person' and b.subject_id = p_person)
      and (b.period = 'day' and b.period_start = p_day or b.period = 'month' and b.period_start = v_month)
    order by b.id for update
  ) locked;
  return v_ids;
end $$;

-- Sets money aside: p_wanted where every budget has room for it, what is left where that is at least p_minimum, or nothing.
-- Refused: admitted is false and the row describes the budget with the least room.

create function place_hold(
  p_hold uuid, p_person uuid, p_kind text, p_conversation uuid, p_model text,
  p_minimum bigint, p_wanted bigint, p_prompt_tokens int, p_price jsonb, p_lease_ms int
) returns table (
  admitted boolean, amount bigint,
  scope "BudgetScope", period "BudgetPeriod", room bigint, held bigint, limit_amount bigint, resets_at timestamptz
) language plpgsql as $$
declare
  v_day date;
  v_zone text;
  v_ids uuid[];
  v_tightest record;
begin
  select (now() at time zone o.time_zone)::date, o.time_zone into strict v_day, v_zone from organisation o;
  v_ids := lock_balances(p_person, v_day);
  select b.scope, b.period, b.period_start, b.held_nano_usd, b.limit_nano_usd,
      greatest(b.limit_nano_usd - b.spent_nano_usd - b.held_nano_usd, 0) as room
    into v_tightest
    from budget_balance b where b.id = any (v_ids) and b.limit_nano_usd is not null
    order by b.limit_nano_usd - b.spent_nano_usd - b.held_nano_usd, b.id limit 1;
  admitted := not found or v_tightest.room >= p_minimum;
  if found then
    scope := v_tightest.scope;
    period := v_tightest.period;
    room := v_tightest.room;
    held := v_tightest.held_nano_usd;
    limit_amount := v_tightest.limit_nano_usd;
    resets_at := case v_tightest.period
      when 'day' then (v_tightest.period_start + interval '1 day') at time zone v_zone
      when 'month' then (v_tightest.period_start + interval '1 month') at time zone v_zone
    end;
  end if;
  if admitted then
    amount := least(p_wanted, coalesce(room, p_wanted));
    update budget_balance b set held_nano_usd = b.held_nano_usd + amount where b.id = any (v_ids);
    insert into hold (id, person_id, kind, conversation_id, model, amount_nano_usd, prompt_tokens, price, day, balance_ids, expires_at)
      values (p_hold, p_person, p_kind, p_conversation, p_model, amount, p_prompt_tokens, p_price, v_day, v_ids,
        now() + p_lease_ms * interval '1 millisecond');
  else
    amount := 0;
  end if;
  return next;
end $$;

-- Takes p_release off the hold and adds p_cost to what was spent, in every balance that the hold is in.

create function move_money(p_balances uuid[], p_release bigint, p_cost bigint) returns void language plpgsql as $$
begin
  perform 1 from budget_balance where id = any (p_balances) order by id for update;
  update budget_balance set
    spent_nano_usd = spent_nano_usd + p_cost,
    held_nano_usd = held_nano_usd - p_release,
    overrun_nano_usd = greatest(spent_nano_usd + p_cost + held_nano_usd - p_release - coalesce(limit_nano_usd, 0), 0)
      * (limit_nano_usd is not null)::int
  where id = any (p_balances);
end $$;

-- Writes one billed call into the ledger, the balances and the roll-up. p_final ends the hold; without it the rest stays held.
-- False, and nothing happens, when the hold has ended before or the attempt is written already: safe to repeat.

create function settle_hold(p_hold uuid, p_entry jsonb, p_final boolean) returns boolean language plpgsql as $$
declare
  v_hold hold;
  v_cost bigint := (p_entry ->> 'costNanoUsd')::bigint;
  v_release bigint;
begin
  select * into v_hold from hold where id = p_hold for update;
  if not found or v_hold.state <> 'held' then
    return false;
  end if;
  if exists (select 1 from ledger_entry where hold_id = p_hold and attempt = (p_entry ->> 'attempt')::int) then
    return false;
  end if;
  v_release := case when p_final then v_hold.amount_nano_usd else least(v_hold.amount_nano_usd, v_cost) end;
  perform move_money(v_hold.balance_ids, v_release, v_cost);
  insert into ledger_entry (
    id, hold_id, attempt, day, person_id, conversation_id, kind, model,
    prompt_tokens, cached_tokens, cache_write_tokens, completion_tokens, reasoning_tokens,
    price, cost_nano_usd, basis, provider_request_id
  ) values (
    (p_entry ->> 'id')::uuid, p_hold, (p_entry ->> 'attempt')::int, v_hold.day, v_hold.person_id, v_hold.conversation_id, v_hold.kind,
    p_entry ->> 'model',
    (p_entry ->> 'promptTokens')::int, (p_entry ->> 'cachedTokens')::int, (p_entry ->> 'cacheWriteTokens')::int,
    (p_entry ->> 'completionTokens')::int, (p_entry ->> 'reasoningTokens')::int,
    p_entry -> 'price', v_cost, p_entry ->> 'basis', p_entry ->> 'providerRequestId'
  );
  insert into spend_day as s (
    day, person_id, model, kind, calls,
    prompt_tokens, cached_tokens, cache_write_tokens, completion_tokens, reasoning_tokens, cost_nano_usd
  ) values (
    v_hold.day, v_hold.person_id, p_entry ->> 'model', v_hold.kind, 1,
    (p_entry ->> 'promptTokens')::int, (p_entry ->> 'cachedTokens')::int, (p_entry ->> 'cacheWriteTokens')::int,
    (p_entry ->> 'completionTokens')::int, (p_entry ->> 'reasoningTokens')::int, v_cost
  ) on conflict (day, person_id, model, kind) do update set
    calls = s.calls + 1,
    prompt_tokens = s.prompt_tokens + excluded.prompt_tokens,
    cached_tokens = s.cached_tokens + excluded.cached_tokens,
    cache_write_tokens = s.cache_write_tokens + excluded.cache_write_tokens,
    completion_tokens = s.completion_tokens + excluded.completion_tokens,
    reasoning_tokens = s.reasoning_tokens + excluded.reasoning_tokens,
    cost_nano_usd = s.cost_nano_usd + excluded.cost_nano_usd;
  update hold set
    state = case when p_final then 'settled'::"HoldState" else state end,
    ended_at = case when p_final then now() else ended_at end,
    amount_nano_usd = case when p_final then amount_nano_usd else amount_nano_usd - v_release end
  where id = p_hold;
  return true;
end $$;

-- Gives a hold back: nothing was billed. False when it has ended before.

create function release_hold(p_hold uuid, p_state "HoldState") returns boolean language plpgsql as $$
declare
  v_hold hold;
begin
  update hold set state = p_state, ended_at = now() where id = p_hold and state = 'held' returning * into v_hold;
  if not found then
    return false;
  end if;
  perform move_money(v_hold.balance_ids, v_hold.amount_nano_usd, 0);
  return true;
end $$;

-- Sets or (null) lifts a limit, from now on and for the running period.

create function set_budget(p_id uuid, p_scope "BudgetScope", p_subject uuid, p_period "BudgetPeriod", p_limit bigint)
returns void language plpgsql as $$
begin
  perform pg_advisory_xact_lock(hashtext('parlance.budget'));
  if p_limit is null then
    delete from budget where scope = p_scope and subject_id = p_subject and period = p_period;
  else
    insert into budget (id, scope, subject_id, period, limit_nano_usd) values (p_id, p_scope, p_subject, p_period, p_limit)
      on conflict (scope, subject_id, period) do update set limit_nano_usd = excluded.limit_nano_usd, updated_at = now();
  end if;
  perform 1 from budget_balance
    where scope = p_scope and subject_id = p_subject and period = p_period
      and period_start = case p_period when 'day' then organisation_day() else date_trunc('month', organisation_day())::date end
    order by id for update;
  update budget_balance set
    limit_nano_usd = p_limit,
    overrun_nano_usd = case when p_limit is null then 0 else greatest(spent_nano_usd + held_nano_usd - p_limit, 0) end
  where scope = p_scope and subject_id = p_subject and period = p_period
    and period_start = case p_period when 'day' then organisation_day() else date_trunc('month', organisation_day())::date end;
end $$;

-- Keeps what a turn starts with: the conversation where it is new, the question where there is one, the answer that will be written,
-- and the turn. Called in the statement that places the hold, so that both are there or neither is.

create function start_turn(p jsonb) returns void language plpgsql as $$
declare
  v_person uuid := (p ->> 'personId')::uuid;
  v_conversation uuid := (p ->> 'conversationId')::uuid;
begin
  if (p ->> 'isNew')::boolean then
    insert into conversation (id, person_id, model, parameters, instructions)
      values (v_conversation, v_person, p ->> 'requestedModel', p -> 'parameters', '');
    insert into message (id, conversation_id, role, depth) values ((p ->> 'rootId')::uuid, v_conversation, 'root', 0);
  else
    perform 1 from conversation where id = v_conversation and person_id = v_person and deleted_at is null for update;
    if not found then
      raise exception 'conversation is gone' using errcode = 'no_data_found';
    end if;
  end if;
  if p ? 'question' then
    insert into message (id, conversation_id, parent_id, role, text, depth, tokens) values (
      (p -> 'question' ->> 'id')::uuid, v_conversation, (p -> 'question' ->> 'parentId')::uuid, 'user',
      p -> 'question' ->> 'text', (p -> 'question' ->> 'depth')::int, (p -> 'question' ->> 'tokens')::int
    );
  end if;
  insert into message (id, conversation_id, parent_id, role, state, depth) values (
    (p ->> 'answerId')::uuid, v_conversation, (p ->> 'answerParentId')::uuid, 'assistant', 'running', (p ->> 'answerDepth')::int
  );
  insert into turn (id, client_id, conversation_id, person_id, question_id, answer_id, requested_model, model, parameters, notes) values (
    (p ->> 'turnId')::uuid, (p ->> 'clientId')::uuid, v_conversation, v_person, (p ->> 'questionId')::uuid, (p ->> 'answerId')::uuid,
    p ->> 'requestedModel', p ->> 'model', p -> 'parameters', p -> 'notes'
  );
  update conversation set
    leaf_id = (p ->> 'answerId')::uuid, updated_at = now(), model = p ->> 'requestedModel', parameters = p -> 'parameters'
  where id = v_conversation;
end $$;

-- Ends a turn once: the money, the answer and the turn in one transaction. p.entry absent: nothing was billed, the hold is given back.
-- False when it had ended before.

create function finish_turn(p jsonb) returns boolean language plpgsql as $$
declare
  v_turn uuid := (p ->> 'turnId')::uuid;
  v_conversation uuid;
  v_answer uuid;
begin
  if p ? 'entry' then
    perform settle_hold(v_turn, p -> 'entry', true);
  end if;
  perform release_hold(v_turn, coalesce((p ->> 'releaseAs')::"HoldState", 'voided'));
  update turn set
    state = (p ->> 'state')::"TurnState", ended_at = now(), model = coalesce(p ->> 'model', model),
    finish_reason = p ->> 'finishReason', failure = p ->> 'failure',
    first_token_ms = (p ->> 'firstTokenMs')::int, duration_ms = (p ->> 'durationMs')::int,
    provider_request_id = p ->> 'providerRequestId'
  where id = v_turn and state = 'running' returning conversation_id, answer_id into v_conversation, v_answer;
  if not found then
    return false;
  end if;
  update message set
    state = (p ->> 'messageState')::"MessageState",
    text = coalesce(p ->> 'text', text), tokens = coalesce((p ->> 'tokens')::int, tokens)
  where conversation_id = v_conversation and id = v_answer;
  update conversation set updated_at = now() where id = v_conversation;
  return true;
end $$;

-- Once a second for all calls that run in a process: their leases, and what has arrived of them.

create function renew_holds(p jsonb, p_lease_ms int) returns setof uuid language sql as $$
  update hold h set
    expires_at = now() + p_lease_ms * interval '1 millisecond',
    received_tokens = greatest(h.received_tokens, item."receivedTokens"),
    first_byte_at = case when item."hasFirstByte" then coalesce(h.first_byte_at, now()) else h.first_byte_at end
  from jsonb_to_recordset(p) as item ("holdId" uuid, "receivedTokens" int, "hasFirstByte" boolean)
  where h.id = item."holdId" and h.state = 'held'
  returning h.id
$$;

-- Once a second for all answers that run in a process: their text so far. What is kept of an answer is also what a dead turn is charged for.

create function save_checkpoints(p jsonb) returns void language sql as $$
  with item as (
    select * from jsonb_to_recordset(p) as i ("turnId" uuid, "conversationId" uuid, "answerId" uuid, "text" text, "tokens" int)
  ), billed as (
    update hold h set received_tokens = greatest(h.received_tokens, item."tokens"), first_byte_at = coalesce(h.first_byte_at, now())
    from item where h.id = item."turnId" and h.state = 'held'
    returning h.id
  )
  update message m set text = item."text", tokens = item."tokens"
  from item join billed on billed.id = item."turnId"
  where m.conversation_id = item."conversationId" and m.id = item."answerId" and m.state = 'running'
$$;
