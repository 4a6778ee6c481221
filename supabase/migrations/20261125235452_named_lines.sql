-- The lines of an estimate with what they are called: written out wherever an estimate is shown, frozen or compared.

-- The lines of ratebook.priced_estimate(), or one of them, with the names of item, section and element.
create function ratebook.named_lines(p_estimate_id uuid, p_at timestamptz, p_line_id uuid default null)
  returns table (
    line_id uuid, element_name text, section_code text, section_name text, library_item_id uuid, code text, name text,
    unit text, quantity numeric, unit_price numeric, price_source text, resources uuid[], amounts numeric[], costs numeric[])
  language sql stable set search_path = ''
as $$
  select l.line_id, e.name, s.code, s.name, l.library_item_id, i.code, i.name, i.unit, l.quantity, l.unit_price,
    l.price_source, l.resources, l.amounts, l.costs
  from ratebook.priced_estimate(p_estimate_id, p_at, p_line_id) l
  join public.library_items i on i.id = l.library_item_id
  join public.sections s on s.id = i.section_id
  left join public.estimate_elements e on e.id = l.element_id
$$;
grant execute on function ratebook.named_lines(uuid, timestamptz, uuid) to authenticated, service_role;

-- As before, by way of these.
create or replace function ratebook.freeze_estimate(p_estimate_id uuid, p_name text, p_note text, p_at timestamptz) returns uuid
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
    select * from ratebook.named_lines(p_estimate_id, p_at)
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
