-- The runs the caller may see that hold every one of some words, newest first, those before a place where one is given;
-- p_limit null: all. Under row-level security itself no index over words could be used (`like` is not leakproof): so the
-- rule of the log's policy stands here once more.
create or replace function ratebook.find_runs(
  p_words text[], p_job_name text default null, p_status text default null,
  p_queued_at timestamptz default null, p_id uuid default null, p_limit integer default null
) returns setof uuid
  language plpgsql stable security definer set search_path = ''
as $$
declare
  spoken text := 'true';
  others text := 'true';
  word text;
  found uuid[];
begin
  foreach word in array p_words loop
    spoken := spoken || format(' and lower(left(input::text, 8000) || '' '' || coalesce(error_message, '''')) like %L',
      '%' || regexp_replace(lower(word), '([\\%_])', '\\\1', 'g') || '%');
  end loop;
  if p_job_name is not null then
    others := others || format(' and job_name = %L', p_job_name);
  end if;
  if p_status is not null then
    others := others || format(' and status = %L', p_status);
  end if;
  if p_queued_at is not null then
    others := others || format(' and (queued_at, id) < (%L::timestamptz, %L::uuid)', p_queued_at, p_id);
  end if;
  if not (ratebook.is_service() or ratebook.is_admin()) then
    others := others || format(' and requested_by = %L::uuid', auth.uid());
  end if;
  -- A word that stands in many runs stands in many of the newest: the index over words would give all of them, to be
  -- read and sorted for the few that are shown.
  if p_limit is not null then
    execute format($q$
      select array(select id from (
          select * from public.background_job_logs where %1$s order by queued_at desc, id desc limit 40 * %3$s) newest
        where %2$s order by queued_at desc, id desc limit %3$s) $q$, others, spoken, p_limit) into found;
    if cardinality(found) = p_limit then
      return query select unnest(found);
      return;
    end if;
  end if;
  -- The values stand in the statement, so that it is planned for them: the newest of many, or the few of a rare word.
  return query execute format($q$
    select id from (
      (select id, queued_at from public.background_job_logs
        where status in ('queued', 'running') and finished_at is null and %1$s and %2$s
        order by queued_at desc, id desc limit %3$L)
      union all
      (select id, queued_at from public.background_job_logs where finished_at is not null and %1$s and %2$s
        order by queued_at desc, id desc limit %3$L)) found
    order by queued_at desc, id desc limit %3$L $q$, others, spoken, p_limit);
end $$;
