-- An estimate as it stood when it was bid. It says everything for itself, names and rates included: the library may
-- change, and the estimate too. It is never changed; who removes one is kept.
create table public.frozen_estimates (
  id             uuid primary key default gen_random_uuid(),
  project_id     uuid not null,
  estimate_id    uuid not null,
  name           text not null check (name <> '' and length(name) <= 100),
  note           text not null default '' check (length(note) <= 2000),
  currency       text not null,
  -- The moment whose rates are used.
  frozen_at      timestamptz not null,
  frozen_by      uuid default auth.uid(),
  line_count     integer not null,
  -- Lines that had no price; they count for nothing in the total.
  unpriced_count integer not null,
  total          numeric not null,
  unique (estimate_id, name),
  unique (id, project_id),
  foreign key (estimate_id, project_id) references public.estimates (id, project_id) on delete cascade
);
create index on public.frozen_estimates (project_id, frozen_at desc);
create index on public.frozen_estimates (estimate_id, project_id);

-- line_id is that of the estimate's line, which may be gone since; nor does anything else here refer to what may change.
create table public.frozen_estimate_lines (
  frozen_id       uuid not null,
  line_id         uuid not null,
  -- Repeats the version's, for row-level security.
  project_id      uuid not null,
  element_name    text,
  section_code    text not null,
  section_name    text not null,
  library_item_id uuid not null,
  code            text not null,
  name            text not null,
  unit            text not null,
  quantity        numeric not null,
  unit_price      numeric,
  price_source    text check (price_source in ('agreed', 'build-up', 'catalogue')),
  -- As ratebook.priced_estimate() gives them; null where the price follows no build-up.
  resources       uuid[],
  amounts         numeric[],
  costs           numeric[],
  primary key (frozen_id, line_id),
  foreign key (frozen_id, project_id) references public.frozen_estimates (id, project_id) on delete cascade
);
create index on public.frozen_estimate_lines (frozen_id, project_id);

-- The rates its build-ups used, once for the version.
create table public.frozen_estimate_rates (
  frozen_id   uuid not null,
  resource_id uuid not null,
  project_id  uuid not null,
  kind        text not null check (kind in ('material', 'labor', 'equipment')),
  code        text not null,
  name        text not null,
  unit        text not null,
  rate        numeric not null,
  rate_source text not null check (rate_source in ('project', 'catalogue')),
  primary key (frozen_id, resource_id),
  foreign key (frozen_id, project_id) references public.frozen_estimates (id, project_id) on delete cascade
);
create index on public.frozen_estimate_rates (frozen_id, project_id);

create table public.frozen_estimate_removals (
  id          bigint generated always as identity primary key,
  project_id  uuid not null references public.projects on delete cascade,
  estimate_id uuid not null,
  name        text not null,
  currency    text not null,
  total       numeric not null,
  frozen_at   timestamptz not null,
  frozen_by   uuid,
  -- Null for the service.
  removed_by  uuid,
  removed_at  timestamptz not null default now()
);
create index on public.frozen_estimate_removals (project_id, id desc);

do $$
declare t text;
begin
  foreach t in array array['frozen_estimates', 'frozen_estimate_lines', 'frozen_estimate_rates', 'frozen_estimate_removals'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from anon, authenticated, service_role', t);
    execute format('grant select on public.%I to authenticated, service_role', t);
    -- What was bid on is its members' business, also where the project's record is public.
    execute format('create policy "members read" on public.%I for select to authenticated using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()))', t);
  end loop;
end $$;
-- Added by freeze_estimate() alone, and changed by nobody, so that a bid says what was bid.
grant delete on public.frozen_estimates to authenticated, service_role;
create policy "members remove" on public.frozen_estimates for delete to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()));

create function ratebook.record_frozen_removals() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  -- With its project everything goes, this history too.
  insert into public.frozen_estimate_removals
    (project_id, estimate_id, name, currency, total, frozen_at, frozen_by, removed_by)
  select r.project_id, r.estimate_id, r.name, r.currency, r.total, r.frozen_at, r.frozen_by, auth.uid()
  from removed r where exists (select from public.projects p where p.id = r.project_id);
  return null;
end $$;
create trigger record_removals after delete on public.frozen_estimates
  referencing old table as removed for each statement execute function ratebook.record_frozen_removals();

-- Freezes an estimate as it stands, at the rates in force at p_at; gives the id of the version.
create function ratebook.freeze_estimate(p_estimate_id uuid, p_name text, p_note text, p_at timestamptz) returns uuid
  language plpgsql security definer set search_path = ''
as $$
declare
  v_project uuid;
  v_id uuid := gen_random_uuid();
begin
  select project_id into v_project from public.estimates where id = p_estimate_id;
  if v_project is null or not (ratebook.is_service() or ratebook.is_member(v_project)) then
    raise insufficient_privilege using
      message = 'Only members of this project may freeze its estimates.',
      hint = 'Ask an owner of the project to add you.';
  end if;

  with priced as materialized (
    select p.*, i.code, i.name, i.unit, s.code as section_code, s.name as section_name, e.name as element_name
    from ratebook.priced_estimate(p_estimate_id, p_at) p
    join public.library_items i on i.id = p.library_item_id
    join public.sections s on s.id = i.section_id
    left join public.estimate_elements e on e.id = p.element_id
  ), version as (
    insert into public.frozen_estimates
      (id, project_id, estimate_id, name, note, currency, frozen_at, line_count, unpriced_count, total)
    select v_id, v_project, p_estimate_id, p_name, p_note, o.currency, p_at, t.lines, t.unpriced, t.total
    from public.projects o
    cross join (select count(*) as lines, count(*) filter (where unit_price is null) as unpriced,
      coalesce(sum(quantity * unit_price), 0) as total from priced) t
    where o.id = v_project
  ), rates as (
    insert into public.frozen_estimate_rates (frozen_id, resource_id, project_id, kind, code, name, unit, rate, rate_source)
    select v_id, r.resource_id, v_project, r.kind, r.code, r.name, r.unit, r.rate, r.rate_source
    from ratebook.rates_in_force(
      (select array_agg(distinct u.id) from priced cross join unnest(resources) u (id)), v_project, p_at) r
  )
  insert into public.frozen_estimate_lines
    (frozen_id, line_id, project_id, element_name, section_code, section_name, library_item_id, code, name, unit,
     quantity, unit_price, price_source, resources, amounts, costs)
  select v_id, line_id, v_project, element_name, section_code, section_name, library_item_id, code, name, unit,
    quantity, unit_price, price_source, resources, amounts, costs
  from priced;
  return v_id;
end $$;
grant execute on function ratebook.freeze_estimate(uuid, text, text, timestamptz) to authenticated, service_role;
