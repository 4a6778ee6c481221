-- What an item says of others takes less than half the bytes, so that it stays in its row. What was learned before is
-- gone until the next night; until then an estimate's suggestions come from the pairs.
delete from public.library_item_weights;
alter table public.library_item_weights drop constraint library_item_weights_said_check;
comment on column public.library_item_weights.said is
  'What it adds to the scores of others, packed: see src/database/queries/suggestions/packed-voices.ts.';
