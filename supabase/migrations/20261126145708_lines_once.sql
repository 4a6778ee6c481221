-- The lines of a build-up in half the time: what an item's own lines are and at which rates is worked out once, however many
-- ways lead to it, and columns are carried rather than whole factors.

-- The direct cost of one unit of each item, line by line through its sub-items of any depth, at the rates in force at p_at (p_project_id
-- null: the catalogue's). One of kind 'cycle' has no resource, and via names the way round, from the item itself on; of one of kind
-- 'currency' the catalogue's rate is in another currency than the project's.
create or replace function ratebook.direct_cost_lines(p_items uuid[], p_project_id uuid, p_at timestamptz)
  returns table (
    library_item_id uuid, kind text, resource_id uuid, code text, name text, unit text, via text[],
    quantity_per_unit numeric, wastage_percent numeric, hours_per_unit numeric, productivity_factor numeric,
    crew_size numeric, utilization_factor numeric, multiplier numeric, rate numeric, rate_source text, cost numeric,
    amount numeric)
  language plpgsql stable rows 50 set search_path = '' set plan_cache_mode = force_custom_plan
as $$
begin
  return query
  with recursive tree as (
    select i.id as root, i.id as item, 1::numeric as multiplier, array[i.id] as path, array[]::text[] as via, false as closed
    from public.library_items i where i.id = any (p_items)
    union all
    select t.root, f.sub_item_id, t.multiplier * f.amount, t.path || f.sub_item_id, t.via || i.code,
      f.sub_item_id = any (t.path)
    from tree t
    join public.factors f on f.library_item_id = t.item and f.kind = 'item'
    join public.library_items i on i.id = f.sub_item_id
    where not t.closed
  ), own as materialized (
    select f.library_item_id, f.kind, f.resource_id, r.code, r.name, r.unit, f.quantity_per_unit, f.wastage_percent, f.hours_per_unit,
      f.productivity_factor, f.crew_size, f.utilization_factor, f.amount, f.divisor, coalesce(pr.rate, r.rate) as rate,
      case when pr.rate is null then 'catalogue' else 'project' end as rate_source,
      pr.rate is null and r.currency <> coalesce(p.currency, r.currency) as foreign_currency
    from (select distinct t.item from tree t where not t.closed) t
    join public.factors f on f.library_item_id = t.item and f.kind <> 'item'
    join public.resources r on r.id = f.resource_id
    left join public.projects p on p.id = p_project_id
    left join public.project_rates pr on pr.project_id = p_project_id and pr.resource_id = r.id
      and pr.effective_from <= p_at and (pr.effective_to is null or pr.effective_to > p_at)
  )
  select t.root, case when o.foreign_currency then 'currency' else o.kind end, o.resource_id, o.code, o.name, o.unit, t.via,
    o.quantity_per_unit, o.wastage_percent, o.hours_per_unit, o.productivity_factor, o.crew_size, o.utilization_factor,
    t.multiplier, o.rate, o.rate_source,
    case
      when o.foreign_currency then null
      when o.divisor = 1 then t.multiplier * o.amount * o.rate
      else round(t.multiplier * o.amount * o.rate, 40) / o.divisor
    end,
    case when o.divisor = 1 then t.multiplier * o.amount else round(t.multiplier * o.amount, 40) / o.divisor end
  from tree t join own o on o.library_item_id = t.item
  where not t.closed
  union all
  select t.root, 'cycle', null, null, null, null, i.code || t.via, null, null, null, null, null, null, t.multiplier, null, null, null, null
  from tree t join public.library_items i on i.id = t.root where t.closed;
end $$;
