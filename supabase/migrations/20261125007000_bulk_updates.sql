-- Many prices or rates changed at once: what was chosen, what it is to become, every change that was made, and what
-- was left alone. The work itself is a job, bulk-update.

create table public.bulk_updates (
  id           uuid primary key default gen_random_uuid(),
  kind         text not null default 'update' check (kind in ('update', 'undo')),
  -- items: library_items.unit_price; resources: resources.rate; project-rates: project_rates, anew from a moment on.
  target       text not null check (target in ('items', 'resources', 'project-rates')),
  project_id   uuid references public.projects on delete cascade,
  -- What was asked for: the number of ids, or the filter.
  selection    jsonb not null,
  method       text not null check (method in ('percent', 'amount', 'set', 'round')),
  value        numeric check (value > '-infinity' and value < 'infinity'),
  -- Half away from zero, to a multiple of this.
  round_to     numeric check (round_to > 0 and round_to < 'infinity'),
  -- The update an undo takes back.
  undoes       uuid references public.bulk_updates on delete cascade,
  -- Rows chosen, or to be taken back; then how many were changed, and how many left alone.
  row_count    integer not null default 0 check (row_count >= 0),
  changed      integer not null default 0,
  left_alone   integer not null default 0,
  requested_by uuid default auth.uid(),
  created_at   timestamptz not null default now(),
  -- Null for a draft: it was looked at, not started. Logs of runs go sooner than this, so it is no foreign key.
  run_id       uuid,
  -- From when on a project's new rates are in force.
  effective_at timestamptz,
  finished_at  timestamptz,
  check ((target = 'project-rates') = (project_id is not null)),
  check ((kind = 'undo') = (undoes is not null)),
  check ((method = 'round') = (value is null)),
  check (method <> 'round' or round_to is not null),
  check (method <> 'percent' or value >= -100),
  check (method <> 'set' or value >= 0)
);
create index on public.bulk_updates (created_at desc, id);
create index on public.bulk_updates (requested_by, created_at desc);
create index on public.bulk_updates (project_id);
create index on public.bulk_updates (undoes);

-- What was chosen, as it stood when it was looked at: a row that has another value when its turn comes was changed by
-- somebody else meanwhile. Each is taken out as it is dealt with. No foreign key, here and below: it would ask the
-- same question a hundred thousand times; a trigger removes the rows of a bulk update that is removed.
create table public.bulk_update_rows (
  bulk_update_id uuid not null,
  -- From 1, by code.
  position       integer not null,
  -- A library item, a resource, or a project's rate.
  row_id         uuid not null,
  expected       numeric,
  primary key (bulk_update_id, position)
);

-- The audit: one row for each value that was changed, written by the statement that changed it. By whom, and in which
-- run, stands in bulk_updates.
create table public.bulk_changes (
  bulk_update_id uuid not null,
  position       integer not null,
  row_id         uuid not null,
  old_value      numeric,
  new_value      numeric,
  changed_at     timestamptz not null default now(),
  -- Of a project's rate: the one that took its place, and until when it would have been in force.
  new_row_id     uuid,
  rate_until     timestamptz,
  primary key (bulk_update_id, position)
);

create table public.bulk_skips (
  bulk_update_id uuid not null,
  position       integer not null,
  row_id         uuid not null,
  -- 'changed': somebody else changed or removed it meanwhile; 'no value': there was nothing to change.
  reason         text not null check (reason in ('changed', 'no value')),
  primary key (bulk_update_id, position)
);

create function ratebook.remove_bulk_update_rows() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  delete from public.bulk_update_rows where bulk_update_id in (select id from removed);
  delete from public.bulk_changes where bulk_update_id in (select id from removed);
  delete from public.bulk_skips where bulk_update_id in (select id from removed);
  return null;
end $$;
create trigger remove_bulk_update_rows after delete on public.bulk_updates
  referencing old table as removed for each statement execute function ratebook.remove_bulk_update_rows();

-- A filter somebody keeps under a name.
create table public.saved_filters (
  id         uuid primary key default gen_random_uuid(),
  user_id    uuid not null default auth.uid(),
  target     text not null check (target in ('items', 'resources', 'project-rates')),
  name       text not null check (name <> '' and length(name) <= 100),
  filter     jsonb not null check (jsonb_typeof(filter) = 'object'),
  created_at timestamptz not null default now(),
  unique (user_id, target, name)
);

do $$
declare t text;
begin
  foreach t in array array['bulk_updates', 'bulk_update_rows', 'bulk_changes', 'bulk_skips', 'saved_filters'] loop
    execute format('alter table public.%I enable row level security', t);
    execute format('revoke all on public.%I from anon, authenticated', t);
    execute format('grant select on public.%I to authenticated', t);
    execute format('grant select, insert, update, delete on public.%I to service_role', t);
  end loop;
end $$;
-- A draft is its author's: the rest, what was started and what came of it, is written by the service.
grant insert (id, target, project_id, selection, method, value, round_to) on public.bulk_updates to authenticated;
grant update (method, value, round_to) on public.bulk_updates to authenticated;
grant delete on public.bulk_updates to authenticated;
grant insert on public.bulk_update_rows to authenticated;
grant insert, update, delete on public.saved_filters to authenticated;

create policy "drafts by their author, else as what was changed" on public.bulk_updates for select to authenticated
  using (requested_by = (select auth.uid())
    or (run_id is not null and (project_id is null or project_id in (select ratebook.readable_projects()))));
create policy "administrators for the catalogue, members for their project" on public.bulk_updates for insert to authenticated
  with check (requested_by = (select auth.uid()) and run_id is null
    and case when project_id is null then (select ratebook.is_admin())
      else project_id in (select ratebook.writable_projects()) end);
create policy "their own drafts" on public.bulk_updates for update to authenticated
  using (requested_by = (select auth.uid()) and run_id is null)
  with check (requested_by = (select auth.uid()) and run_id is null);
create policy "remove their own drafts" on public.bulk_updates for delete to authenticated
  using (requested_by = (select auth.uid()) and run_id is null);

create policy "their own" on public.bulk_update_rows for select to authenticated
  using (bulk_update_id in (select b.id from public.bulk_updates b where b.requested_by = (select auth.uid())));
create policy "into their own drafts" on public.bulk_update_rows for insert to authenticated
  with check (bulk_update_id in (
    select b.id from public.bulk_updates b where b.requested_by = (select auth.uid()) and b.run_id is null));
create policy "as the bulk update" on public.bulk_changes for select to authenticated
  using (bulk_update_id in (select b.id from public.bulk_updates b));
create policy "as the bulk update" on public.bulk_skips for select to authenticated
  using (bulk_update_id in (select b.id from public.bulk_updates b));

create policy "their own" on public.saved_filters for select to authenticated using (user_id = (select auth.uid()));
create policy "add their own" on public.saved_filters for insert to authenticated with check (user_id = (select auth.uid()));
create policy "change their own" on public.saved_filters for update to authenticated
  using (user_id = (select auth.uid())) with check (user_id = (select auth.uid()));
create policy "remove their own" on public.saved_filters for delete to authenticated using (user_id = (select auth.uid()));
