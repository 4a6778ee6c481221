-- What runs in the background: its log, its schedules, and how it is asked for from SQL.

-- One row a run. The queue itself is pg-boss, in its own schema.
create table public.background_job_logs (
  id            uuid primary key default gen_random_uuid(),
  job_name      text not null,
  status        text not null default 'queued' check (status in ('queued', 'running', 'completed', 'failed', 'cancelled')),
  trigger       text not null check (trigger in ('schedule', 'person', 'service')),
  requested_by  uuid,
  input         jsonb not null default '{}',
  output        jsonb,
  error_message text,
  error_stack   text,
  attempt       integer not null default 0,
  -- Higher first.
  priority      integer not null default 0,
  -- Runs of one group, such as a project, are held apart where the job asks for it.
  group_id      text,
  phase         text,
  done          bigint,
  total         bigint,
  queued_at     timestamptz not null default now(),
  started_at    timestamptz,
  finished_at   timestamptz,
  check (done is null or total is null or done <= total),
  check ((status in ('completed', 'failed', 'cancelled')) = (finished_at is not null))
);
create index on public.background_job_logs (queued_at desc, id desc);
create index on public.background_job_logs (job_name, queued_at desc, id desc);
create index on public.background_job_logs (requested_by, queued_at desc);
create index on public.background_job_logs (finished_at) where finished_at is not null;

-- The truth about schedules: workers bring pg-boss in line with it. A null time zone follows RATEBOOK_TZ.
create table public.job_schedules (
  id         text primary key check (id <> ''),
  job_name   text not null,
  cron       text not null,
  time_zone  text,
  input      jsonb not null default '{}',
  enabled    boolean not null default true,
  updated_by uuid,
  updated_at timestamptz not null default now()
);

insert into public.job_schedules (id, job_name, cron) values
  ('popularity', 'aggregate-library-popularity', '0 2 * * *'),
  ('price-snapshots', 'capture-price-snapshots', '0 3 * * 0'),
  ('log-cleanup', 'clean-job-logs', '0 4 1 * *');

alter table public.background_job_logs enable row level security;
alter table public.job_schedules enable row level security;
revoke all on public.background_job_logs, public.job_schedules from anon, authenticated;
grant select on public.background_job_logs, public.job_schedules to authenticated;
grant update (cron, time_zone, input, enabled, updated_by, updated_at) on public.job_schedules to authenticated;
grant select, insert, update, delete on public.background_job_logs, public.job_schedules to service_role;

create policy "administrators read all, others their own" on public.background_job_logs for select to authenticated
  using ((select ratebook.is_admin()) or requested_by = (select auth.uid()));
create policy "signed-in users read" on public.job_schedules for select to authenticated using (true);
create policy "administrators change" on public.job_schedules for update to authenticated
  using ((select ratebook.is_admin())) with check ((select ratebook.is_admin()));

-- Puts a job into pg-boss's queue and its row into the log, in the caller's transaction: it runs if,
-- and only if, that transaction commits. The one way in, for the server, the edge and pg_cron alike:
-- a bare insert into pg-boss's table would leave the queue's retries, dead letter and uniqueness unset
-- and wake no worker. Returns the run's id, which is the job's; null where the queue takes no second
-- one while the first waits or runs. p_priority: higher first; p_group: runs held apart, such as a project's.
create function ratebook.enqueue_job(
  p_name text, p_input jsonb, p_requested_by uuid default null, p_trigger text default 'service',
  p_priority integer default 0, p_group text default null
) returns uuid
  language plpgsql security definer set search_path = ''
as $$
declare
  job_id uuid;
  notifies boolean;
begin
  if to_regclass('pgboss.queue') is null then
    raise object_not_in_prerequisite_state using
      message = 'No worker has ever been connected to this database, so nothing can run in the background.',
      hint = 'Start one with npm run worker, or leave "background" out of the request.';
  end if;
  execute 'select notify from pgboss.queue where name = $1' into notifies using p_name;
  if notifies is null then
    raise undefined_object using message = format('There is no job named %s.', p_name);
  end if;
  execute $insert$
    insert into pgboss.job (id, name, data, priority, group_id, start_after, created_on, expire_seconds, deletion_seconds,
      keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
    select gen_random_uuid(), q.name, $2, $3, $4, pgboss.job_now(), pgboss.job_now(), q.expire_seconds, q.deletion_seconds,
      pgboss.job_now() + q.retention_seconds * interval '1 second',
      q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
    from pgboss.queue q where q.name = $1
    on conflict do nothing
    returning id
  $insert$ into job_id using p_name, p_input, p_priority, p_group;
  if job_id is null then
    return null;
  end if;
  insert into public.background_job_logs (id, job_name, trigger, requested_by, input, priority, group_id)
  values (job_id, p_name, p_trigger, p_requested_by, p_input, p_priority, p_group);
  if notifies then
    perform pg_notify('pgboss_' || left(encode(sha224('pgboss'::bytea), 'hex'), 24), p_name);
  end if;
  return job_id;
end $$;
grant execute on function ratebook.enqueue_job(text, jsonb, uuid, text, integer, text) to service_role;

create function ratebook.job_summary(p_days_back integer) returns jsonb
  language sql stable security definer set search_path = ''
as $$
  with runs as (
    select *, extract(epoch from finished_at - started_at) as seconds
    from public.background_job_logs
    where queued_at > now() - make_interval(days => p_days_back)
  ), by_name as (
    select job_name,
      count(*) as total_jobs,
      count(*) filter (where status = 'completed') as successful_jobs,
      count(*) filter (where status = 'failed') as failed_jobs,
      count(*) filter (where status = 'running') as running_jobs,
      round(100.0 * count(*) filter (where status = 'completed')
        / nullif(count(*) filter (where status in ('completed', 'failed')), 0), 2) as success_rate,
      round(avg(seconds), 3) as avg_duration_seconds,
      max(finished_at) filter (where status = 'completed') as last_success
    from runs group by grouping sets ((job_name), ())
  )
  select (select to_jsonb(t) - 'job_name' - 'last_success' from by_name t where job_name is null)
    || jsonb_build_object('days_back', p_days_back, 'by_job_name',
      coalesce((select jsonb_object_agg(job_name, to_jsonb(t) - 'job_name') from by_name t where job_name is not null), '{}'))
$$;
grant execute on function ratebook.job_summary(integer) to authenticated, service_role;

-- Contract: anyone signed in. success_rate is a percentage of the runs that ended; null where none has.
create function public.get_job_execution_summary(days_back integer default 7) returns jsonb
  language plpgsql stable set search_path = ''
as $$
begin
  if days_back is null or days_back not between 1 and 3650 then
    raise invalid_parameter_value using message = 'days_back must be a whole number of days from 1 to 3650.';
  end if;
  return ratebook.job_summary(days_back);
end $$;
grant execute on function public.get_job_execution_summary(integer) to authenticated, service_role;

create function ratebook.remove_old_job_logs(p_before timestamptz) returns integer
  language plpgsql security definer set search_path = ''
as $$
declare removed integer;
begin
  if not (ratebook.is_service() or ratebook.is_admin()) then
    raise insufficient_privilege using message = 'Only administrators and the service may remove job logs.';
  end if;
  delete from public.background_job_logs where finished_at < p_before;
  get diagnostics removed = row_count;
  return removed;
end $$;
grant execute on function ratebook.remove_old_job_logs(timestamptz) to authenticated, service_role;

-- Contract: the service and administrators. Removes runs that ended more than 30 days ago; returns how many.
create function public.clean_old_job_logs() returns integer
  language sql volatile set search_path = ''
as $$ select ratebook.remove_old_job_logs(now() - interval '30 days') $$;
grant execute on function public.clean_old_job_logs() to authenticated, service_role;
