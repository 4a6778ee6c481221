-- What an estimate comes to at a moment, and what each of its prices is made of.

-- As before, and with how much of the resource one unit takes: its cost is that much times the rate.
drop function ratebook.direct_cost_lines(uuid[], uuid, timestamptz);
create function ratebook.direct_cost_lines(p_items uuid[], p_project_id uuid, p_at timestamptz)
  returns table (
    library_item_id uuid, kind text, resource_id uuid, code text, name text, unit text, via text[],
    quantity_per_unit numeric, wastage_percent numeric, hours_per_unit numeric, productivity_factor numeric,
    crew_size numeric, utilization_factor numeric, multiplier numeric, rate numeric, rate_source text, cost numeric,
    amount numeric)
  language sql stable set search_path = ''
as $$
  with lines as (
    select b.*, r.code, r.name, r.unit, coalesce(pr.rate, r.rate) as rate, b.multiplier * (b.factor).amount as product,
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
      when (factor).divisor = 1 then product * rate
      else round(product * rate, 40) / (factor).divisor
    end,
    case when (factor).divisor = 1 then product else round(product, 40) / (factor).divisor end
  from lines l
$$;
grant execute on function ratebook.direct_cost_lines(uuid[], uuid, timestamptz) to authenticated, service_role;

-- What a project pays for resources at a moment: its own rate, else the catalogue's.
create function ratebook.rates_in_force(p_resources uuid[], p_project_id uuid, p_at timestamptz)
  returns table (resource_id uuid, kind text, code text, name text, unit text, rate numeric, rate_source text)
  language sql stable set search_path = ''
as $$
  select r.id, r.kind, r.code, r.name, r.unit, coalesce(pr.rate, r.rate),
    case when pr.rate is null then 'catalogue' else 'project' end
  from public.resources r
  left join public.project_rates pr on pr.project_id = p_project_id and pr.resource_id = r.id
    and pr.effective_from <= p_at and (pr.effective_to is null or pr.effective_to > p_at)
  where r.id = any (p_resources)
$$;
grant execute on function ratebook.rates_in_force(uuid[], uuid, timestamptz) to authenticated, service_role;

-- The lines of an estimate with their prices at the rates in force at p_at: the price agreed, else the item's build-up,
-- else its catalogue price, else none. Where a price follows the build-up, resources says of what one unit is built, by
-- id, amounts how much of each it takes, and costs what that costs.
create function ratebook.priced_estimate(p_estimate_id uuid, p_at timestamptz)
  returns table (
    line_id uuid, element_id uuid, library_item_id uuid, quantity numeric, unit_price numeric, price_source text,
    resources uuid[], amounts numeric[], costs numeric[])
  language sql stable set search_path = ''
as $$
  with own as materialized (
    select * from public.estimate_items where estimate_id = p_estimate_id
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
grant execute on function ratebook.priced_estimate(uuid, timestamptz) to authenticated, service_role;
