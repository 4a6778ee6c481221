-- The uses of many lines at once: lines are added to an estimate and taken out of it together, or an estimate is copied or
-- removed with all its lines.

-- Keeps the popularity of items as it is until the transaction ends, for who is going to record or take back uses of them. In
-- an order, so that two who take several in never wait for each other; and by their first ten bits, which are
-- chance, so that an estimate of thousands of items holds a thousand locks at most.
create function ratebook.hold_popularity(p_items uuid[]) returns void
  language plpgsql set search_path = ''
as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('popularity:' || b.bucket, 0))
  from (select distinct hashtext(i::text) & 1023 as bucket from unnest(p_items) i order by bucket) b;
end $$;

-- Items' popularity from the uses up to a moment; none where nothing uses them any more. The caller holds it.
drop function ratebook.count_uses(uuid, timestamptz);
create function ratebook.count_uses(p_items uuid[], p_at timestamptz) returns void
  language sql set search_path = ''
as $$
  with counted as (
    select library_item_id,
      count(*) filter (where used_at > p_at - interval '30 days') as current,
      count(*) filter (where used_at > p_at - interval '60 days' and used_at <= p_at - interval '30 days') as previous,
      count(*) as total,
      count(distinct project_id) as projects,
      max(used_at) as last_used_at
    from public.estimate_library_usage
    where library_item_id = any (p_items) and used_at <= p_at
    group by library_item_id
  ), unused as (
    delete from public.library_item_popularity
    where library_item_id = any (p_items) and library_item_id not in (select library_item_id from counted)
  )
  insert into public.library_item_popularity
    (library_item_id, usage_count_30d, usage_count_previous_30d, usage_count_total, projects_used_in,
     popularity_score, trending, last_used_at, as_of)
  select library_item_id, current, previous, total, projects,
    ratebook.popularity_score(current), ratebook.usage_trend(current, previous), last_used_at, p_at
  from counted
  on conflict (library_item_id) do update set
    usage_count_30d = excluded.usage_count_30d,
    usage_count_previous_30d = excluded.usage_count_previous_30d,
    usage_count_total = excluded.usage_count_total,
    projects_used_in = excluded.projects_used_in,
    popularity_score = excluded.popularity_score,
    trending = excluded.trending,
    last_used_at = excluded.last_used_at,
    as_of = excluded.as_of
$$;

-- As before, by way of these.
create or replace function ratebook.record_usage(
  p_library_item_id uuid, p_project_id uuid, p_estimate_id uuid, p_element_id uuid, p_quantity numeric
) returns bigint
  language plpgsql security definer set search_path = ''
as $$
declare
  usage_id bigint;
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

  perform ratebook.hold_popularity(array[p_library_item_id]);
  insert into public.estimate_library_usage (library_item_id, project_id, estimate_id, element_id, quantity, used_by)
  values (p_library_item_id, p_project_id, p_estimate_id, p_element_id, p_quantity, auth.uid())
  returning id into usage_id;
  -- The moment of this transaction's begin is before the lock: uses recorded while it waited would not count.
  perform ratebook.count_uses(array[p_library_item_id], clock_timestamp());
  return usage_id;
end $$;

-- The project of an estimate, for those who may record and take back uses in it.
create function ratebook.project_of_uses(p_estimate_id uuid) returns uuid
  language plpgsql stable set search_path = ''
as $$
declare v_project uuid;
begin
  select project_id into v_project from public.estimates where id = p_estimate_id;
  if v_project is null or not (ratebook.is_service() or ratebook.is_member(v_project)) then
    raise insufficient_privilege using
      message = 'Only members of this project may record usage in it, or take it back.',
      hint = 'Ask an owner of the project to add you.';
  end if;
  return v_project;
end $$;

-- Records a use for each of these lines of an estimate, for a member of its project; gives how many.
create function ratebook.record_uses(p_estimate_id uuid, p_lines uuid[]) returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  v_project uuid := ratebook.project_of_uses(p_estimate_id);
  v_items uuid[];
  v_count integer;
begin
  select array_agg(distinct library_item_id) into v_items
  from public.estimate_items where estimate_id = p_estimate_id and id = any (p_lines);
  perform ratebook.hold_popularity(v_items);
  insert into public.estimate_library_usage (library_item_id, project_id, estimate_id, element_id, quantity, used_by)
  select library_item_id, v_project, p_estimate_id, element_id, quantity, auth.uid()
  from public.estimate_items where estimate_id = p_estimate_id and id = any (p_lines);
  get diagnostics v_count = row_count;
  perform ratebook.count_uses(v_items, clock_timestamp());
  return v_count;
end $$;

-- Takes back the uses of lines that were removed from an estimate, for a member of its project: for each the newest of its item,
-- of its element where there is one; and that they were useful suggestions, where no other line has the item. Gives how many.
drop function ratebook.take_back_usage(uuid, uuid, uuid);
create function ratebook.take_back_uses(p_estimate_id uuid, p_items uuid[], p_elements uuid[]) returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  v_project uuid := ratebook.project_of_uses(p_estimate_id);
  v_line record;
  v_count integer := 0;
begin
  perform ratebook.hold_popularity(p_items);
  for v_line in select * from unnest(p_items, p_elements) as l (item, element) loop
    delete from public.estimate_library_usage where id = (
      select id from public.estimate_library_usage
      where project_id = v_project and estimate_id = p_estimate_id and library_item_id = v_line.item
      order by element_id is not distinct from v_line.element desc, used_at desc, id desc limit 1);
    if found then
      v_count := v_count + 1;
    end if;
  end loop;
  perform ratebook.count_uses(p_items, clock_timestamp());
  update public.suggestion_feedback f set accepted_at = null, decided_by = null
  where f.estimate_id = p_estimate_id and f.library_item_id = any (p_items) and f.accepted_at is not null
    and not exists (select from public.estimate_items l
      where l.estimate_id = p_estimate_id and l.library_item_id = f.library_item_id);
  return v_count;
end $$;
grant execute on function ratebook.record_uses(uuid, uuid[]), ratebook.take_back_uses(uuid, uuid[], uuid[])
  to authenticated, service_role;
