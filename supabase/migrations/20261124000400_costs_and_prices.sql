-- What an item costs, and what it cost before.

-- The build-up of many items at once, one row for each resource an item comes down to, through
-- sub-items of any depth. The one truth for direct cost: snapshots and calculations both read it.
--
-- A row of kind 'cycle' has no cost and names, in via, the items that contain each other; one of kind
-- 'currency' is a catalogue rate in another currency than the project's, which has no cost either.
create function ratebook.direct_cost_lines(p_items uuid[], p_project_id uuid, p_at timestamptz)
  returns table (
    library_item_id uuid, kind text, resource_id uuid, code text, name text, unit text, via text[],
    quantity_per_unit numeric, wastage_percent numeric, hours_per_unit numeric, productivity_factor numeric,
    crew_size numeric, utilization_factor numeric, multiplier numeric, rate numeric, rate_source text, cost numeric)
  language sql stable set search_path = ''
as $$
  with recursive tree as (
    select i.id as root, i.id as item, 1::numeric as multiplier, array[i.id] as path, array[i.code] as codes, false as closed
    from public.library_items i where i.id = any (p_items)
    union all
    select t.root, f.sub_item_id, t.multiplier * f.quantity_per_unit, t.path || f.sub_item_id, t.codes || i.code,
      f.sub_item_id = any (t.path)
    from tree t
    join public.factors f on f.library_item_id = t.item and f.kind = 'item'
    join public.library_items i on i.id = f.sub_item_id
    where not t.closed
  ), lines as (
    select t.root, t.multiplier, t.codes, t.path, f.*, r.code as r_code, r.name as r_name, r.unit as r_unit,
      coalesce(pr.rate, r.rate) as in_force,
      case when pr.rate is null then 'catalogue' else 'project' end as in_force_from,
      pr.rate is null and r.currency <> coalesce(p.currency, r.currency) as foreign_currency
    from tree t
    join public.factors f on f.library_item_id = t.item and f.kind <> 'item'
    join public.resources r on r.id = f.resource_id
    left join public.projects p on p.id = p_project_id
    left join public.project_rates pr on pr.project_id = p_project_id and pr.resource_id = f.resource_id
      and pr.effective_from <= p_at and (pr.effective_to is null or pr.effective_to > p_at)
    where not t.closed
  )
  select root, case when foreign_currency then 'currency' else l.kind end, l.resource_id, r_code, r_name, r_unit,
    codes[2:], l.quantity_per_unit, l.wastage_percent, l.hours_per_unit, l.productivity_factor, l.crew_size,
    l.utilization_factor, l.multiplier, in_force, in_force_from,
    case
      when foreign_currency then null
      when l.kind = 'material' then l.multiplier * l.quantity_per_unit * (1 + l.wastage_percent * 0.01) * in_force
      -- Multiplied before it is divided, to 40 places: a quotient cut short must not move a cent.
      when l.kind = 'labor' then round(l.multiplier * l.hours_per_unit * l.crew_size * in_force, 40) / l.productivity_factor
      when l.kind = 'equipment' then l.multiplier * l.hours_per_unit * l.utilization_factor * in_force
    end
  from lines l
  union all
  select root, 'cycle', null, null, null, null, codes, null, null, null, null, null, null, multiplier, null, null, null
  from tree where closed
$$;
grant execute on function ratebook.direct_cost_lines(uuid[], uuid, timestamptz) to authenticated, service_role;

-- A project's prices at a moment. source 'bid' is what was bid or agreed then; 'capture' was calculated.
create table public.price_snapshots (
  id                uuid primary key default gen_random_uuid(),
  project_id        uuid not null references public.projects on delete cascade,
  captured_at       timestamptz not null,
  source            text not null check (source in ('capture', 'bid')),
  include_all_items boolean not null default false,
  currency          text not null,
  items_processed   integer not null default 0,
  total_value       numeric not null default 0,
  captured_by       uuid,
  created_at        timestamptz not null default now(),
  unique (project_id, captured_at, source),
  unique (id, project_id, captured_at)
);

-- One row an item: trends are read by item and date. project_id and captured_at repeat the header's,
-- for the index and for row-level security; the foreign key keeps them true.
create table public.price_snapshot_items (
  snapshot_id     uuid not null,
  project_id      uuid not null,
  captured_at     timestamptz not null,
  library_item_id uuid not null references public.library_items,
  unit            text not null,
  quantity        numeric,
  unit_price      numeric not null,
  material        numeric,
  labor           numeric,
  equipment       numeric,
  price_source    text not null check (price_source in ('agreed', 'build-up', 'catalogue')),
  primary key (snapshot_id, library_item_id),
  foreign key (snapshot_id, project_id, captured_at)
    references public.price_snapshots (id, project_id, captured_at) on delete cascade
);
create index on public.price_snapshot_items (library_item_id, captured_at, snapshot_id);
create index on public.price_snapshot_items (snapshot_id, project_id, captured_at);

-- The rates a snapshot's build-ups used, so that a change of price can be traced to its resource.
create table public.price_snapshot_rates (
  snapshot_id uuid not null,
  project_id  uuid not null,
  captured_at timestamptz not null,
  resource_id uuid not null references public.resources,
  rate        numeric not null,
  rate_source text not null check (rate_source in ('project', 'catalogue')),
  primary key (snapshot_id, resource_id),
  foreign key (snapshot_id, project_id, captured_at)
    references public.price_snapshots (id, project_id, captured_at) on delete cascade
);
create index on public.price_snapshot_rates (resource_id, captured_at);
create index on public.price_snapshot_rates (snapshot_id, project_id, captured_at);

do $$
declare t text;
begin
  foreach t in array array['price_snapshots', 'price_snapshot_items', 'price_snapshot_rates'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from anon, authenticated', t);
    execute format('grant select on public.%I to authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to service_role', t);
    -- Written by capture_price_snapshot() and the importer alone: history that can be edited is no history.
    execute format('create policy "members and public records read" on public.%I for select to authenticated using (project_id in (select ratebook.readable_projects()))', t);
  end loop;
end $$;

-- Captures the prices of a project's items: those of its estimates, else those recorded as used; with
-- p_include_all the whole library. An item's price is the one agreed in the estimate (weighted by
-- quantity), else its build-up at the rates in force at p_at, else its catalogue price. Items with none
-- are left out and counted. Capturing the same moment again returns the snapshot that is there.
create function ratebook.capture_price_snapshot(
  p_project_id uuid, p_include_all boolean default false, p_at timestamptz default now(),
  out snapshot_id uuid, out items_processed integer, out items_without_price integer,
  out total_value numeric, out snapshot_date timestamptz)
  language plpgsql security definer set search_path = ''
as $$
#variable_conflict use_column
declare
  v_currency text;
  v_items uuid[];
  v_id uuid;
begin
  if not (ratebook.is_service() or ratebook.is_admin() or ratebook.is_member(p_project_id)) then
    raise insufficient_privilege using
      message = 'Only members of this project may capture its prices.',
      hint = 'Ask an owner of the project to add you.';
  end if;
  select currency into v_currency from public.projects where id = p_project_id;
  if v_currency is null then
    raise sqlstate 'PT404' using message = format('There is no project %s (projectId).', p_project_id);
  end if;

  insert into public.price_snapshots (project_id, captured_at, source, include_all_items, currency, captured_by)
  values (p_project_id, p_at, 'capture', p_include_all, v_currency, auth.uid())
  on conflict (project_id, captured_at, source) do nothing
  returning id into v_id;

  if v_id is null then
    select s.id, s.items_processed, 0, s.total_value, s.captured_at
      into snapshot_id, items_processed, items_without_price, total_value, snapshot_date
      from public.price_snapshots s
      where s.project_id = p_project_id and s.captured_at = p_at and s.source = 'capture';
    return;
  end if;

  -- Materialised in an array so that the recursive build-up is planned for these items alone.
  if p_include_all then
    select array_agg(id) into v_items from public.library_items;
  else
    select array_agg(library_item_id) into v_items from (
      select library_item_id from public.estimate_items where project_id = p_project_id
      union select library_item_id from public.estimate_library_usage where project_id = p_project_id) i;
  end if;

  with lines as (
    select * from ratebook.direct_cost_lines(v_items, p_project_id, p_at)
  ), build_ups as (
    select library_item_id,
      coalesce(sum(cost) filter (where kind = 'material'), 0) as material,
      coalesce(sum(cost) filter (where kind = 'labor'), 0) as labor,
      coalesce(sum(cost) filter (where kind = 'equipment'), 0) as equipment
    from lines
    group by library_item_id
    having bool_and(kind in ('material', 'labor', 'equipment'))
  ), estimated as (
    select library_item_id, sum(quantity) as quantity,
      sum(quantity * unit_price) / nullif(sum(quantity) filter (where unit_price is not null), 0) as agreed
    from public.estimate_items where project_id = p_project_id group by library_item_id
  ), used as (
    select library_item_id, sum(quantity) as quantity
    from public.estimate_library_usage where project_id = p_project_id group by library_item_id
  ), rates as (
    insert into public.price_snapshot_rates (snapshot_id, project_id, captured_at, resource_id, rate, rate_source)
    select distinct v_id, p_project_id, p_at, resource_id, rate, rate_source
    from lines where kind in ('material', 'labor', 'equipment')
  )
  insert into public.price_snapshot_items
    (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, material, labor, equipment, price_source)
  select v_id, p_project_id, p_at, i.id, i.unit, coalesce(e.quantity, u.quantity),
    coalesce(e.agreed, b.material + b.labor + b.equipment, i.unit_price),
    b.material, b.labor, b.equipment,
    case when e.agreed is not null then 'agreed' when b.library_item_id is not null then 'build-up' else 'catalogue' end
  from unnest(v_items) as chosen (id)
  join public.library_items i on i.id = chosen.id
  left join estimated e on e.library_item_id = i.id
  left join used u on u.library_item_id = i.id
  left join build_ups b on b.library_item_id = i.id
  where coalesce(e.agreed, b.material + b.labor + b.equipment, i.unit_price) is not null;
  get diagnostics items_processed = row_count;

  update public.price_snapshots s set
    items_processed = capture_price_snapshot.items_processed,
    total_value = coalesce((select sum(i.quantity * i.unit_price) from public.price_snapshot_items i where i.snapshot_id = v_id), 0)
  where s.id = v_id
  returning s.total_value into total_value;

  snapshot_id := v_id;
  snapshot_date := p_at;
  items_without_price := coalesce(cardinality(v_items), 0) - items_processed;
end $$;
grant execute on function ratebook.capture_price_snapshot(uuid, boolean, timestamptz) to authenticated, service_role;
