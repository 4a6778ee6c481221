import { expect, test } from 'vitest';
import { service } from '../../src/database/identity.ts';
import { lookForFirstChanges } from '../../src/operations/look-for-changes-soon.ts';
import { rows } from '../support/fixture.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();

const start = () => scene.database().as(service, lookForFirstChanges);
const looks = () =>
  scene.query(
    `select id, status from public.background_job_logs where job_name = 'detect-price-changes'`,
  );

test('prices that were never looked through are at a start, once, and where there are any', async () => {
  await start();
  expect(await looks(), 'before any worker was connected there is no queue').toEqual([]);
  await scene.start();
  await scene.query('delete from public.price_snapshot_items');
  await start();
  expect(await looks(), 'without prices').toEqual([]);

  await scene.query(
    `with s as (
       insert into public.price_snapshots (project_id, captured_at, source, currency)
       values ($1, '2024-01-15T00:00:00Z', 'bid', 'USD') returning id, project_id, captured_at)
     insert into public.price_snapshot_items (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
     select id, project_id, captured_at, $2, 'm3', 1, 100, 'agreed' from s`,
    [rows.publicProject, rows.item],
  );
  await start();
  const [look] = await looks();
  await scene.becomes(look.id, 'completed');
  await start();
  expect(await looks()).toEqual([{ id: look.id, status: 'completed' }]);
});
