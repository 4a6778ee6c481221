-- What became of suggestions, how much of an item is usual, and which items are no suggestion but a matter of course.

-- One row for each item ever suggested in an estimate: shown, then taken in, dismissed, or neither yet.
create table public.suggestion_feedback (
  estimate_id     uuid not null,
  project_id      uuid not null,
  library_item_id uuid not null references public.library_items on delete cascade,
  -- The best place it was shown at; 1 is the first.
  rank            integer not null check (rank > 0),
  shown_at        timestamptz not null default now(),
  accepted_at     timestamptz,
  dismissed_at    timestamptz,
  decided_by      uuid,
  primary key (estimate_id, library_item_id),
  foreign key (estimate_id, project_id) references public.estimates (id, project_id) on delete cascade,
  check (accepted_at is null or dismissed_at is null)
);
comment on column public.suggestion_feedback.accepted_at is
  'When the item was put into the estimate after it had been shown, by whichever way.';
create index on public.suggestion_feedback (estimate_id, project_id);
create index on public.suggestion_feedback (library_item_id) where accepted_at is not null or dismissed_at is not null;
create index on public.suggestion_feedback (shown_at);

-- How many of the estimates the pairs were learned from have an item at all.
create table public.library_item_prevalence (
  library_item_id uuid primary key references public.library_items on delete cascade,
  estimates       integer not null check (estimates > 0),
  of_estimates    integer not null check (of_estimates >= estimates),
  -- In nearly every estimate: a checklist's item rather than a suggestion.
  is_staple       boolean not null,
  as_of           timestamptz not null
);
create index on public.library_item_prevalence (estimates desc, library_item_id) where is_staple;

-- The usual quantity of a suggested item is read from the estimates that have it, each by its key.
create index on public.estimate_items (estimate_id, library_item_id) include (quantity);

alter table public.suggestion_feedback enable row level security;
alter table public.library_item_prevalence enable row level security;
revoke all on public.suggestion_feedback, public.library_item_prevalence from anon, authenticated;
grant select on public.suggestion_feedback, public.library_item_prevalence to authenticated;
grant select, insert, update, delete on public.suggestion_feedback, public.library_item_prevalence to service_role;
-- Written by record_suggestions() and the trigger below alone: the ranking of everybody learns from it.
create policy "members and public records read" on public.suggestion_feedback for select to authenticated
  using (project_id in (select ratebook.readable_projects()));
create policy "signed-in users read" on public.library_item_prevalence for select to authenticated using (true);

-- Notes what became of suggestions in an estimate: 'shown' (in this order), 'dismissed', or 'restored' after that.
-- For members, who work on the estimate. Returns how many rows changed.
create function ratebook.record_suggestions(p_estimate_id uuid, p_outcome text, p_items uuid[]) returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  v_project uuid;
  changed integer;
begin
  select project_id into v_project from public.estimates where id = p_estimate_id;
  if v_project is null or not (v_project in (select ratebook.readable_projects()) or ratebook.is_service()) then
    raise sqlstate 'PT404' using message = format('There is no estimate %s that you may see.', p_estimate_id);
  end if;
  if not (ratebook.is_service() or ratebook.is_member(v_project)) then
    raise insufficient_privilege using
      message = 'Only members of this project may say what became of its suggestions.',
      hint = 'Ask an owner of the project to add you.';
  end if;
  if p_outcome = 'restored' then
    update public.suggestion_feedback set dismissed_at = null, decided_by = null
    where estimate_id = p_estimate_id and library_item_id = any (p_items) and dismissed_at is not null;
  elsif p_outcome in ('shown', 'dismissed') then
    -- In the order of their ids, so that two pages shown at once don't wait for each other for ever.
    insert into public.suggestion_feedback as f (estimate_id, project_id, library_item_id, rank, dismissed_at, decided_by)
    select p_estimate_id, v_project, i.id, min(g.place), case p_outcome when 'dismissed' then now() end,
      case p_outcome when 'dismissed' then auth.uid() end
    from unnest(p_items) with ordinality as g (id, place) join public.library_items i on i.id = g.id
    group by i.id order by i.id
    on conflict (estimate_id, library_item_id) do update set
      -- Dismissing one says nothing of the place it was shown at.
      rank = case p_outcome when 'shown' then least(f.rank, excluded.rank) else f.rank end,
      dismissed_at = coalesce(f.dismissed_at, excluded.dismissed_at),
      decided_by = coalesce(f.decided_by, excluded.decided_by)
    where (p_outcome = 'shown' and excluded.rank < f.rank)
       or (p_outcome = 'dismissed' and f.accepted_at is null and f.dismissed_at is null);
  else
    raise invalid_parameter_value using message = 'outcome must be shown, dismissed or restored.';
  end if;
  get diagnostics changed = row_count;
  return changed;
end $$;
grant execute on function ratebook.record_suggestions(uuid, text, uuid[]) to authenticated, service_role;

-- An item put into an estimate where it had been shown was a useful suggestion, however it came in.
create function ratebook.accept_suggestions() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  update public.suggestion_feedback f set accepted_at = now(), dismissed_at = null, decided_by = auth.uid()
  from added a
  where f.estimate_id = a.estimate_id and f.library_item_id = a.library_item_id and f.accepted_at is null;
  return null;
end $$;
create trigger accept_suggestions after insert on public.estimate_items
  referencing new table as added for each statement execute function ratebook.accept_suggestions();

-- How often each of these items was taken in and dismissed, over all estimates of the year before p_at. Figures only.
create function ratebook.suggestion_verdicts(p_items uuid[], p_at timestamptz)
  returns table (library_item_id uuid, accepted bigint, dismissed bigint)
  language sql stable security definer set search_path = ''
as $$
  select f.library_item_id, count(f.accepted_at), count(f.dismissed_at)
  from public.suggestion_feedback f
  where f.library_item_id = any (p_items)
    and coalesce(f.accepted_at, f.dismissed_at) > p_at - interval '1 year'
    and coalesce(f.accepted_at, f.dismissed_at) <= p_at
  group by f.library_item_id
$$;

-- How much of each of p_items estimates have, and how much for each unit of the item of the same place in p_beside:
-- quartiles over the newest 120 estimates with the item. Library-wide, so nothing is said of fewer than 5 estimates.
create function ratebook.usual_quantities(p_items uuid[], p_beside uuid[], p_at timestamptz)
  returns table (library_item_id uuid, beside_id uuid, estimates bigint, quantities double precision[],
    estimates_beside bigint, ratios double precision[])
  language sql stable security definer set search_path = ''
as $$
  select p.item, p.beside, q.estimates, q.quantities, q.estimates_beside,
    case when q.estimates_beside >= 5 then q.ratios end
  from unnest(p_items, p_beside) as p (item, beside)
  cross join lateral (
    select count(*) as estimates, count(r.ratio) as estimates_beside,
      percentile_cont(array[0.25, 0.5, 0.75]) within group (order by r.quantity) as quantities,
      percentile_cont(array[0.25, 0.5, 0.75]) within group (order by r.ratio) as ratios
    from (
      select h.quantity::float8, (h.quantity / b.quantity)::float8 as ratio
      from (
        select distinct newest.estimate_id from (
          select u.estimate_id from public.estimate_library_usage u
          where u.library_item_id = p.item and u.used_at <= p_at and u.estimate_id is not null
          order by u.used_at desc limit 120) newest
      ) e
      cross join lateral (select sum(i.quantity) as quantity from public.estimate_items i
        where i.estimate_id = e.estimate_id and i.library_item_id = p.item) h
      cross join lateral (select sum(i.quantity) as quantity from public.estimate_items i
        where i.estimate_id = e.estimate_id and i.library_item_id = p.beside) b
      where h.quantity is not null
    ) r
  ) q
  where q.estimates >= 5
$$;
grant execute on function ratebook.suggestion_verdicts(uuid[], timestamptz),
  ratebook.usual_quantities(uuid[], uuid[], timestamptz) to authenticated, service_role;

-- How useful suggestions were, of those first shown in the days before p_at; for administrators.
create function ratebook.suggestion_figures(p_days integer, p_at timestamptz default now()) returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
begin
  if not (ratebook.is_service() or ratebook.is_admin()) then
    raise insufficient_privilege using message = 'Only administrators see how useful suggestions are.';
  end if;
  return (
    with shown as (
      select f.*, date_trunc('week', f.shown_at at time zone 'UTC')::date as week
      from public.suggestion_feedback f
      where f.shown_at > p_at - make_interval(days => p_days) and f.shown_at <= p_at
    ), counted as (
      select week, library_item_id, count(*) as shown, count(accepted_at) as accepted, count(dismissed_at) as dismissed
      from shown group by grouping sets ((week), (library_item_id), ())
    ), items as (
      select i.id as library_item_id, i.code, i.name, c.shown, c.accepted, c.dismissed
      from counted c join public.library_items i on i.id = c.library_item_id
    )
    select jsonb_build_object(
      'days', p_days,
      'shown', t.shown, 'accepted', t.accepted, 'dismissed', t.dismissed,
      'estimates', (select count(distinct estimate_id) from shown),
      'weeks', coalesce((select jsonb_agg(to_jsonb(w) - 'library_item_id' order by w.week) from counted w where w.week is not null), '[]'),
      'most_accepted', coalesce((select jsonb_agg(to_jsonb(m)) from (
        select * from items where accepted > 0 order by accepted desc, dismissed, code limit 10) m), '[]'),
      'most_dismissed', coalesce((select jsonb_agg(to_jsonb(m)) from (
        select * from items where dismissed > 0 order by dismissed desc, accepted, code limit 10) m), '[]'))
    from counted t where t.week is null and t.library_item_id is null);
end $$;
grant execute on function ratebook.suggestion_figures(integer, timestamptz) to authenticated, service_role;
