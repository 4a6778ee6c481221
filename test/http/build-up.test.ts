import Big from 'big.js';
import pg from 'pg';
import { beforeAll, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { makeNestedItem, nested } from '../support/nested-item.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** An item's build-up as a tree, through the real database. */
let databaseUrl = '';
const { ask, query } = makeScene((url) => {
  databaseUrl = url;
  return startNode(url);
});

beforeAll(async () => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await makeNestedItem(client);
  await client.end();
});

interface Row {
  level: number;
  kind: string;
  name: string;
  cost: string;
}
const itemOf = async (id: string) =>
  (await ask('estimator', 'GET', `/api/library/items/${id}`)).body;
const sumOf = (of: Row[]) => of.reduce((sum, { cost }) => sum.plus(cost), new Big(0)).toFixed();

test('an item of resources alone is a tree of one level, with how each amount is worked out', async () => {
  await query(
    `insert into public.factors (library_item_id, kind, resource_id, hours_per_unit, productivity_factor, crew_size)
     values ($1, 'labor', $2, 0.5, 1.25, 2)`,
    [rows.item, rows.otherResource],
  );
  const { build_up_tree: tree } = await itemOf(rows.item);
  const none = { productivity_factor: null, crew_size: null, utilization_factor: null };
  expect(tree).toEqual({
    direct_cost: '137',
    rows: [
      {
        ...{ level: 1, kind: 'material', library_item_id: null, resource_id: rows.resource },
        ...{ code: 'M1', name: 'Ready-mixed concrete', unit: 'm3' },
        ...{ quantity: '1.05', rate: '100', cost: '105' },
        ...{ ...none, wastage_percent: '0' },
      },
      {
        ...{ level: 1, kind: 'labor', library_item_id: null, resource_id: rows.otherResource },
        ...{ code: 'L1', name: 'Concretor', unit: 'h', quantity: '0.5', rate: '40', cost: '32' },
        ...{ ...none, wastage_percent: null, productivity_factor: '1.25', crew_size: '2' },
      },
    ],
  });
});

test('an item nested to six levels sums exactly at each, to the direct cost that the database says', async () => {
  const { build_up, build_up_tree: tree } = await itemOf(nested.item);
  const own: Row[] = tree.rows;
  expect(Math.max(...own.map(({ level }) => level))).toBe(7);
  const [{ direct }] = await query(
    'select sum(cost)::text as direct from ratebook.direct_cost_lines(array[$1::uuid], null, now())',
    [nested.item],
  );
  expect(tree.direct_cost).toBe(new Big(direct).toFixed());
  expect(sumOf(own.filter(({ level }) => level === 1))).toBe(tree.direct_cost);
  expect(build_up.costs.direct_total).toBe(Number(new Big(tree.direct_cost).toFixed(2)));
  const subItems = own.flatMap((row, index) => (row.kind === 'item' ? [{ row, index }] : []));
  expect(subItems.map(({ row }) => row.name).sort()).toEqual(
    // The way down, and mortar with its paste at two places more.
    ['Course', 'Joint', 'Leaf', 'Masonry', ...Array(3).fill('Mortar'), ...Array(3).fill('Paste')],
  );
  for (const { row, index } of subItems) {
    const end = own.findIndex((other, at) => at > index && other.level <= row.level);
    const under = own.slice(index + 1, end < 0 ? undefined : end);
    expect(sumOf(under.filter(({ level }) => level === row.level + 1)), row.name).toBe(row.cost);
  }
});

test('a sub-item says how much of it is taken, and what one unit of it costs', async () => {
  const { build_up_tree: tree } = await itemOf(nested.item);
  const { build_up: alone } = await itemOf(nested.mortar);
  const mortar = tree.rows.filter((row: { code: string }) => row.code === 'N-5');
  expect(mortar.map(({ quantity }: { quantity: string }) => quantity)).toEqual([
    '1.5',
    '0.25',
    '0.25',
  ]);
  for (const { rate, library_item_id, unit } of mortar) {
    expect({ library_item_id, unit }).toEqual({ library_item_id: nested.mortar, unit: 'm2' });
    expect(Number(rate)).toBeCloseTo(alone.costs.direct_total, 2);
  }
});

test('an item without a build-up has no tree', async () => {
  expect(await itemOf(rows.otherItem)).toMatchObject({ build_up: null, build_up_tree: null });
});
