-- What items cost by kind, without the lines that explain it: each item is worked out once, however many others take it.

-- How much of each item one unit of p_items takes: of itself, of its sub-items and of what is in these, to any depth, all
-- ways to it together. Of an item that contains itself, cycle names the items on the way round.
create function ratebook.items_within(p_items uuid[])
  returns table (library_item_id uuid, taken_id uuid, multiplier numeric, cycle text[])
  -- A few items are usual: for these the rest is looked up by index rather than read whole.
  language plpgsql stable rows 50 set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return query
  with recursive tree as (
    select i.id as root, i.id as item, 1::numeric as multiplier, array[i.id] as path, false as closed
    from public.library_items i where i.id = any (p_items)
    union all
    select t.root, f.sub_item_id, t.multiplier * f.amount, t.path || f.sub_item_id, f.sub_item_id = any (t.path)
    from tree t
    join public.factors f on f.library_item_id = t.item and f.kind = 'item'
    where not t.closed
  )
  select t.root, t.item, sum(t.multiplier), null::text[] from tree t where not t.closed group by t.root, t.item
  union all
  select t.root, t.item, null, (
    select array_agg(i.code order by p.place)
    from unnest(t.path) with ordinality p (id, place) join public.library_items i on i.id = p.id)
  from tree t where t.closed;
end $$;
grant execute on function ratebook.items_within(uuid[]) to authenticated, service_role;

-- The direct cost of one unit of each item by kind, at the rates in force at p_at (p_project_id null: the catalogue's): what
-- the lines of direct_cost_lines() come to. Null of an item that contains itself (cycle names the way round) and of one
-- with a rate in another currency than the project's (foreign_code names a resource). Items without factors are left out.
create function ratebook.direct_costs(p_items uuid[], p_project_id uuid, p_at timestamptz)
  returns table (
    library_item_id uuid, material numeric, labor numeric, equipment numeric, cycle text[], foreign_code text)
  language sql stable set search_path = ''
as $$
  -- 'multiplier is not null' rather than 'cycle is null': of that the planner would expect one row, and look through all of
  -- own for each.
  with taken as materialized (
    select * from ratebook.items_within(p_items)
  ), own as materialized (
    -- By divisor: a product is divided last, since a quotient cut short must not move a cent.
    select f.library_item_id, f.kind, f.divisor, sum(f.amount * coalesce(pr.rate, r.rate)) as product,
      min(r.code) filter (where pr.rate is null and r.currency <> p.currency) as foreign_code
    from (select distinct taken_id from taken where multiplier is not null) t
    join public.factors f on f.library_item_id = t.taken_id and f.kind <> 'item'
    join public.resources r on r.id = f.resource_id
    left join public.projects p on p.id = p_project_id
    left join public.project_rates pr on pr.project_id = p_project_id and pr.resource_id = r.id
      and pr.effective_from <= p_at and (pr.effective_to is null or pr.effective_to > p_at)
    group by f.library_item_id, f.kind, f.divisor
  ), parts as (
    select t.library_item_id, o.kind, o.foreign_code, null::text[] as cycle,
      case
        when o.divisor = 1 then t.multiplier * o.product
        else round(t.multiplier * o.product, 40) / o.divisor
      end as cost
    from taken t join own o on o.library_item_id = t.taken_id
    where t.multiplier is not null
    union all
    select t.library_item_id, null, null, t.cycle, null from taken t where t.cycle is not null
  ), summed as (
    select library_item_id, min(cycle) as cycle, min(foreign_code) as foreign_code,
      coalesce(sum(cost) filter (where kind = 'material'), 0) as material,
      coalesce(sum(cost) filter (where kind = 'labor'), 0) as labor,
      coalesce(sum(cost) filter (where kind = 'equipment'), 0) as equipment
    from parts group by library_item_id
  )
  select s.library_item_id, case when w.whole then material end, case when w.whole then labor end,
    case when w.whole then equipment end, cycle, foreign_code
  from summed s cross join lateral (select s.cycle is null and s.foreign_code is null as whole) w
$$;
grant execute on function ratebook.direct_costs(uuid[], uuid, timestamptz) to authenticated, service_role;
