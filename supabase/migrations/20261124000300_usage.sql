-- Which items are used, how often, and together with what.

create table public.estimate_library_usage (
  id              bigint generated always as identity primary key,
  library_item_id uuid not null references public.library_items,
  project_id      uuid not null references public.projects on delete cascade,
  estimate_id     uuid,
  element_id      uuid,
  quantity        numeric not null default 1 check (quantity > 0 and quantity < 'infinity'),
  used_at         timestamptz not null default now(),
  used_by         uuid,
  foreign key (estimate_id, project_id) references public.estimates (id, project_id) on delete cascade,
  foreign key (element_id, estimate_id) references public.estimate_elements (id, estimate_id)
);
-- One item's counts over a window; the nightly run's pass over all usage of two years.
create index on public.estimate_library_usage (library_item_id, used_at);
create index on public.estimate_library_usage (used_at);
create index on public.estimate_library_usage (project_id, library_item_id);
create index on public.estimate_library_usage (estimate_id, project_id);
create index on public.estimate_library_usage (element_id, estimate_id);

-- Counts up to as_of: the moment of the last aggregation, or of the last use since then.
create table public.library_item_popularity (
  library_item_id  uuid primary key references public.library_items on delete cascade,
  usage_count_30d  integer not null default 0 check (usage_count_30d >= 0),
  usage_count_previous_30d integer not null default 0 check (usage_count_previous_30d >= 0),
  usage_count_total integer not null default 0 check (usage_count_total >= 0),
  projects_used_in integer not null default 0 check (projects_used_in >= 0),
  popularity_score numeric(5, 2) not null default 0 check (popularity_score between 0 and 100),
  trending         text not null default 'flat' check (trending in ('up', 'down', 'flat')),
  last_used_at     timestamptz,
  as_of            timestamptz not null
);
create index on public.library_item_popularity (popularity_score desc, library_item_id);

-- 'Estimates with library_item_id also have paired_item_id': the strongest pairs of each item.
create table public.library_item_pairs (
  library_item_id uuid not null references public.library_items on delete cascade,
  paired_item_id  uuid not null references public.library_items on delete cascade,
  rank            smallint not null check (rank > 0),
  together        integer not null check (together > 0),
  support         double precision not null check (support > 0 and support <= 1),
  confidence      double precision not null check (confidence > 0 and confidence <= 1),
  lift            double precision not null check (lift > 0),
  score           double precision not null,
  as_of           timestamptz not null,
  primary key (library_item_id, paired_item_id),
  check (library_item_id <> paired_item_id)
);
comment on column public.library_item_pairs.confidence is 'Share of the estimates with library_item_id that also have paired_item_id.';
comment on column public.library_item_pairs.lift is 'Confidence over the share of all estimates that have paired_item_id: 1 means no relation.';
create index on public.library_item_pairs (library_item_id, rank);
create index on public.library_item_pairs (paired_item_id);

alter table public.estimate_library_usage enable row level security;
alter table public.library_item_popularity enable row level security;
alter table public.library_item_pairs enable row level security;
revoke all on public.estimate_library_usage, public.library_item_popularity, public.library_item_pairs from anon, authenticated;
grant select on public.estimate_library_usage, public.library_item_popularity, public.library_item_pairs to authenticated;
grant select, insert, update, delete on public.estimate_library_usage, public.library_item_popularity, public.library_item_pairs to service_role;

-- Usage is written by track_library_item_usage() alone, which keeps the popularity in step.
create policy "members and public records read" on public.estimate_library_usage for select to authenticated
  using (project_id in (select ratebook.readable_projects()));
create policy "signed-in users read" on public.library_item_popularity for select to authenticated using (true);
create policy "signed-in users read" on public.library_item_pairs for select to authenticated using (true);

-- 0 to 100: 1,000 uses in 30 days or more are 100, none is 0, logarithmic between (contract.md).
create function ratebook.popularity_score(p_uses bigint) returns numeric
  language sql immutable strict parallel safe set search_path = ''
as $$ select round(least(100, 100 * log((p_uses + 1)::numeric) / log(1001::numeric)), 2) $$;

-- Up or down where the change is more than chance and more than a tenth. Two counts of rare, independent
-- events that are equally frequent differ by about the square root of their sum, so that a change counts from
-- 1.645 times that on, one in twenty to each side (normal approximation of the test by Przyborowski & Wilenski,
-- Homogeneity of Results in Testing Samples from Poisson Series, Biometrika 31 (1940), 313-323). So 0 to 3 and
-- 10 to 20 are up; 1 to 2 and 100 to 115 are flat; 100,000 to 105,000, certain but slight, is flat as well.
create function ratebook.usage_trend(p_current bigint, p_previous bigint) returns text
  language sql immutable strict parallel safe set search_path = ''
as $$
  select case
    when abs(p_current - p_previous) <= 1.645 * sqrt(p_current + p_previous) then 'flat'
    when abs(p_current - p_previous) <= 0.1 * greatest(p_current, p_previous) then 'flat'
    when p_current > p_previous then 'up'
    else 'down' end
$$;

-- Every item's popularity as of a moment, from the usage up to then; rows of items no longer used
-- at all are removed. Returns how many items were counted and how many rows were removed.
create function ratebook.refresh_popularity(p_as_of timestamptz, out processed integer, out cleaned integer)
  language plpgsql set search_path = ''
as $$
begin
  with counted as (
    select u.library_item_id,
      count(*) filter (where u.used_at > p_as_of - interval '30 days') as current,
      count(*) filter (where u.used_at > p_as_of - interval '60 days' and u.used_at <= p_as_of - interval '30 days') as previous,
      count(*) as total,
      count(distinct u.project_id) as projects,
      max(u.used_at) as last_used_at
    from public.estimate_library_usage u
    where u.used_at <= p_as_of
    group by u.library_item_id
  ), written as (
    insert into public.library_item_popularity as p
      (library_item_id, usage_count_30d, usage_count_previous_30d, usage_count_total, projects_used_in,
       popularity_score, trending, last_used_at, as_of)
    select library_item_id, current, previous, total, projects,
      ratebook.popularity_score(current), ratebook.usage_trend(current, previous), last_used_at, p_as_of
    from counted
    order by library_item_id
    on conflict (library_item_id) do update set
      usage_count_30d = excluded.usage_count_30d,
      usage_count_previous_30d = excluded.usage_count_previous_30d,
      usage_count_total = excluded.usage_count_total,
      projects_used_in = excluded.projects_used_in,
      popularity_score = excluded.popularity_score,
      trending = excluded.trending,
      last_used_at = excluded.last_used_at,
      as_of = excluded.as_of
    returning 1
  )
  select count(*) into processed from written;

  delete from public.library_item_popularity p
  where not exists (
    select from public.estimate_library_usage u
    where u.library_item_id = p.library_item_id and u.used_at <= p_as_of);
  get diagnostics cleaned = row_count;
end $$;
grant execute on function ratebook.popularity_score(bigint), ratebook.usage_trend(bigint, bigint) to authenticated, service_role;
grant execute on function ratebook.refresh_popularity(timestamptz) to service_role;

-- Records one use and brings the item's popularity up to date, for a member of the project.
create function ratebook.record_usage(
  p_library_item_id uuid, p_project_id uuid, p_estimate_id uuid, p_element_id uuid, p_quantity numeric
) returns bigint
  language plpgsql security definer set search_path = ''
as $$
declare usage_id bigint;
begin
  if not (ratebook.is_service() or ratebook.is_member(p_project_id)) then
    raise insufficient_privilege using
      message = 'Only members of this project may record usage in it.',
      hint = 'Ask an owner of the project to add you.';
  end if;
  if p_library_item_id is null or p_project_id is null then
    raise null_value_not_allowed using message = 'p_library_item_id and p_project_id are required.';
  end if;
  if p_quantity is null or not (p_quantity > 0 and p_quantity < 'infinity') then
    raise invalid_parameter_value using
      message = 'p_quantity must be a number above 0.', hint = 'Leave it out to record a quantity of 1.';
  end if;
  if not exists (select from public.library_items where id = p_library_item_id) then
    raise foreign_key_violation using message = format('There is no library item %s (p_library_item_id).', p_library_item_id);
  end if;
  if p_estimate_id is not null
     and not exists (select from public.estimates where id = p_estimate_id and project_id = p_project_id) then
    raise foreign_key_violation using message = format('The project has no estimate %s (p_estimate_id).', p_estimate_id);
  end if;
  if p_element_id is not null
     and not exists (select from public.estimate_elements where id = p_element_id and estimate_id = p_estimate_id) then
    raise foreign_key_violation using
      message = format('The estimate has no element %s (p_element_id).', p_element_id),
      hint = 'An element belongs to the estimate given as p_estimate_id.';
  end if;

  -- Two uses of one item at once would each count without the other; the item's lock puts them in order.
  perform pg_advisory_xact_lock(hashtextextended('popularity:' || p_library_item_id, 0));

  insert into public.estimate_library_usage (library_item_id, project_id, estimate_id, element_id, quantity, used_by)
  values (p_library_item_id, p_project_id, p_estimate_id, p_element_id, p_quantity, auth.uid())
  returning id into usage_id;

  insert into public.library_item_popularity as p
    (library_item_id, usage_count_30d, usage_count_previous_30d, usage_count_total, projects_used_in,
     popularity_score, trending, last_used_at, as_of)
  select p_library_item_id, c.current, c.previous, c.total, c.projects,
    ratebook.popularity_score(c.current), ratebook.usage_trend(c.current, c.previous), now(), now()
  from (
    select
      count(*) filter (where used_at > now() - interval '30 days') as current,
      count(*) filter (where used_at > now() - interval '60 days' and used_at <= now() - interval '30 days') as previous,
      count(*) as total,
      count(distinct project_id) as projects
    from public.estimate_library_usage
    where library_item_id = p_library_item_id and used_at <= now()
  ) c
  on conflict (library_item_id) do update set
    usage_count_30d = excluded.usage_count_30d,
    usage_count_previous_30d = excluded.usage_count_previous_30d,
    usage_count_total = excluded.usage_count_total,
    projects_used_in = excluded.projects_used_in,
    popularity_score = excluded.popularity_score,
    trending = excluded.trending,
    last_used_at = excluded.last_used_at,
    as_of = excluded.as_of;

  return usage_id;
end $$;
grant execute on function ratebook.record_usage(uuid, uuid, uuid, uuid, numeric) to authenticated, service_role;

-- Contract: members of the project; call it whenever an item is added to an estimate. Returns the usage's id.
create function public.track_library_item_usage(
  p_library_item_id uuid, p_project_id uuid,
  p_estimate_id uuid default null, p_element_id uuid default null, p_quantity numeric default 1
) returns bigint
  language sql volatile set search_path = ''
as $$ select ratebook.record_usage(p_library_item_id, p_project_id, p_estimate_id, p_element_id, p_quantity) $$;
grant execute on function public.track_library_item_usage(uuid, uuid, uuid, uuid, numeric) to authenticated, service_role;

-- Contract: anyone signed in. What an item's page and the seed's getLibraryItemStatistics() show.
create function public.get_library_item_statistics(item_id uuid) returns jsonb
  language plpgsql stable set search_path = ''
as $$
declare result jsonb;
begin
  select jsonb_build_object(
    'library_item_id', i.id,
    'code', i.code,
    'name', i.name,
    'usage_count_30d', coalesce(p.usage_count_30d, 0),
    'popularity_score', coalesce(p.popularity_score, 0),
    'trending', coalesce(p.trending, 'flat'),
    'last_used', p.last_used_at,
    'total_usage_all_time', coalesce(p.usage_count_total, 0),
    'projects_used_in', coalesce(p.projects_used_in, 0),
    'as_of', p.as_of,
    'commonly_paired_with', coalesce((
      select jsonb_agg(jsonb_build_object(
        'library_item_id', o.id, 'code', o.code, 'name', o.name,
        'confidence', round(r.confidence::numeric, 4), 'lift', round(r.lift::numeric, 4), 'together', r.together
      ) order by r.rank)
      from public.library_item_pairs r join public.library_items o on o.id = r.paired_item_id
      where r.library_item_id = i.id and r.rank <= 20), '[]'::jsonb))
  into result
  from public.library_items i left join public.library_item_popularity p on p.library_item_id = i.id
  where i.id = item_id;

  if result is null then
    -- PostgREST reads PTxyz as an HTTP status.
    raise sqlstate 'PT404' using message = format('There is no library item %s (item_id).', item_id);
  end if;
  return result;
end $$;
grant execute on function public.get_library_item_statistics(uuid) to authenticated, service_role;
