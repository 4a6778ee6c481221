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
  -- Numbers of other items, the strongest first; what this one adds to their score; and estimates that have both.
  paired       integer[] not null,
  weight       real[] not null,
  together     integer[] not null,
  as_of        timestamptz not null,
  unique (number),
  check (cardinality(paired) = cardinality(weight) and cardinality(paired) = cardinality(together))
);
comment on column public.library_item_weights.weight is
  'Added to the score of the item of the same place in paired where an estimate has this one; below 0 it speaks against.';

alter table public.library_item_weights enable row level security;
revoke all on public.library_item_weights from anon, authenticated;
grant select on public.library_item_weights to authenticated;
grant select, insert, update, delete on public.library_item_weights to service_role;
create policy "signed-in users read" on public.library_item_weights for select to authenticated using (true);
