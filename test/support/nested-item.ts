import type pg from 'pg';

const id = (number: number) => `30000000-0000-4000-8000-${String(number).padStart(12, '0')}`;

/** The item of `makeNestedItem`, and the sub-item that stands in it at several places. */
export const nested = { item: id(1), mortar: id(6) } as const;

/**
 * A library of its own with an item nested to six levels below it: a wall of masonry of … of mortar, each level with a
 * resource of its own. The wall takes mortar itself as well, twice, as much each time.
 */
export async function makeNestedItem(client: pg.Client): Promise<void> {
  const levels = ['Wall', 'Masonry', 'Leaf', 'Course', 'Joint', 'Mortar', 'Paste'];
  await client.query(
    `with d as (insert into public.divisions (code, name) values ('N', 'Nested') returning id)
     insert into public.sections (division_id, code, name) select id, 'N-1', 'Nested' from d`,
  );
  const item = (level: number) => id(level + 1);
  const resource = (level: number) => id(level + 101);
  const kinds = ['material', 'labor', 'equipment'];
  for (const [level, name] of levels.entries()) {
    await client.query(
      `insert into public.library_items (id, section_id, code, name, unit)
       select $1, id, $2, $3, 'm2' from public.sections where code = 'N-1'`,
      [item(level), `N-${level}`, name],
    );
    await client.query(
      `insert into public.resources (id, kind, code, name, unit, rate) values ($1, $2, $3, $4, 'h', $5)`,
      [resource(level), kinds[level % 3], `NR-${level}`, `${name} resource`, `${level + 1}.37`],
    );
    await client.query(
      kinds[level % 3] === 'material'
        ? `insert into public.factors (library_item_id, kind, resource_id, quantity_per_unit, wastage_percent) values ($1, $2, $3, 1.3, 5)`
        : `insert into public.factors (library_item_id, kind, resource_id, hours_per_unit, productivity_factor, utilization_factor)
           values ($1, $2, $3, 0.7, 0.9, 0.8)`,
      [item(level), kinds[level % 3], resource(level)],
    );
  }
  const contains = (outer: number, inner: number, quantity: string) =>
    client.query(
      `insert into public.factors (library_item_id, kind, sub_item_id, quantity_per_unit) values ($1, 'item', $2, $3)`,
      [item(outer), item(inner), quantity],
    );
  for (const level of levels.keys()) {
    if (level > 0) await contains(level - 1, level, `1.${level}`);
  }
  await contains(0, 5, '0.25');
  await contains(0, 5, '0.25');
}
