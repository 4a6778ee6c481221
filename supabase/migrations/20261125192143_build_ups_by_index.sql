-- The build-up of one item among ten thousand was looked for by reading every factor: a plan made before the items are
-- known takes them for many. It is now planned for those asked for: by index for a few, reading all for all.
create or replace function ratebook.build_up_lines(p_items uuid[])
  returns table (library_item_id uuid, kind text, via text[], multiplier numeric, factor public.factors)
  -- A few items are usual: for these the rest is looked up by index rather than read whole.
  language plpgsql stable rows 50 set search_path = '' set plan_cache_mode = force_custom_plan
as $$
#variable_conflict use_column
begin
  return query
  with recursive tree as (
    select i.id as root, i.id as item, 1::numeric as multiplier, array[i.id] as path, array[i.code] as codes, false as closed
    from public.library_items i where i.id = any (p_items)
    union all
    select t.root, f.sub_item_id, t.multiplier * f.amount, t.path || f.sub_item_id, t.codes || i.code,
      f.sub_item_id = any (t.path)
    from tree t
    join public.factors f on f.library_item_id = t.item and f.kind = 'item'
    join public.library_items i on i.id = f.sub_item_id
    where not t.closed
  )
  select t.root, f.kind, t.codes[2:], t.multiplier, f
  from tree t join public.factors f on f.library_item_id = t.item and f.kind <> 'item'
  where not t.closed
  union all
  select t.root, 'cycle', t.codes, t.multiplier, null from tree t where t.closed;
end $$;
