-- Baskets whose pairs several workers count, and what each of them counted; there while a night's run lasts.
create table ratebook.pair_countings (
  id         uuid primary key default gen_random_uuid(),
  -- The run that shared it out.
  run_id     uuid references public.background_job_logs on delete cascade,
  item_count integer not null check (item_count >= 0),
  -- Items of the baskets, basket after basket, and where each begins: int4, little-endian.
  items      bytea not null,
  offsets    bytea not null
);
create index on ratebook.pair_countings (run_id);
create table ratebook.pair_blocks (
  counting_id uuid not null references ratebook.pair_countings on delete cascade,
  block       integer not null,
  -- Its items: from the first up to, not including, the end.
  first_item  integer not null,
  end_item    integer not null check (end_item > first_item),
  -- The run that counts it.
  run_id      uuid not null,
  -- The items, those paired with them, and the estimates that have both, one list after another, as above; null until counted.
  pairs       bytea,
  primary key (counting_id, block)
);
alter table ratebook.pair_countings enable row level security;
alter table ratebook.pair_blocks enable row level security;
grant select, insert, update, delete on ratebook.pair_countings, ratebook.pair_blocks to service_role;
create policy "the service alone" on ratebook.pair_countings for all to service_role using (true) with check (true);
create policy "the service alone" on ratebook.pair_blocks for all to service_role using (true) with check (true);

-- Processes that work on jobs at this moment.
create function ratebook.live_workers() returns integer
  language plpgsql stable security definer set search_path = ''
as $$
declare live integer := 0;
begin
  if to_regclass('pgboss.instance') is not null then
    select count(distinct (host, pid)) into live from pgboss.instance
    where stopped_on is null and application_name like 'ratebook jobs %'
      and heartbeat_on > now() - 3 * heartbeat_seconds * interval '1 second';
  end if;
  return live;
end $$;
grant execute on function ratebook.live_workers() to service_role;
