-- An item that contains itself has no cost. It is refused when it would be made, with the way it would go round;
-- direct_cost_lines() still knows what to do with one that is there from before.
create function ratebook.refuse_cycles() returns trigger
  language plpgsql security definer set search_path = ''
as $$
declare
  v_path text[];
begin
  if not exists (select from changed where kind = 'item') then return null; end if;
  -- Two that are added at once might close a cycle that neither of them sees.
  perform pg_advisory_xact_lock(hashtextextended('ratebook.factors', 0));
  with recursive down as (
    select c.library_item_id as root, c.sub_item_id as item, array[c.library_item_id, c.sub_item_id] as path
    from changed c where c.kind = 'item'
    union all
    select d.root, f.sub_item_id, d.path || f.sub_item_id
    from down d join public.factors f on f.library_item_id = d.item and f.kind = 'item'
    -- Once round is enough, whichever way.
    where d.item <> d.root and f.sub_item_id <> all (d.path[2:])
  )
  select array(select i.code from unnest(d.path) with ordinality as p (id, place)
    join public.library_items i on i.id = p.id order by p.place)
  into v_path
  from down d where d.item = d.root
  order by cardinality(d.path), d.path limit 1;
  if v_path is not null then
    raise invalid_parameter_value using
      message = format('sub_item_id would make an item contain itself: %s.', array_to_string(v_path, ' → ')),
      hint = 'Take out one of these items first.';
  end if;
  return null;
end $$;
create trigger refuse_cycles_added after insert on public.factors
  referencing new table as changed for each statement execute function ratebook.refuse_cycles();
create trigger refuse_cycles_changed after update on public.factors
  referencing new table as changed for each statement execute function ratebook.refuse_cycles();
