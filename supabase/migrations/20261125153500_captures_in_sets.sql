-- Prices of many projects are captured in one statement: what an item is made of is worked out once for all of them.

-- What one unit of the item takes of the resource, and what that is divided by: a product is divided last, since a
-- quotient cut short must not move a cent. cost = multiplier × amount × rate ÷ divisor.
alter table public.factors
  add column amount numeric generated always as (
    case kind
      when 'labor' then hours_per_unit * crew_size
      when 'equipment' then hours_per_unit * utilization_factor
      when 'material' then quantity_per_unit * (1 + wastage_percent * 0.01)
      else quantity_per_unit
    end) stored,
  add column divisor numeric generated always as (case kind when 'labor' then productivity_factor else 1 end) stored;

-- The lines of many items' build-ups, through sub-items of any depth, one for each way a resource comes in; whatever
-- the project. One of kind 'cycle' has no factor, and via names the items that contain each other.
create function ratebook.build_up_lines(p_items uuid[])
  returns table (library_item_id uuid, kind text, via text[], multiplier numeric, factor public.factors)
  -- A few items are usual: for these the rest is looked up by index rather than read whole.
  language sql stable rows 50 set search_path = ''
as $$
  with recursive tree as (
    select i.id as root, i.id as item, 1::numeric as multiplier, array[i.id] as path, array[i.code] as codes, false as closed
    from public.library_items i where i.id = any (p_items)
    union all
    select t.root, f.sub_item_id, t.multiplier * f.amount, t.path || f.sub_item_id, t.codes || i.code,
      f.sub_item_id = any (t.path)
    from tree t
    join public.factors f on f.library_item_id = t.item and f.kind = 'item'
    join public.library_items i on i.id = f.sub_item_id
    where not t.closed
  )
  select t.root, f.kind, t.codes[2:], t.multiplier, f
  from tree t join public.factors f on f.library_item_id = t.item and f.kind <> 'item'
  where not t.closed
  union all
  select root, 'cycle', codes, multiplier, null from tree where closed
$$;
grant execute on function ratebook.build_up_lines(uuid[]) to authenticated, service_role;

-- As before, by the lines above.
create or replace function ratebook.direct_cost_lines(p_items uuid[], p_project_id uuid, p_at timestamptz)
  returns table (
    library_item_id uuid, kind text, resource_id uuid, code text, name text, unit text, via text[],
    quantity_per_unit numeric, wastage_percent numeric, hours_per_unit numeric, productivity_factor numeric,
    crew_size numeric, utilization_factor numeric, multiplier numeric, rate numeric, rate_source text, cost numeric)
  language sql stable set search_path = ''
as $$
  with lines as (
    select b.*, r.code, r.name, r.unit, coalesce(pr.rate, r.rate) as rate,
      case when pr.rate is null then 'catalogue' else 'project' end as rate_source,
      pr.rate is null and r.currency <> coalesce(p.currency, r.currency) as foreign_currency
    from ratebook.build_up_lines(p_items) b
    left join public.resources r on r.id = (b.factor).resource_id
    left join public.projects p on p.id = p_project_id
    left join public.project_rates pr on pr.project_id = p_project_id and pr.resource_id = r.id
      and pr.effective_from <= p_at and (pr.effective_to is null or pr.effective_to > p_at)
  )
  select l.library_item_id, case when foreign_currency then 'currency' else kind end, (factor).resource_id, code, name, unit, via,
    (factor).quantity_per_unit, (factor).wastage_percent, (factor).hours_per_unit, (factor).productivity_factor,
    (factor).crew_size, (factor).utilization_factor, multiplier, rate, case when kind <> 'cycle' then rate_source end,
    case
      when foreign_currency then null
      when (factor).divisor = 1 then multiplier * (factor).amount * rate
      else round(multiplier * (factor).amount * rate, 40) / (factor).divisor
    end
  from lines l
$$;

-- Captures the prices of projects at a moment, all in one statement, and tells what became of each. A project's items are
-- those of its estimates, else those recorded as used; with p_include_all the whole library. An item's price is the one
-- agreed in the estimate (weighted by quantity), else its build-up at the rates in force at p_at, else its catalogue
-- price. Items with none are left out and counted. A moment that is captured already stays as it is.
-- For the functions below, which say who may; nobody calls it otherwise.
create function ratebook.write_price_snapshots(p_project_ids uuid[], p_include_all boolean, p_at timestamptz)
  returns table (
    project_id uuid, snapshot_id uuid, items_processed integer, items_without_price integer, total_value numeric,
    snapshot_date timestamptz)
  language plpgsql set search_path = ''
as $$
#variable_conflict use_column
declare
  v_projects uuid[];
  v_items uuid[];
begin
  with added as (
    insert into public.price_snapshots (project_id, captured_at, source, include_all_items, currency, captured_by)
    select p.id, p_at, 'capture', p_include_all, p.currency, auth.uid()
    from public.projects p where p.id = any (p_project_ids) order by p.id
    on conflict (project_id, captured_at, source) do nothing
    returning project_id)
  select array_agg(project_id) into v_projects from added;

  -- In an array, so that the build-ups are planned for these items alone.
  if p_include_all then
    select array_agg(id) into v_items from public.library_items;
  else
    select array_agg(library_item_id) into v_items from (
      select library_item_id from public.estimate_items where project_id = any (v_projects)
      union select library_item_id from public.estimate_library_usage where project_id = any (v_projects)) i;
  end if;

  return query
  with snapshots as materialized (
    select id, project_id, currency from public.price_snapshots
    where project_id = any (v_projects) and captured_at = p_at and source = 'capture'
  ), estimated as materialized (
    select project_id, library_item_id, sum(quantity) as quantity,
      sum(quantity * unit_price) / nullif(sum(quantity) filter (where unit_price is not null), 0) as agreed
    from public.estimate_items where project_id = any (v_projects) group by project_id, library_item_id
  ), used as materialized (
    select project_id, library_item_id, sum(quantity) as quantity
    from public.estimate_library_usage where project_id = any (v_projects) group by project_id, library_item_id
  ), wanted as materialized (
    select project_id, library_item_id from estimated where not p_include_all
    union
    select project_id, library_item_id from used where not p_include_all
    union all
    select s.project_id, i.id from snapshots s cross join public.library_items i where p_include_all
  ), lines as materialized (
    select library_item_id, kind, (factor).resource_id, multiplier * (factor).amount as amount, (factor).divisor
    from ratebook.build_up_lines(v_items)
  ), rates as materialized (
    select s.project_id, r.id as resource_id, coalesce(pr.rate, r.rate) as rate,
      case when pr.rate is null then 'catalogue' else 'project' end as rate_source,
      pr.rate is not null or r.currency = s.currency as usable
    from snapshots s
    cross join (select distinct resource_id from lines) l
    join public.resources r on r.id = l.resource_id
    left join public.project_rates pr on pr.project_id = s.project_id and pr.resource_id = r.id
      and pr.effective_from <= p_at and (pr.effective_to is null or pr.effective_to > p_at)
  ), build_ups as materialized (
    select w.project_id, w.library_item_id,
      coalesce(sum(c.cost) filter (where l.kind = 'material'), 0) as material,
      coalesce(sum(c.cost) filter (where l.kind = 'labor'), 0) as labor,
      coalesce(sum(c.cost) filter (where l.kind = 'equipment'), 0) as equipment
    from wanted w
    join lines l using (library_item_id)
    left join rates r on r.project_id = w.project_id and r.resource_id = l.resource_id
    cross join lateral (
      select case when l.divisor = 1 then l.amount * r.rate else round(l.amount * r.rate, 40) / l.divisor end as cost) c
    group by w.project_id, w.library_item_id
    -- Neither a cycle nor a rate in another currency.
    having bool_and(coalesce(r.usable, false))
  ), kept_rates as (
    insert into public.price_snapshot_rates (snapshot_id, project_id, captured_at, resource_id, rate, rate_source)
    select s.id, s.project_id, p_at, r.resource_id, r.rate, r.rate_source
    from (
      select distinct w.project_id, l.resource_id
      from wanted w join (select distinct library_item_id, resource_id from lines) l using (library_item_id)) n
    join rates r using (project_id, resource_id)
    join snapshots s using (project_id)
    where r.usable
  ), priced as (
    insert into public.price_snapshot_items
      (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, material, labor, equipment, price_source)
    select s.id, s.project_id, p_at, i.id, i.unit, coalesce(e.quantity, u.quantity),
      coalesce(e.agreed, b.material + b.labor + b.equipment, i.unit_price),
      b.material, b.labor, b.equipment,
      case when e.agreed is not null then 'agreed' when b.library_item_id is not null then 'build-up' else 'catalogue' end
    from wanted w
    join snapshots s using (project_id)
    join public.library_items i on i.id = w.library_item_id
    left join estimated e on e.project_id = w.project_id and e.library_item_id = w.library_item_id
    left join used u on u.project_id = w.project_id and u.library_item_id = w.library_item_id
    left join build_ups b on b.project_id = w.project_id and b.library_item_id = w.library_item_id
    where coalesce(e.agreed, b.material + b.labor + b.equipment, i.unit_price) is not null
    returning project_id, quantity, unit_price
  ), sums as (
    select s.id, count(p.project_id)::int as items, coalesce(sum(p.quantity * p.unit_price), 0) as value
    from snapshots s left join priced p using (project_id) group by s.id
  ), written as (
    update public.price_snapshots s set items_processed = n.items, total_value = n.value
    from sums n where s.id = n.id
    returning s.project_id, s.id, s.items_processed, s.total_value
  )
  select w.project_id, w.id, w.items_processed,
    (select count(*)::int from wanted where project_id = w.project_id) - w.items_processed, w.total_value, p_at
  from written w;

  return query
  select s.project_id, s.id, s.items_processed, 0, s.total_value, s.captured_at
  from public.price_snapshots s
  where s.project_id = any (p_project_ids) and s.captured_at = p_at and s.source = 'capture'
    and not s.project_id = any (coalesce(v_projects, '{}'));
end $$;

create or replace function ratebook.capture_price_snapshot(
  p_project_id uuid, p_include_all boolean default false, p_at timestamptz default now(),
  out snapshot_id uuid, out items_processed integer, out items_without_price integer,
  out total_value numeric, out snapshot_date timestamptz)
  language plpgsql security definer set search_path = ''
as $$
begin
  if not (ratebook.is_service() or ratebook.is_admin() or ratebook.is_member(p_project_id)) then
    raise insufficient_privilege using
      message = 'Only members of this project may capture its prices.',
      hint = 'Ask an owner of the project to add you.';
  end if;
  if not exists (select from public.projects where id = p_project_id) then
    raise sqlstate 'PT404' using message = format('There is no project %s (projectId).', p_project_id);
  end if;
  select w.snapshot_id, w.items_processed, w.items_without_price, w.total_value, w.snapshot_date
    into snapshot_id, items_processed, items_without_price, total_value, snapshot_date
    from ratebook.write_price_snapshots(array[p_project_id], p_include_all, p_at) w;
end $$;

create function ratebook.capture_price_snapshots(p_project_ids uuid[], p_at timestamptz)
  returns table (project_id uuid, snapshot_id uuid, items_processed integer, items_without_price integer)
  language plpgsql security definer set search_path = ''
as $$
begin
  if not ratebook.is_service() then
    raise insufficient_privilege using message = 'Only the service may capture the prices of many projects.';
  end if;
  return query
  select w.project_id, w.snapshot_id, w.items_processed, w.items_without_price
  from ratebook.write_price_snapshots(p_project_ids, false, p_at) w;
end $$;
grant execute on function ratebook.capture_price_snapshots(uuid[], timestamptz) to service_role;
