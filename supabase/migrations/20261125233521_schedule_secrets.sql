-- What a schedule's table holds no secret of: everyone signed in may read it. As with runs, `input` says what is given and
-- holds '[redacted]' in the place of each secret; what a run is done with is kept apart, and is the service's alone.

create table ratebook.schedule_secrets (
  -- Written before the schedule's own row is.
  schedule_id text primary key references public.job_schedules on delete cascade deferrable initially deferred,
  -- The whole of it. Redacted, it is what the schedule's row shows.
  input       jsonb not null
);
alter table ratebook.schedule_secrets enable row level security;
revoke all on ratebook.schedule_secrets from anon, authenticated;
grant select, insert, update, delete on ratebook.schedule_secrets to service_role;

create function ratebook.redact_schedule() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare shown jsonb := ratebook.redacted(new.input);
begin
  if new.input <> shown then
    insert into ratebook.schedule_secrets as s (schedule_id, input) values (new.id, new.input)
    on conflict (schedule_id) do update set input = excluded.input;
    new.input := shown;
  else
    -- What is shown was written back as it was, or it is of another input, and the one before is nobody's any more.
    delete from ratebook.schedule_secrets s where s.schedule_id = new.id and ratebook.redacted(s.input) <> shown;
  end if;
  return new;
end $$;
create trigger redact_schedule before insert or update of input on public.job_schedules for each row
  execute function ratebook.redact_schedule();
update public.job_schedules set input = input where input <> ratebook.redacted(input);

-- An input is checked against its job, and its secrets put back, by who writes it: as the service.
revoke update (input) on public.job_schedules from authenticated;
