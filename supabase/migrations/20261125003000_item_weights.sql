-- What each item of an estimate says for and against the others, learned nightly from past estimates: the ranking of
-- suggestions, one row an item so that an estimate's ranking reads as many rows as it has items.
create table public.library_item_weights (
  library_item_id uuid primary key references public.library_items on delete cascade,
  -- Its place in the columns below, within one learning.
  number       integer not null,
  -- Estimates learned from that have it, of how many in all.
  estimates    integer not null check (estimates > 0),
  of_estimates integer not null check (of_estimates >= estimates),
  -- In so many of them that it tells little of one: named after those that tell estimates apart.
  is_routine   boolean not null,
  -- The strongest first, 12 bytes each, little-endian: the number of another item (int4), what this one adds to its
  -- score where an estimate has this one, below 0 where it speaks against it (float4), and the estimates that have both
  -- (int4). As an array of rows an estimate of 80 items took 40 ms to rank, most of it to take the arrays apart.
  said         bytea not null check (octet_length(said) % 12 = 0),
  as_of        timestamptz not null,
  unique (number)
);
create index on public.library_item_weights (number) where is_routine;

alter table public.library_item_weights enable row level security;
revoke all on public.library_item_weights from anon, authenticated;
grant select on public.library_item_weights to authenticated;
grant select, insert, update, delete on public.library_item_weights to service_role;
create policy "signed-in users read" on public.library_item_weights for select to authenticated using (true);
