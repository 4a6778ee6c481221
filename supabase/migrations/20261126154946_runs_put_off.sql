-- A run that waits can be put off: it begins no earlier. Until then it is not late, and what it waits is counted from then on.
alter table public.background_job_logs add column starts_at timestamptz;

create or replace function ratebook.job_health(p_at timestamptz default now()) returns jsonb
  language plpgsql stable security definer set search_path = ''
as $$
declare
  waiting jsonb := '[]';
begin
  if to_regclass('pgboss.job') is not null then
    execute $q$
      select coalesce(jsonb_agg(to_jsonb(w)), '[]') from (
        select q.name,
          count(j.id) filter (where j.state < 'active' and j.start_after <= $1) as ready,
          count(j.id) filter (where j.state < 'active' and j.start_after > $1) as later,
          count(j.id) filter (where j.state = 'active') as active,
          extract(epoch from $1 - min(greatest(j.created_on, j.start_after))
            filter (where j.state < 'active' and j.start_after <= $1))::float8 as oldest_seconds
        from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state <= 'active'
        where q.name not like '\_\_%' group by q.name order by q.name) w
    $q$ into waiting using p_at;
  end if;
  return (
    with ended as (
      select job_name, status, finished_at,
        extract(epoch from started_at - greatest(queued_at, starts_at)) * 1000 as wait_ms,
        extract(epoch from finished_at - started_at) * 1000 as run_ms
      from public.background_job_logs
      where finished_at > p_at - interval '7 days' and status in ('completed', 'failed', 'discarded')
    ), spans (name, span) as (values ('1h', interval '1 hour'), ('24h', interval '24 hours'), ('7d', interval '7 days'))
    select jsonb_build_object(
      'windows', (select jsonb_object_agg(s.name, (
          select jsonb_build_object('ended', count(*), 'completed', count(*) filter (where status = 'completed'),
            'success_rate', round(100.0 * count(*) filter (where status = 'completed') / nullif(count(*), 0), 2))
          from ended where finished_at > p_at - s.span)) from spans s),
      'queues', (select coalesce(jsonb_agg(w || jsonb_build_object(
          'paused', coalesce((select paused from public.job_queues p where p.name = w ->> 'name'), false)) || (
          select jsonb_build_object(
            'wait_p50_ms', percentile_cont(0.5) within group (order by wait_ms), 'wait_p95_ms', percentile_cont(0.95) within group (order by wait_ms),
            'run_p50_ms', percentile_cont(0.5) within group (order by run_ms), 'run_p95_ms', percentile_cont(0.95) within group (order by run_ms),
            'failed_24h', count(*) filter (where status <> 'completed' and finished_at > p_at - interval '24 hours'),
            'last_success', max(finished_at) filter (where status = 'completed'))
          from ended where job_name = w ->> 'name') order by w ->> 'name'), '[]')
        from jsonb_array_elements(waiting) w)));
end $$;
