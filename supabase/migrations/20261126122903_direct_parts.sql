-- What an estimate's items are made of is summed by resource at once, without the lines that explain it.

-- How much of each resource one unit of each item takes, through its sub-items of any depth, and what that costs at the rates in force
-- at p_at: what the lines of direct_cost_lines() come to by resource. hindered, without a cost: a rate in another currency than
-- the project's; without a resource: the item contains itself.
create function ratebook.direct_parts(p_items uuid[], p_project_id uuid, p_at timestamptz)
  returns table (library_item_id uuid, resource_id uuid, amount numeric, cost numeric, hindered boolean)
  language sql stable rows 500 set search_path = ''
as $$
  with taken as materialized (
    select * from ratebook.items_within(p_items)
  ), lines as materialized (
    select t.library_item_id, f.resource_id, f.divisor, t.multiplier * f.amount as product
    from taken t
    join public.factors f on f.library_item_id = t.taken_id and f.kind <> 'item'
    where t.multiplier is not null
  ), rates as materialized (
    select r.id as resource_id, coalesce(pr.rate, r.rate) as rate,
      pr.rate is null and r.currency <> coalesce(p.currency, r.currency) as foreign_currency
    from public.resources r
    left join public.projects p on p.id = p_project_id
    left join public.project_rates pr on pr.project_id = p_project_id and pr.resource_id = r.id
      and pr.effective_from <= p_at and (pr.effective_to is null or pr.effective_to > p_at)
    where r.id in (select resource_id from lines)
  )
  select l.library_item_id, l.resource_id,
    sum(case when l.divisor = 1 then product else round(product, 40) / l.divisor end),
    sum(case when not r.foreign_currency then
      case when l.divisor = 1 then product * rate else round(product * rate, 40) / l.divisor end end),
    bool_or(r.foreign_currency)
  from lines l join rates r on r.resource_id = l.resource_id
  group by l.library_item_id, l.resource_id
  union all
  select t.library_item_id, null, null, null, true from taken t where t.cycle is not null
$$;
grant execute on function ratebook.direct_parts(uuid[], uuid, timestamptz) to authenticated, service_role;

-- As before, by way of these.
create or replace function ratebook.priced_estimate(p_estimate_id uuid, p_at timestamptz, p_line_id uuid default null)
  returns table (
    line_id uuid, element_id uuid, library_item_id uuid, quantity numeric, unit_price numeric, price_source text,
    resources uuid[], amounts numeric[], costs numeric[])
  language sql stable set search_path = ''
as $$
  with own as materialized (
    select * from public.estimate_items
    where estimate_id = p_estimate_id and (p_line_id is null or id = p_line_id)
  ), built as materialized (
    select p.library_item_id, sum(p.cost) as cost, array_agg(p.resource_id order by p.resource_id) as resources,
      array_agg(p.amount order by p.resource_id) as amounts, array_agg(p.cost order by p.resource_id) as costs
    from ratebook.direct_parts(
      (select array_agg(distinct o.library_item_id) from own o where o.unit_price is null),
      (select e.project_id from public.estimates e where e.id = p_estimate_id), p_at) p
    group by p.library_item_id
    -- Neither a cycle nor a rate in another currency.
    having not bool_or(p.hindered)
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
