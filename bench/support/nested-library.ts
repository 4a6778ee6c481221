import type pg from 'pg';
import { seededRandom } from '../../src/demo/random.ts';

const resources = 500;
const levels = 4;

/**
 * Adds a section of so many items (a multiple of four), a quarter of them on each of four levels: four lines of resources
 * each, and above the first level two items of the level below. Divisors are such that every quotient ends.
 * @returns the ids of the items, the lowest level first
 */
export async function addNestedLibrary(client: pg.Client, items: number): Promise<string[]> {
  const perLevel = items / levels;
  const random = seededRandom(5);
  const decimal = (most: number) => random.between(0.1, most).toFixed(2);
  await client.query(`
    with d as (insert into public.divisions (code, name) values ('nest', 'Nested') returning id)
    insert into public.sections (division_id, code, name) select id, 'nest', 'Nested' from d`);
  const kinds = ['material', 'labor', 'equipment'];
  const { rows: made } = await client.query<{ id: string; kind: string }>(
    `insert into public.resources (code, name, unit, kind, rate)
     select 'nest-' || n, 'Resource ' || n, 'u', kind, rate from unnest($1::text[], $2::numeric[]) with ordinality r (kind, rate, n)
     returning id, kind`,
    [
      Array.from({ length: resources }, (_, at) => kinds[at % 3]),
      Array.from({ length: resources }, () => decimal(200)),
    ],
  );
  const { rows: ids } = await client.query<{ id: string }>(
    `insert into public.library_items (section_id, code, name, unit)
     select s.id, 'nest-' || n, 'Item ' || n, 'u' from (select id from public.sections where code = 'nest') s, generate_series(1, $1) n returning id`,
    [items],
  );
  const factors = ids.flatMap(({ id }, at) => {
    const level = Math.floor(at / perLevel);
    const own = Array.from({ length: 4 }, () => {
      const { id: resource_id, kind } = random.pick(made);
      const amount =
        kind === 'material' ? { quantity_per_unit: decimal(5) } : { hours_per_unit: decimal(2) };
      return {
        library_item_id: id,
        kind,
        resource_id,
        ...amount,
        wastage_percent: kind === 'material' ? decimal(9) : 0,
        productivity_factor: kind === 'labor' ? 1.25 : 1,
      };
    });
    const below = ids.slice((level - 1) * perLevel, level * perLevel);
    const parts = Array.from({ length: level === 0 ? 0 : 2 }, () => ({
      library_item_id: id,
      kind: 'item',
      sub_item_id: random.pick(below).id,
      quantity_per_unit: decimal(3),
      wastage_percent: 0,
      productivity_factor: 1,
    }));
    return [...own, ...parts];
  });
  await client.query(
    `insert into public.factors (library_item_id, kind, resource_id, sub_item_id, quantity_per_unit, hours_per_unit, wastage_percent, productivity_factor)
     select library_item_id, kind, resource_id, sub_item_id, quantity_per_unit, hours_per_unit, wastage_percent, productivity_factor
     from jsonb_populate_recordset(null::public.factors, $1::jsonb)`,
    [JSON.stringify(factors)],
  );
  await client.query('analyze');
  return ids.map(({ id }) => id);
}
