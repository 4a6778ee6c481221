-- Schedules by interval as well as by cron, of a project or a person as well as of everybody; what becomes of runs that
-- were missed; and when each is due, so that a slot is fired in the one transaction that moves it on.

alter table public.job_schedules
  alter column cron drop not null,
  -- So often in real time, counted from starts_at, in place of a cron expression.
  add column every_minutes integer check (every_minutes between 1 and 527040),
  add column starts_at     timestamptz not null default now(),
  -- Of runs that came due while no worker was there: none is made up for, or the last one is.
  add column missed        text not null default 'once' check (missed in ('skip', 'once')),
  -- Whose it is: its project's members see it, and its owner, who is who asked for its runs.
  add column project_id    uuid references public.projects on delete cascade,
  add column owner_id      uuid,
  -- The next slot. Null until a worker has worked it out; every change of when it comes makes it null again.
  add column due_at        timestamptz,
  add column last_run_id   uuid,
  add constraint job_schedules_recurrence_check check ((cron is null) <> (every_minutes is null));
create index on public.job_schedules (due_at) where enabled;
create index on public.job_schedules (project_id) where project_id is not null;

drop policy "signed-in users read" on public.job_schedules;
create policy "those they concern read" on public.job_schedules for select to authenticated using (
  (select ratebook.is_admin()) or owner_id = (select auth.uid())
  or (owner_id is null and project_id is null) or ratebook.is_member(project_id));
grant update (every_minutes, starts_at, missed) on public.job_schedules to authenticated;

create function ratebook.forget_due_slot() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  new.due_at := null;
  return new;
end $$;
create trigger forget_due_slot before update on public.job_schedules for each row
  when ((old.cron, old.every_minutes, old.starts_at, old.time_zone, old.enabled)
    is distinct from (new.cron, new.every_minutes, new.starts_at, new.time_zone, new.enabled))
  execute function ratebook.forget_due_slot();

-- What workers must hear of at once says so; browsers hear of both as of jobs.
drop trigger announce_change on public.job_schedules;
create trigger announce_change after insert or update or delete on public.job_schedules
  for each statement execute function ratebook.announce_change('schedules');
drop trigger announce_change on public.job_queues;
create trigger announce_change after insert or update or delete on public.job_queues
  for each statement execute function ratebook.announce_change('queues');

-- A schedule's owner asked for its runs, and hears of their end.
drop trigger tell_end_of_run on public.background_job_logs;
create trigger tell_end_of_run after update of status on public.background_job_logs
  for each row
  when (new.status in ('completed', 'failed') and old.status in ('queued', 'running')
    and new.trigger in ('person', 'schedule') and new.requested_by is not null and not new.foreground)
  execute function ratebook.tell_end_of_run();

alter table public.job_audit
  drop constraint job_audit_action_check,
  add constraint job_audit_action_check check (action <> '');
