import { expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl));

/** An item with two prices for quantities, the older first. */
async function item(code: string, unit: string, prices: readonly { price: number; of: number }[]) {
  const [{ id }] = await scene.query(
    `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $2, $3) returning id`,
    [rows.section, code, unit],
  );
  for (const [at, { price, of }] of prices.entries()) {
    await scene.query(
      `with s as (
         insert into public.price_snapshots (project_id, captured_at, source, currency)
         values ($1, $2::timestamptz + (select count(*) from public.price_snapshots) * interval '1 second', 'bid', 'USD')
         returning id, project_id, captured_at)
       insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
       select id, project_id, captured_at, $3, $4, $5, $6, 'agreed' from s`,
      [rows.publicProject, `2026-0${at + 1}-15T00:00:00Z`, id, unit, of, price],
    );
  }
}

test('an item says whether its two newest prices are for a whole, which cannot be compared', async () => {
  await item('WHOLE-EACH', 'each', [
    { price: 3_000, of: 1 },
    { price: 2_548_262, of: 1 },
  ]);
  await item('WHOLE-LS', 'L.S.', [{ price: 90_000, of: 1 }]);
  await item('EACH', 'each', [
    { price: 300, of: 1 },
    { price: 420, of: 12 },
  ]);
  await item('NEVER', 'each', []);
  const { body } = await scene.ask('stranger', 'GET', '/api/library/items?sort=code&limit=200');
  const told = Object.fromEntries(
    body.items.map((row: Record<string, unknown>) => [
      row.code,
      [row.previous_price, row.price, row.is_lump_sum],
    ]),
  );
  expect(told).toMatchObject({
    'WHOLE-EACH': [3_000, 2_548_262, true],
    'WHOLE-LS': [null, 90_000, true],
    EACH: [300, 420, false],
    NEVER: [null, null, false],
  });
});
