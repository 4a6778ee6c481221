-- Prices by calendar month (UTC), kept so that a trend takes as long over ten years as over one.

-- What an item's prices of a month come to, in one currency and unit, for those who read only public records
-- ('everyone') and for those who read every project ('administrators'). The prices themselves are kept in a row, oldest
-- first, with their quantities: a median of several months, or of these and a reader's own projects, is then exact.
create table ratebook.price_months (
  library_item_id uuid not null references public.library_items on delete cascade,
  audience        text not null check (audience in ('everyone', 'administrators')),
  month           date not null check (extract(day from month) = 1),
  currency        text not null,
  unit            text not null,
  observations    integer not null,
  lower           double precision not null,
  median          double precision not null,
  upper           double precision not null,
  lowest          double precision not null,
  highest         double precision not null,
  prices          double precision[] not null,
  quantities      double precision[] not null,
  primary key (library_item_id, audience, month, currency, unit)
);
create index on ratebook.price_months (month, audience);

-- The months that are no longer what price_months says. Only added to, so that captures that go on side by side never
-- wait for one another; what reads prices takes such a month from the snapshots.
create table ratebook.price_month_changes (
  id    bigint generated always as identity primary key,
  month date not null
);
create index on ratebook.price_month_changes (month);

alter table ratebook.price_months enable row level security;
alter table ratebook.price_month_changes enable row level security;
grant select on ratebook.price_months, ratebook.price_month_changes to authenticated, service_role;
create policy "public records for everyone, all for administrators" on ratebook.price_months for select to authenticated
  using (audience = 'everyone' or (select ratebook.is_admin()));
create policy "signed-in users read" on ratebook.price_month_changes for select to authenticated using (true);

create function ratebook.note_changed_months() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into ratebook.price_month_changes (month)
  select date_trunc('month', captured_at at time zone 'UTC')::date from (select distinct captured_at from changed) c group by 1;
  return null;
end $$;
create trigger note_added after insert on public.price_snapshot_items
  referencing new table as changed for each statement execute function ratebook.note_changed_months();
create trigger note_changed after update on public.price_snapshot_items
  referencing new table as changed for each statement execute function ratebook.note_changed_months();
create trigger note_removed after delete on public.price_snapshot_items
  referencing old table as changed for each statement execute function ratebook.note_changed_months();

-- A record made public, or no longer so: its prices count for others at once, or no more.
create function ratebook.note_visibility() returns trigger
  language plpgsql security definer set search_path = ''
as $$
begin
  insert into ratebook.price_month_changes (month)
  select distinct date_trunc('month', captured_at at time zone 'UTC')::date from public.price_snapshots where project_id = new.id;
  return null;
end $$;
create trigger note_visibility after update of visibility on public.projects
  for each row when (old.visibility <> new.visibility) execute function ratebook.note_visibility();

insert into ratebook.price_month_changes (month)
select distinct date_trunc('month', captured_at at time zone 'UTC')::date from public.price_snapshots;

-- The caller's projects whose prices are in no month of 'everyone'. None for administrators: theirs are in all months.
create function ratebook.my_private_projects() returns setof uuid
  language sql stable security definer set search_path = ''
as $$
  select m.project_id from public.project_members m join public.projects p on p.id = m.project_id
  where m.user_id = auth.uid() and p.visibility <> 'everyone' and not ratebook.is_admin()
$$;
grant execute on function ratebook.my_private_projects() to authenticated, service_role;

-- Brings at most p_most changed months up to date, the newest first, and tells how many and how many are left.
create function ratebook.refresh_price_months(p_most integer default 120, out refreshed integer, out remaining integer)
  language plpgsql security definer set search_path = ''
as $$
declare v_month date;
begin
  if not (ratebook.is_service() or ratebook.is_admin()) then
    raise insufficient_privilege using message = 'Only administrators and the service may refresh the monthly prices.';
  end if;
  -- Two at once would write the same rows.
  perform pg_advisory_xact_lock(hashtextextended('ratebook.price_months', 0));
  refreshed := 0;
  for v_month in select distinct month from ratebook.price_month_changes order by month desc limit p_most loop
    -- First, and by itself: a change committed from here on leaves its own row, and the month is refreshed again.
    delete from ratebook.price_month_changes where month = v_month;
    delete from ratebook.price_months where month = v_month;
    insert into ratebook.price_months
    select library_item_id, audience, v_month, currency, unit, observations,
      quartiles[1], quartiles[2], quartiles[3], lowest, highest, prices, quantities
    from (
      select o.library_item_id, a.audience, h.currency, o.unit, count(*) as observations,
        percentile_cont(array[0.25, 0.5, 0.75]) within group (order by o.unit_price::double precision) as quartiles,
        min(o.unit_price) as lowest, max(o.unit_price) as highest,
        array_agg(o.unit_price::double precision order by o.captured_at, o.snapshot_id) as prices,
        array_agg(o.quantity::double precision order by o.captured_at, o.snapshot_id) as quantities
      from public.price_snapshots h
      join public.price_snapshot_items o on o.snapshot_id = h.id
      join public.projects p on p.id = h.project_id
      join (values ('administrators'), ('everyone')) a (audience) on a.audience = 'administrators' or p.visibility = 'everyone'
      where h.captured_at >= v_month::timestamp at time zone 'UTC'
        and h.captured_at < (v_month + interval '1 month') at time zone 'UTC'
      group by o.library_item_id, a.audience, h.currency, o.unit
    ) m;
    refreshed := refreshed + 1;
  end loop;
  select count(distinct month) into remaining from ratebook.price_month_changes;
end $$;
grant execute on function ratebook.refresh_price_months(integer) to authenticated, service_role;

create index on public.price_snapshots (captured_at);
-- What my_private_projects() adds to the months of everyone, and a project's own prices of an item.
create index on public.price_snapshot_items (project_id, library_item_id, captured_at);

insert into public.job_schedules (id, job_name, cron) values ('price-months', 'refresh-price-months', '30 2 * * *');
