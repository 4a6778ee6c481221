-- Prices that changed level, or stood alone, as the nightly run found them; and from which size on they are told.

create table public.price_changes (
  id              uuid primary key default gen_random_uuid(),
  library_item_id uuid not null references public.library_items on delete cascade,
  -- Null: found among the bids of public records alone, so that everyone may read it. Else among this project's captures.
  project_id      uuid references public.projects on delete cascade,
  currency        text not null,
  unit            text not null,
  kind            text not null check (kind in ('shift', 'outlier')),
  -- Shares: 0.1 is ten percent dearer than the level before; low and high hold nine of ten such.
  size            double precision not null check (size > -1),
  low             double precision,
  high            double precision,
  strength        double precision not null,
  -- The median of the prices it rests on.
  price           double precision not null,
  -- Of the first price at the new level, and of the one with which it could be told.
  since           timestamptz not null,
  found_at        timestamptz not null,
  prices_before   integer not null,
  prices_after    integer not null,
  -- Snapshots that hold those prices, the newest 50.
  evidence        uuid[] not null,
  state           text not null default 'open' check (state in ('open', 'settled')),
  settled_at      timestamptz,
  settled_by      uuid,
  told_at         timestamptz not null default now(),
  check ((state = 'settled') = (settled_at is not null)),
  check (kind = 'outlier' or (low is not null and high is not null)),
  unique nulls not distinct (library_item_id, project_id, currency, unit, kind, since)
);
create index on public.price_changes (found_at desc, id);
create index on public.price_changes (project_id, found_at desc);

-- One row for the library (both null), a section, or an item; the nearest counts.
create table public.price_change_thresholds (
  id              uuid primary key default gen_random_uuid(),
  section_id      uuid references public.sections on delete cascade,
  library_item_id uuid references public.library_items on delete cascade,
  least_size      double precision not null check (least_size >= 0.01 and least_size <= 10),
  least_strength  double precision not null check (least_strength >= 1 and least_strength <= 20),
  -- False: nothing is told.
  is_on           boolean not null default true,
  changed_by      uuid default auth.uid(),
  changed_at      timestamptz not null default now(),
  check (num_nonnulls(section_id, library_item_id) <= 1),
  unique nulls not distinct (section_id, library_item_id)
);
create index on public.price_change_thresholds (library_item_id);

alter table public.price_changes enable row level security;
alter table public.price_change_thresholds enable row level security;
revoke all on public.price_changes, public.price_change_thresholds from anon, authenticated;
grant select on public.price_changes, public.price_change_thresholds to authenticated;
grant select, insert, update, delete on public.price_changes, public.price_change_thresholds to service_role;
-- What was found is the run's to write; people say whether they have done with it.
grant update (state) on public.price_changes to authenticated;
grant insert, update, delete on public.price_change_thresholds to authenticated;

create policy "of public records, and of readable projects" on public.price_changes for select to authenticated
  using (project_id is null or project_id in (select ratebook.readable_projects()));
create policy "administrators and members settle" on public.price_changes for update to authenticated
  using ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()))
  with check ((select ratebook.is_admin()) or project_id in (select ratebook.my_projects()));
create policy "signed-in users read" on public.price_change_thresholds for select to authenticated using (true);
create policy "administrators add" on public.price_change_thresholds for insert to authenticated
  with check ((select ratebook.is_admin()));
create policy "administrators change" on public.price_change_thresholds for update to authenticated
  using ((select ratebook.is_admin())) with check ((select ratebook.is_admin()));
create policy "administrators remove" on public.price_change_thresholds for delete to authenticated
  using ((select ratebook.is_admin()));

create function ratebook.note_settled() returns trigger
  language plpgsql set search_path = ''
as $$
begin
  new.settled_at := case when new.state = 'settled' then coalesce(new.settled_at, now()) end;
  new.settled_by := case when new.state = 'settled' then auth.uid() end;
  return new;
end $$;
create trigger note_settled before update of state on public.price_changes
  for each row when (old.state <> new.state) execute function ratebook.note_settled();

insert into public.job_schedules (id, job_name, cron) values ('price-changes', 'detect-price-changes', '15 3 * * *');
