-- What the log of runs holds no secret of, and how runs are found by words.

-- Whether what stands under a key is a secret. As `namesSecret` in src/core/secrets, word for word; a test compares them.
create function ratebook.names_secret(p_key text) returns boolean
  language sql immutable parallel safe set search_path = ''
as $$
  select p_key ~* 'pass(word|wd|phrase|code)|pwd|token|secret|credential|authorization|cookie|bearer|api[-_ ]?key'
    or p_key ~ '(^|[^A-Za-z])([Kk]ey|KEY)s?$|[a-z0-9]Keys?$'
$$;
grant execute on function ratebook.names_secret(text) to service_role;

-- A value with '[redacted]' in the place of every secret in it, however deep.
create function ratebook.redacted(p_value jsonb) returns jsonb
  language plpgsql immutable parallel safe set search_path = ''
as $$
begin
  case jsonb_typeof(p_value)
    when 'object' then
      return (select coalesce(jsonb_object_agg(key, case
          when value <> 'null' and ratebook.names_secret(key) then '"[redacted]"'::jsonb
          when jsonb_typeof(value) in ('object', 'array') then ratebook.redacted(value)
          else value end), '{}')
        from jsonb_each(p_value));
    when 'array' then
      return (select coalesce(jsonb_agg(case
          when jsonb_typeof(value) in ('object', 'array') then ratebook.redacted(value)
          else value end order by ordinality), '[]')
        from jsonb_array_elements(p_value) with ordinality);
    else
      return p_value;
  end case;
end $$;
grant execute on function ratebook.redacted(jsonb) to service_role;

-- Secrets stay in the queue, which the run is done from: whoever may read the log reads none, by whatever way it was written.
create function ratebook.redact_run() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  new.input := ratebook.redacted(new.input);
  return new;
end $$;
-- Few inputs have a key that could name one, and most rows are written without a look at each of theirs.
create trigger redact_run before insert or update of input on public.background_job_logs for each row
  when (new.input::text ~* 'pass|pwd|token|secret|credential|authorization|cookie|bearer|key')
  execute function ratebook.redact_run();

create function ratebook.redact_act() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  new.details := ratebook.redacted(new.details);
  return new;
end $$;
create trigger redact_act before insert or update of details on public.job_audit for each row
  when (new.details::text ~* 'pass|pwd|token|secret|credential|authorization|cookie|bearer|key')
  execute function ratebook.redact_act();

update public.background_job_logs set input = ratebook.redacted(input) where input <> ratebook.redacted(input);
update public.job_audit set details = ratebook.redacted(details) where details <> ratebook.redacted(details);

-- A run is found by what it was given, of which the first 8,000 characters count, and by its error. It comes into the index
-- once, when it ends: those that wait or run are few, and are looked through.
create index background_job_logs_words on public.background_job_logs
  using gin ((lower(left(input::text, 8000) || ' ' || coalesce(error_message, ''))) extensions.gin_trgm_ops) where finished_at is not null;

-- The runs the caller may see that hold every one of some words, newest first, those before a place where one is given;
-- p_limit null: all. Under row-level security itself no index over words could be used (`like` is not leakproof): so the
-- rule of the log's policy stands here once more.
create function ratebook.find_runs(
  p_words text[], p_job_name text default null, p_status text default null,
  p_queued_at timestamptz default null, p_id uuid default null, p_limit integer default null
) returns setof uuid
  language plpgsql stable security definer set search_path = ''
as $$
declare
  conditions text := 'true';
  word text;
begin
  foreach word in array p_words loop
    conditions := conditions || format(' and lower(left(input::text, 8000) || '' '' || coalesce(error_message, '''')) like %L',
      '%' || regexp_replace(lower(word), '([\\%_])', '\\\1', 'g') || '%');
  end loop;
  if p_job_name is not null then
    conditions := conditions || format(' and job_name = %L', p_job_name);
  end if;
  if p_status is not null then
    conditions := conditions || format(' and status = %L', p_status);
  end if;
  if p_queued_at is not null then
    conditions := conditions || format(' and (queued_at, id) < (%L::timestamptz, %L::uuid)', p_queued_at, p_id);
  end if;
  if not (ratebook.is_service() or ratebook.is_admin()) then
    conditions := conditions || format(' and requested_by = %L::uuid', auth.uid());
  end if;
  -- The values stand in the statement, so that it is planned for them: the newest of many, or the few of a rare word.
  return query execute format($q$
    select id from (
      (select id, queued_at from public.background_job_logs
        where status in ('queued', 'running') and finished_at is null and %1$s
        order by queued_at desc, id desc limit %2$L)
      union all
      (select id, queued_at from public.background_job_logs where finished_at is not null and %1$s
        order by queued_at desc, id desc limit %2$L)) found
    order by queued_at desc, id desc limit %2$L $q$, conditions, p_limit);
end $$;
grant execute on function ratebook.find_runs(text[], text, text, timestamptz, uuid, integer) to authenticated, service_role;
