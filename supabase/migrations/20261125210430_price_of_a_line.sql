-- A line that is added was priced with all the others of its estimate.
drop function ratebook.priced_estimate(uuid, timestamptz);

-- The lines of an estimate, or one of them, with their prices at the rates in force at p_at: the price agreed, else the item's build-up,
-- else its catalogue price, else none. Where a price follows the build-up, resources says of what one unit is built, by
-- id, amounts how much of each it takes, and costs what that costs.
create function ratebook.priced_estimate(p_estimate_id uuid, p_at timestamptz, p_line_id uuid default null)
  returns table (
    line_id uuid, element_id uuid, library_item_id uuid, quantity numeric, unit_price numeric, price_source text,
    resources uuid[], amounts numeric[], costs numeric[])
  language sql stable set search_path = ''
as $$
  with own as materialized (
    select * from public.estimate_items
    where estimate_id = p_estimate_id and (p_line_id is null or id = p_line_id)
  ), parts as materialized (
    select d.library_item_id, d.resource_id, bool_and(d.kind in ('material', 'labor', 'equipment')) as whole,
      sum(d.amount) as amount, sum(d.cost) as cost
    from ratebook.direct_cost_lines(
      (select array_agg(distinct o.library_item_id) from own o where o.unit_price is null),
      (select e.project_id from public.estimates e where e.id = p_estimate_id), p_at) d
    group by d.library_item_id, d.resource_id
  ), built as materialized (
    select p.library_item_id, sum(p.cost) as cost, array_agg(p.resource_id order by p.resource_id) as resources,
      array_agg(p.amount order by p.resource_id) as amounts, array_agg(p.cost order by p.resource_id) as costs
    from parts p
    group by p.library_item_id
    -- Neither a cycle nor a rate in another currency.
    having bool_and(p.whole)
  )
  select o.id, o.element_id, o.library_item_id, o.quantity, coalesce(o.unit_price, b.cost, i.unit_price),
    case when o.unit_price is not null then 'agreed' when b.cost is not null then 'build-up'
      when i.unit_price is not null then 'catalogue' end,
    case when o.unit_price is null then b.resources end, case when o.unit_price is null then b.amounts end,
    case when o.unit_price is null then b.costs end
  from own o
  join public.library_items i on i.id = o.library_item_id
  left join built b on b.library_item_id = o.library_item_id
$$;
grant execute on function ratebook.priced_estimate(uuid, timestamptz, uuid) to authenticated, service_role;
