-- Every item's uses by project: the nightly count of how many projects use each item reads them from here in their order,
-- where it sorted all uses by item and project, which was three quarters of its time.
create index on public.estimate_library_usage (library_item_id, project_id, used_at);

-- As before; what nothing uses any more is now told from what was just counted, not by looking for its uses once more.
create or replace function ratebook.refresh_popularity(p_as_of timestamptz, out processed integer, out cleaned integer)
  language plpgsql set search_path = '' set work_mem = '128MB'
as $$
begin
  with counted as materialized (
    select u.library_item_id,
      count(*) filter (where u.used_at > p_as_of - interval '30 days') as current,
      count(*) filter (where u.used_at > p_as_of - interval '60 days' and u.used_at <= p_as_of - interval '30 days') as previous,
      count(*) as total,
      count(distinct u.project_id) as projects,
      max(u.used_at) as last_used_at
    from public.estimate_library_usage u
    where u.used_at <= p_as_of
    group by u.library_item_id
  ), written as (
    insert into public.library_item_popularity as p
      (library_item_id, usage_count_30d, usage_count_previous_30d, usage_count_total, projects_used_in,
       popularity_score, trending, last_used_at, as_of)
    select library_item_id, current, previous, total, projects,
      ratebook.popularity_score(current), ratebook.usage_trend(current, previous), last_used_at, p_as_of
    from counted
    order by library_item_id
    on conflict (library_item_id) do update set
      usage_count_30d = excluded.usage_count_30d,
      usage_count_previous_30d = excluded.usage_count_previous_30d,
      usage_count_total = excluded.usage_count_total,
      projects_used_in = excluded.projects_used_in,
      popularity_score = excluded.popularity_score,
      trending = excluded.trending,
      last_used_at = excluded.last_used_at,
      as_of = excluded.as_of
    returning 1
  ), unused as (
    delete from public.library_item_popularity p
    where not exists (select from counted c where c.library_item_id = p.library_item_id)
    returning 1
  )
  select (select count(*) from written), (select count(*) from unused) into processed, cleaned;
end $$;
