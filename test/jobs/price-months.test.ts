import { expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();

test('monthly prices are summed up by a job, in steps, until no month is left', async () => {
  await scene.query(
    `with s as (
       insert into public.price_snapshots (project_id, captured_at, source, currency)
       select $1, timestamptz '2024-01-15T00:00:00Z' + n * interval '1 month', 'bid', 'USD' from generate_series(0, 19) n
       returning id, project_id, captured_at)
     insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
     select id, project_id, captured_at, $2, 'm3', 1, 100 + extract(month from captured_at), 'agreed' from s`,
    [rows.publicProject, rows.item],
  );
  const [{ changed }] = await scene.query(
    'select count(distinct month)::int as changed from ratebook.price_month_changes',
  );
  expect(changed).toBeGreaterThanOrEqual(20);
  await scene.start();
  const id = await scene.enqueue('refresh-price-months', {}, 'schedule');
  await scene.becomes(id, 'completed');
  const { output } = await scene.run(id);
  expect(output).toMatchObject({ months: changed });
  const [{ left, kept }] = await scene.query(
    `select (select count(*)::int from ratebook.price_month_changes) as left,
       (select count(*)::int from ratebook.price_months where audience = 'everyone' and library_item_id = $1
          and month >= '2024-01-01' and month < '2025-09-01') as kept`,
    [rows.item],
  );
  expect({ left, kept }).toEqual({ left: 0, kept: 20 });
});
