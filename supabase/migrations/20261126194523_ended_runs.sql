-- How many runs ended, step by step: of everybody's, as the queues are counted, since how well jobs go is no secret of whose
-- they are.
create function ratebook.ended_runs(p_from timestamptz, p_to timestamptz, p_step interval, p_job_name text)
  returns table (at timestamptz, completed integer, failed integer)
  language sql stable security definer set search_path = ''
as $$
  select date_bin(p_step, finished_at, 'epoch'), count(*) filter (where status = 'completed')::int,
    count(*) filter (where status in ('failed', 'discarded'))::int
  from public.background_job_logs
  where finished_at >= p_from and finished_at < p_to and (p_job_name is null or job_name = p_job_name)
  group by 1
$$;

comment on function ratebook.ended_runs is
  'How many runs of a job, or of all, ended well and failed for good in each step of time from p_from until before p_to.';

revoke all on function ratebook.ended_runs from public;
grant execute on function ratebook.ended_runs to authenticated, service_role;
