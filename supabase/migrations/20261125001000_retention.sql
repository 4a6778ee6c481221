-- How long each kind of data is kept. What a kind is, and what is never removed of it, stands with its query in
-- src/database/queries/retention; here stand the days, and between which they may be set.

create table public.retention_rules (
  kind       text primary key check (kind <> ''),
  keep_days  integer not null,
  least_days integer not null check (least_days > 0),
  most_days  integer not null,
  updated_by uuid,
  updated_at timestamptz not null default now(),
  check (keep_days between least_days and most_days)
);

insert into public.retention_rules (kind, keep_days, least_days, most_days) values
  ('runs', 30, 7, 3650),
  ('audit', 365, 90, 3650),
  ('alerts', 90, 8, 3650),
  ('notices', 90, 1, 3650),
  ('queue-samples', 30, 8, 366);

alter table public.retention_rules enable row level security;
revoke all on public.retention_rules from anon, authenticated;
grant select on public.retention_rules to authenticated;
grant update (keep_days, updated_by, updated_at) on public.retention_rules to authenticated;
grant select, insert, update, delete on public.retention_rules to service_role;
create policy "administrators read" on public.retention_rules for select to authenticated
  using ((select ratebook.is_admin()));
create policy "administrators change" on public.retention_rules for update to authenticated
  using ((select ratebook.is_admin())) with check ((select ratebook.is_admin()));

insert into public.job_schedules (id, job_name, cron) values ('retention', 'apply-retention', '30 4 * * *');

-- What is removed is found by its age.
create index on public.job_audit (at);
create index on public.job_alerts (resolved_at) where resolved_at is not null;
create index on public.notices (read_at) where read_at is not null;
-- Runs that somebody has yet to read of stay.
create index on public.notices (run_id) where read_at is null;

-- What may be done is listed with the code that does it (`Act`): a list here would have to be changed with each.
alter table public.job_audit
  drop constraint job_audit_action_check,
  add constraint job_audit_action_check check (action <> '');

-- How deep the queues were: counted every minute, since nothing else remembers it.
create table public.job_queue_samples (
  at     timestamptz not null,
  name   text not null,
  -- Jobs that could have begun, and the age of the oldest of them.
  ready  integer not null,
  active integer not null,
  oldest_seconds double precision,
  primary key (at, name)
);
alter table public.job_queue_samples enable row level security;
revoke all on public.job_queue_samples from anon, authenticated;
grant select on public.job_queue_samples to authenticated;
grant select, insert, update, delete on public.job_queue_samples to service_role;
create policy "signed-in users read" on public.job_queue_samples for select to authenticated using (true);

-- Keeps the depth of each queue for this minute, once however many processes ask.
create function ratebook.sample_queues() returns integer
  language plpgsql security definer set search_path = ''
as $$
declare sampled integer := 0;
begin
  if to_regclass('pgboss.job') is not null then
    insert into public.job_queue_samples (at, name, ready, active, oldest_seconds)
    select date_trunc('minute', now()), q.name,
      count(j.id) filter (where j.state < 'active' and j.start_after <= now()),
      count(j.id) filter (where j.state = 'active'),
      extract(epoch from now() - min(greatest(j.created_on, j.start_after))
        filter (where j.state < 'active' and j.start_after <= now()))
    from pgboss.queue q left join pgboss.job j on j.name = q.name and j.state <= 'active'
    where q.name not like '\_\_%'
    group by q.name
    on conflict do nothing;
    get diagnostics sampled = row_count;
  end if;
  return sampled;
end $$;
grant execute on function ratebook.sample_queues() to service_role;
