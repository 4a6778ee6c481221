-- What the job manager shows and does: every attempt, its log, pauses, alerts, notices, and who did what.

alter table public.background_job_logs
  -- Done at once for somebody who waited: they need no notice.
  add column foreground boolean not null default false,
  -- Where the next attempt goes on, for jobs that are done in steps.
  add column checkpoint jsonb,
  add column discard_reason text,
  drop constraint background_job_logs_status_check,
  add constraint background_job_logs_status_check
    check (status in ('queued', 'running', 'completed', 'failed', 'cancelled', 'discarded')),
  drop constraint background_job_logs_check1,
  add constraint background_job_logs_finished_check
    check ((status in ('completed', 'failed', 'cancelled', 'discarded')) = (finished_at is not null));
create index on public.background_job_logs (status, queued_at desc, id desc);

create table public.job_attempts (
  run_id        uuid not null references public.background_job_logs on delete cascade,
  attempt       integer not null check (attempt > 0),
  -- Process and machine that worked on it.
  worker        text,
  started_at    timestamptz not null default now(),
  finished_at   timestamptz,
  -- 'lost': its worker fell silent; another attempt took over, or none was left.
  outcome       text not null default 'running' check (outcome in ('running', 'completed', 'failed', 'cancelled', 'lost')),
  error_message text,
  error_stack   text,
  primary key (run_id, attempt),
  check ((outcome = 'running') = (finished_at is null))
);
create index on public.job_attempts (finished_at) where outcome = 'lost';

create table public.job_log_lines (
  id      bigint generated always as identity primary key,
  run_id  uuid not null references public.background_job_logs on delete cascade,
  attempt integer not null,
  at      timestamptz not null default clock_timestamp(),
  level   text not null check (level in ('info', 'warning', 'error')),
  message text not null
);
create index on public.job_log_lines (run_id, id);

-- A queue without a row runs.
create table public.job_queues (
  name       text primary key,
  paused     boolean not null default false,
  changed_by uuid,
  changed_at timestamptz not null default now()
);

create table public.job_audit (
  id      bigint generated always as identity primary key,
  at      timestamptz not null default now(),
  user_id uuid,
  action  text not null check (action in ('run', 'retry', 'edit', 'cancel', 'discard', 'pause', 'resume', 'reschedule')),
  -- What it was done to: a run's id, a queue's name or a schedule's id.
  target  text not null,
  details jsonb not null default '{}'
);
create index on public.job_audit (target, id desc);

create table public.job_alerts (
  id          bigint generated always as identity primary key,
  rule        text not null check (rule in ('success rate', 'depth', 'age', 'stalls', 'missed schedule')),
  -- The queue or schedule it is about; 'all' for all of them.
  subject     text not null,
  message     text not null,
  raised_at   timestamptz not null default now(),
  resolved_at timestamptz
);
create unique index on public.job_alerts (rule, subject) where resolved_at is null;
create index on public.job_alerts (raised_at desc);

-- What a person is told: channels such as mail send the same rows.
create table public.notices (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null,
  -- The run that ended.
  run_id     uuid,
  outcome    text not null check (outcome in ('completed', 'failed')),
  title      text not null,
  body       text not null,
  link       text not null,
  created_at timestamptz not null default now(),
  read_at    timestamptz
);
create index on public.notices (user_id, created_at desc, id);

do $$
declare t text;
begin
  foreach t in array array['job_attempts', 'job_log_lines', 'job_queues', 'job_audit', 'job_alerts', 'notices'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from anon, authenticated', t);
    execute format('grant select on public.%I to authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to service_role', t);
  end loop;
end $$;
grant update (read_at) on public.notices to authenticated;

-- The subquery is under the run's own policy: who sees a run sees what became of it.
create policy "as the run" on public.job_attempts for select to authenticated
  using (exists (select from public.background_job_logs l where l.id = run_id));
create policy "as the run" on public.job_log_lines for select to authenticated
  using (exists (select from public.background_job_logs l where l.id = run_id));
create policy "signed-in users read" on public.job_queues for select to authenticated using (true);
create policy "administrators read" on public.job_audit for select to authenticated using ((select ratebook.is_admin()));
create policy "administrators read" on public.job_alerts for select to authenticated using ((select ratebook.is_admin()));
create policy "their own" on public.notices for select to authenticated using (user_id = (select auth.uid()));
create policy "mark their own as read" on public.notices for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));

-- Whoever asked for a run hears of its end; not who waited for it, nor anyone of a schedule's.
create function ratebook.tell_end_of_run() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into public.notices (user_id, run_id, outcome, title, body, link)
  values (new.requested_by, new.id, new.status, new.job_name,
    coalesce(new.error_message, new.output ->> 'message', ''), '/jobs/runs/' || new.id);
  return null;
end $$;
create trigger tell_end_of_run after update of status on public.background_job_logs
  for each row
  when (new.status in ('completed', 'failed') and old.status in ('queued', 'running')
    and new.trigger = 'person' and new.requested_by is not null and not new.foreground)
  execute function ratebook.tell_end_of_run();

-- Wakes whoever watches: browsers over the server's event stream. The payload says what kind of thing changed, no more.
create function ratebook.announce_change() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  perform pg_notify('ratebook_changes', tg_argv[0]);
  return null;
end $$;
do $$
declare t text;
begin
  foreach t in array array['background_job_logs', 'job_schedules', 'job_queues', 'job_alerts'] loop
    execute format('create trigger announce_change after insert or update or delete on public.%I
      for each statement execute function ratebook.announce_change(''jobs'')', t);
  end loop;
end $$;
create trigger announce_change after insert or update on public.notices
  for each statement execute function ratebook.announce_change('notices');

-- Ends, in the log, the runs that the queue ended without their worker: it was lost in the last attempt, or the job was
-- cancelled or removed; attempts whose worker fell silent are lost. Returns how many runs ended.
create function ratebook.settle_lost_runs() returns integer
  language plpgsql security definer set search_path = ''
as $$
declare settled integer;
begin
  if to_regclass('pgboss.job') is null then
    return 0;
  end if;
  update public.job_attempts a set outcome = 'lost', finished_at = clock_timestamp()
  from public.background_job_logs l left join pgboss.job j on j.id = l.id and j.name = l.job_name
  where a.run_id = l.id and a.outcome = 'running' and l.status in ('queued', 'running')
    and (j.id is null or j.state <> 'active' or j.retry_count + 1 > a.attempt);
  update public.background_job_logs l set
    status = case when j.state = 'cancelled' then 'cancelled' else 'failed' end,
    finished_at = clock_timestamp(),
    phase = null,
    error_message = case
      when j.state = 'cancelled' then 'The run was cancelled.'
      when j.state is null then 'The job was removed from the queue before it ended.'
      else coalesce(l.error_message, 'Its worker was lost, and no attempt was left.') end
  from public.background_job_logs o left join pgboss.job j on j.id = o.id and j.name = o.job_name
  where l.id = o.id and o.status in ('queued', 'running') and (j.id is null or j.state in ('failed', 'cancelled'));
  get diagnostics settled = row_count;
  return settled;
end $$;
grant execute on function ratebook.settle_lost_runs() to service_role;

-- How the jobs are: shares and times from the log, depth and age from the queue itself. Figures only, no inputs.
create function ratebook.job_health() returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  waiting jsonb := '[]';
begin
  if to_regclass('pgboss.job') is not null then
    execute $q$
      select coalesce(jsonb_agg(to_jsonb(w)), '[]') from (
        select q.name,
          count(j.id) filter (where j.state < 'active' and j.start_after <= now()) as ready,
          count(j.id) filter (where j.state < 'active' and j.start_after > now()) as later,
          count(j.id) filter (where j.state = 'active') as active,
          extract(epoch from now() - min(greatest(j.created_on, j.start_after))
            filter (where j.state < 'active' and j.start_after <= now()))::float8 as oldest_seconds
        from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state <= 'active'
        where q.name not like '\_\_%' group by q.name order by q.name) w
    $q$ into waiting;
  end if;
  return (
    with ended as (
      select job_name, status, finished_at,
        extract(epoch from started_at - queued_at) * 1000 as wait_ms,
        extract(epoch from finished_at - started_at) * 1000 as run_ms
      from public.background_job_logs
      where finished_at > now() - interval '7 days' and status in ('completed', 'failed', 'discarded')
    ), spans (name, span) as (values ('1h', interval '1 hour'), ('24h', interval '24 hours'), ('7d', interval '7 days'))
    select jsonb_build_object(
      'windows', (select jsonb_object_agg(s.name, (
          select jsonb_build_object('ended', count(*), 'completed', count(*) filter (where status = 'completed'),
            'success_rate', round(100.0 * count(*) filter (where status = 'completed') / nullif(count(*), 0), 2))
          from ended where finished_at > now() - s.span)) from spans s),
      'queues', (select coalesce(jsonb_agg(w || jsonb_build_object(
          'paused', coalesce((select paused from public.job_queues p where p.name = w ->> 'name'), false)) || (
          select jsonb_build_object(
            'wait_p50_ms', percentile_cont(0.5) within group (order by wait_ms), 'wait_p95_ms', percentile_cont(0.95) within group (order by wait_ms),
            'run_p50_ms', percentile_cont(0.5) within group (order by run_ms), 'run_p95_ms', percentile_cont(0.95) within group (order by run_ms),
            'failed_24h', count(*) filter (where status <> 'completed' and finished_at > now() - interval '24 hours'),
            'last_success', max(finished_at) filter (where status = 'completed'))
          from ended where job_name = w ->> 'name') order by w ->> 'name'), '[]')
        from jsonb_array_elements(waiting) w)));
end $$;
grant execute on function ratebook.job_health() to authenticated, service_role;
