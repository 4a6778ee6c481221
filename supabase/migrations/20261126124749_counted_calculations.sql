-- A calculation that has ended keeps how many of its items have no cost: a list of fifty counted up to half a million rows.
alter table public.cost_calculations
  -- Null until it has ended; the rest of item_count has a cost.
  add column failed integer check (failed between 0 and item_count);
update public.cost_calculations c set failed = (
  select count(*) from public.cost_calculation_items i where i.calculation_id = c.id and i.error is not null)
where finished_at is not null;
