-- Who changed a project's rates, what and when: a row for each, written by the statement that changes them, whoever
-- sends it. The rates themselves are the history of what was in force; this is the history of what was said.
create table public.project_rate_changes (
  id          bigint generated always as identity primary key,
  project_id  uuid not null references public.projects on delete cascade,
  resource_id uuid not null references public.resources,
  -- The rate may be gone since, so it is no foreign key.
  rate_id     uuid not null,
  action      text not null check (action in ('added', 'changed', 'removed')),
  old_rate    numeric,
  old_from    timestamptz,
  old_to      timestamptz,
  new_rate    numeric,
  new_from    timestamptz,
  new_to      timestamptz,
  -- Null for the service, where it does not say for whom.
  changed_by  uuid,
  changed_at  timestamptz not null default now()
);
create index on public.project_rate_changes (project_id, resource_id, id desc);
create index on public.project_rate_changes (resource_id);

alter table public.project_rate_changes enable row level security;
revoke all on public.project_rate_changes from anon, authenticated;
grant select on public.project_rate_changes to authenticated;
grant select, insert, update, delete on public.project_rate_changes to service_role;
create policy "members and public records read" on public.project_rate_changes for select to authenticated
  using (project_id in (select ratebook.readable_projects()));

-- For whom the service works is said in ratebook.acting_for; whoever is signed in is who they are, whatever they set.
create function ratebook.record_rate_changes() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  v_by uuid := coalesce(auth.uid(), nullif(current_setting('ratebook.acting_for', true), '')::uuid);
begin
  if tg_op = 'INSERT' then
    insert into public.project_rate_changes
      (project_id, resource_id, rate_id, action, new_rate, new_from, new_to, changed_by)
    select project_id, resource_id, id, 'added', rate, effective_from, effective_to, v_by from added;
  elsif tg_op = 'UPDATE' then
    insert into public.project_rate_changes
      (project_id, resource_id, rate_id, action, old_rate, old_from, old_to, new_rate, new_from, new_to, changed_by)
    select n.project_id, n.resource_id, n.id, 'changed', o.rate, o.effective_from, o.effective_to,
      n.rate, n.effective_from, n.effective_to, v_by
    from added n join removed o on o.id = n.id
    where (o.rate, o.effective_from, o.effective_to) is distinct from (n.rate, n.effective_from, n.effective_to);
  else
    -- With its project everything goes, this history too.
    insert into public.project_rate_changes
      (project_id, resource_id, rate_id, action, old_rate, old_from, old_to, changed_by)
    select r.project_id, r.resource_id, r.id, 'removed', r.rate, r.effective_from, r.effective_to, v_by
    from removed r where exists (select from public.projects p where p.id = r.project_id);
  end if;
  return null;
end $$;
create trigger record_rates_added after insert on public.project_rates
  referencing new table as added for each statement execute function ratebook.record_rate_changes();
create trigger record_rates_changed after update on public.project_rates
  referencing old table as removed new table as added for each statement execute function ratebook.record_rate_changes();
create trigger record_rates_removed after delete on public.project_rates
  referencing old table as removed for each statement execute function ratebook.record_rate_changes();
