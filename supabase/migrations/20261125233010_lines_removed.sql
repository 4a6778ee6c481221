-- A line that is taken out of an estimate takes its use back: what is learned from estimates follows what is in them.

-- An item's popularity from the uses up to a moment; none where nothing uses it any more. The caller holds the item's lock.
create function ratebook.count_uses(p_library_item_id uuid, p_at timestamptz) returns void
  language plpgsql set search_path = ''
as $$
begin
  insert into public.library_item_popularity as p
    (library_item_id, usage_count_30d, usage_count_previous_30d, usage_count_total, projects_used_in,
     popularity_score, trending, last_used_at, as_of)
  select p_library_item_id, c.current, c.previous, c.total, c.projects,
    ratebook.popularity_score(c.current), ratebook.usage_trend(c.current, c.previous), c.last_used_at, p_at
  from (
    select
      count(*) filter (where used_at > p_at - interval '30 days') as current,
      count(*) filter (where used_at > p_at - interval '60 days' and used_at <= p_at - interval '30 days') as previous,
      count(*) as total,
      count(distinct project_id) as projects,
      max(used_at) as last_used_at
    from public.estimate_library_usage
    where library_item_id = p_library_item_id and used_at <= p_at
  ) c
  where c.total > 0
  on conflict (library_item_id) do update set
    usage_count_30d = excluded.usage_count_30d,
    usage_count_previous_30d = excluded.usage_count_previous_30d,
    usage_count_total = excluded.usage_count_total,
    projects_used_in = excluded.projects_used_in,
    popularity_score = excluded.popularity_score,
    trending = excluded.trending,
    last_used_at = excluded.last_used_at,
    as_of = excluded.as_of;
  if not found then
    delete from public.library_item_popularity where library_item_id = p_library_item_id;
  end if;
end $$;

-- Records one use and brings the item's popularity up to date, for a member of the project.
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

  -- Two uses of one item at once would each count without the other; the item's lock puts them in order.
  perform pg_advisory_xact_lock(hashtextextended('popularity:' || p_library_item_id, 0));

  insert into public.estimate_library_usage (library_item_id, project_id, estimate_id, element_id, quantity, used_by)
  values (p_library_item_id, p_project_id, p_estimate_id, p_element_id, p_quantity, auth.uid())
  returning id into usage_id;
  -- The moment of this transaction's begin is before the lock: uses recorded while it waited would not count.
  perform ratebook.count_uses(p_library_item_id, clock_timestamp());
  return usage_id;
end $$;

-- Takes back the newest use of an item in an estimate, of the element where there is one, for a member of the project
-- who removes a line of it; and that it was a useful suggestion, where no other line of it is left. Whether there was one.
create function ratebook.take_back_usage(p_library_item_id uuid, p_estimate_id uuid, p_element_id uuid) returns boolean
  language plpgsql security definer set search_path = ''
as $$
declare
  v_project uuid;
  v_found boolean;
begin
  select project_id into v_project from public.estimates where id = p_estimate_id;
  if v_project is null or not (ratebook.is_service() or ratebook.is_member(v_project)) then
    raise insufficient_privilege using
      message = 'Only members of this project may take back usage in it.',
      hint = 'Ask an owner of the project to add you.';
  end if;
  perform pg_advisory_xact_lock(hashtextextended('popularity:' || p_library_item_id, 0));
  delete from public.estimate_library_usage where id = (
    select id from public.estimate_library_usage
    where estimate_id = p_estimate_id and library_item_id = p_library_item_id
    order by element_id is not distinct from p_element_id desc, used_at desc, id desc limit 1);
  v_found := found;
  if v_found then
    perform ratebook.count_uses(p_library_item_id, clock_timestamp());
  end if;
  update public.suggestion_feedback f set accepted_at = null, decided_by = null
  where f.estimate_id = p_estimate_id and f.library_item_id = p_library_item_id and f.accepted_at is not null
    and not exists (select from public.estimate_items l
      where l.estimate_id = p_estimate_id and l.library_item_id = p_library_item_id);
  return v_found;
end $$;
grant execute on function ratebook.take_back_usage(uuid, uuid, uuid) to authenticated, service_role;
