import type pg from 'pg';
import type { ReplacedDemo } from './report.ts';

/**
 * Removes the demo library in the caller's transaction: its projects with all that is in them, and then
 * whatever of its items, resources and headings nothing else refers to.
 * @returns null where there is none
 */
export async function replaceDemo(client: pg.ClientBase): Promise<ReplacedDemo | null> {
  const { rows } = await client.query<{ projects: number; items: number }>(`
    select (select count(*) from public.projects where source = 'demo')::int as projects,
           (select count(*) from public.library_items where source = 'demo')::int as items`);
  const [before] = rows;
  if (!before || before.projects + before.items === 0) return null;
  await client.query(`delete from public.projects where source = 'demo'`);
  await client.query(keepUsedItems);
  // First, since a sub-item's row cannot go while a factor of another item still names it.
  await client.query(`delete from public.factors f using public.library_items i
    where i.id = f.library_item_id and i.source = 'demo' and i.id not in (select id from kept_items)`);
  const gone = await client.query(`delete from public.library_items
    where source = 'demo' and id not in (select id from kept_items)`);
  await client.query('drop table kept_items');
  for (const statement of unusedRest) await client.query(statement);
  const items = gone.rowCount ?? 0;
  return { projects: before.projects, items, itemsKept: before.items - items };
}

// With the demo's projects gone, any reference left is the user's own; what a kept item is built of stays too.
const keepUsedItems = `
  create temporary table kept_items on commit drop as
  with recursive kept (id) as (
    select i.id from public.library_items i
    where i.source = 'demo' and (
      exists (select from public.estimate_items e where e.library_item_id = i.id)
      or exists (select from public.estimate_library_usage u where u.library_item_id = i.id)
      or exists (select from public.price_snapshot_items p where p.library_item_id = i.id)
      or exists (select from public.factors f join public.library_items o on o.id = f.library_item_id
                 where f.sub_item_id = i.id and o.source <> 'demo'))
    union
    select f.sub_item_id from kept k
    join public.factors f on f.library_item_id = k.id and f.kind = 'item'
  )
  select id from kept`;

const unusedRest = [
  `delete from public.resources r where source = 'demo'
     and not exists (select from public.factors f where f.resource_id = r.id)
     and not exists (select from public.project_rates p where p.resource_id = r.id)
     and not exists (select from public.price_snapshot_rates p where p.resource_id = r.id)`,
  `delete from public.assemblies a where source = 'demo'
     and not exists (select from public.library_items i where i.assembly_id = a.id)`,
  `delete from public.sections s where source = 'demo'
     and not exists (select from public.library_items i where i.section_id = s.id)
     and not exists (select from public.assemblies a where a.section_id = s.id)`,
  `delete from public.divisions d where source = 'demo'
     and not exists (select from public.sections s where s.division_id = d.id)`,
];
