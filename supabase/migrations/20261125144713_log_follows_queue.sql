-- The log follows the queue. That a run began and that it ended well is written by the very statements by which pg-boss
-- claims and completes its job, so log and queue cannot tell different stories, whatever is killed between two
-- statements, and a run costs no transaction of its own for either.

-- On pg-boss's job table, once that is there: workers put it there when they start (ratebook.attach_job_log).
-- Locks are taken everywhere in this order: the job, its log row, its attempts.
create function ratebook.follow_job() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  if new.state = 'active' then
    -- A claim need not be on disk: were it lost with the server, so would be the attempt, and the job would wait again.
    perform set_config('synchronous_commit', 'off', true);
    update public.background_job_logs set status = 'running', attempt = new.retry_count + 1, started_at = clock_timestamp(),
      finished_at = null, phase = null
    where id = new.id and status in ('queued', 'running');
    if not found then
      -- Who enqueues writes the row with the job; one without a row came past that. One that was cancelled stays so.
      insert into public.background_job_logs (id, job_name, trigger, input, status, attempt, started_at, priority, group_id)
      values (new.id, new.name, 'service', coalesce(new.data, '{}'), 'running', new.retry_count + 1, clock_timestamp(),
        new.priority, new.group_id)
      on conflict (id) do nothing;
      if not found then
        return new;
      end if;
    end if;
    update public.job_attempts set outcome = 'lost', finished_at = clock_timestamp()
    where run_id = new.id and attempt <> new.retry_count + 1 and outcome = 'running';
    insert into public.job_attempts (run_id, attempt, worker, started_at)
    values (new.id, new.retry_count + 1,
      -- Workers call their connections so.
      regexp_replace(current_setting('application_name'), '^ratebook jobs ', ''), clock_timestamp())
    on conflict (run_id, attempt) do update set worker = excluded.worker, started_at = excluded.started_at,
      finished_at = null, outcome = 'running', error_message = null, error_stack = null;
  else
    update public.background_job_logs set status = 'completed', finished_at = clock_timestamp(), output = new.output,
      error_message = null, error_stack = null, phase = null
    where id = new.id;
    update public.job_attempts set outcome = 'completed', finished_at = clock_timestamp()
    where run_id = new.id and outcome = 'running';
    -- The log keeps it; the queue need not as well.
    new.output := null;
  end if;
  return new;
end $$;

-- Puts follow_job() on pg-boss's job table where it is not there yet. For the role that owns the queue.
create function ratebook.attach_job_log() returns void
  language plpgsql set search_path = ''
as $$
begin
  if not exists (select from pg_catalog.pg_trigger where tgrelid = 'pgboss.job'::regclass and tgname = 'follow_job') then
    create or replace trigger follow_job before update of state on pgboss.job for each row
      when (new.state in ('active', 'completed') and new.name not like '\_\_%')
      execute function ratebook.follow_job();
  end if;
end $$;

-- As before, but planned once: pg-boss's tables are looked for when this runs, not when it is made.
create or replace function ratebook.enqueue_job(
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
  select q.notify into notifies from pgboss.queue q where q.name = p_name;
  if notifies is null then
    raise undefined_object using message = format('There is no job named %s.', p_name);
  end if;
  insert into pgboss.job (id, name, data, priority, group_id, start_after, created_on, expire_seconds, deletion_seconds,
    keep_until, retry_limit, retry_delay, retry_backoff, retry_delay_max, policy, dead_letter, heartbeat_seconds)
  select gen_random_uuid(), q.name, p_input, p_priority, p_group, pgboss.job_now(), pgboss.job_now(), q.expire_seconds,
    q.deletion_seconds, pgboss.job_now() + q.retention_seconds * interval '1 second',
    q.retry_limit, q.retry_delay, q.retry_backoff, q.retry_delay_max, q.policy, q.dead_letter, q.heartbeat_seconds
  from pgboss.queue q where q.name = p_name
  on conflict do nothing
  returning id into job_id;
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

-- As before, but it takes its locks in the order of follow_job(), and waits for nobody who holds a run.
create or replace function ratebook.settle_lost_runs() returns integer
  language plpgsql security definer set search_path = ''
as $$
declare
  silent uuid[];
  settled integer;
begin
  if to_regclass('pgboss.job') is null then
    return 0;
  end if;
  select array_agg(id) into silent from (
    select l.id from public.background_job_logs l
    left join pgboss.job j on j.id = l.id and j.name = l.job_name
    where l.status in ('queued', 'running') and (j.id is null or j.state <> 'active')
    order by l.id for update of l skip locked) held;
  -- While their rows are held nobody claims them; those claimed just before are looked at again.
  update public.job_attempts a set outcome = 'lost', finished_at = clock_timestamp()
  from public.background_job_logs l left join pgboss.job j on j.id = l.id and j.name = l.job_name
  where a.run_id = any (silent) and a.outcome = 'running' and l.id = a.run_id and (j.id is null or j.state <> 'active');
  update public.background_job_logs l set status = 'queued', phase = null
  from pgboss.job j
  where l.id = any (silent) and l.status = 'running' and j.id = l.id and j.name = l.job_name and j.state < 'active';
  update public.background_job_logs l set
    status = case when j.state = 'cancelled' then 'cancelled' else 'failed' end,
    finished_at = clock_timestamp(),
    phase = null,
    error_message = case
      when j.state = 'cancelled' then 'The run was cancelled.'
      when j.state is null then 'The job was removed from the queue before it ended.'
      else coalesce(l.error_message, 'Its worker was lost, and no attempt was left.') end
  from public.background_job_logs o left join pgboss.job j on j.id = o.id and j.name = o.job_name
  where l.id = o.id and o.id = any (silent) and o.status in ('queued', 'running')
    and (j.id is null or j.state in ('failed', 'cancelled'));
  get diagnostics settled = row_count;
  return settled;
end $$;
