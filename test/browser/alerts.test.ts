import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connect, type Database } from '../../src/database/database.ts';
import { lookForAlerts } from '../../src/jobs/look-for-alerts.ts';
import { lookThrough, makeWebScene } from '../support/web-scene.ts';

const scene = makeWebScene({ database: 'of the tests', as: 'Ada, administrator' });
let database: Database;
beforeAll(() => {
  database = connect(scene.databaseUrl());
});
afterAll(() => database.close());

/** Three attempts of a run lose their worker, or, as time passes, have lost it longer ago than an hour. */
const loseWorker = () =>
  scene.query(`
    with run as (
      insert into public.background_job_logs (id, job_name, status, trigger, finished_at)
      values (gen_random_uuid(), 'clean-job-logs', 'cancelled', 'schedule', now()) returning id)
    insert into public.job_attempts (run_id, attempt, worker, finished_at, outcome)
    select id, n, 'gone:1', now(), 'lost' from run, generate_series(1, 3) n`);
const anHourPasses = () =>
  scene.query(`update public.job_attempts set finished_at = finished_at - interval '61 minutes'`);

const alerts = (page: Page) => page.getByRole('region', { name: 'Alerts' }).getByRole('listitem');
const stalls = '3 attempts lost their worker in the last hour. See why workers end.';
/** The page has just asked, and asks by itself only in ten seconds: what it shows before, it was told of. */
const hasAsked = (page: Page) => page.waitForResponse(/\/api\/jobs\/health$/);
const told = { timeout: 9_000 };

test('an alert is seen as it is raised, and as it resolves itself, without reloading', async () => {
  const page = await scene.open('/jobs');
  await page.getByRole('region', { name: 'Queues' }).waitFor();
  await expect.poll(() => alerts(page).count()).toBe(0);

  await loseWorker();
  await hasAsked(page);
  await lookForAlerts(database);
  await alerts(page).filter({ hasText: stalls }).filter({ hasText: 'since' }).waitFor(told);
  const { check, faults } = lookThrough(page);
  await check('while an alert stands');

  await anHourPasses();
  await hasAsked(page);
  await lookForAlerts(database);
  await alerts(page).filter({ hasText: stalls }).filter({ hasText: 'resolved' }).waitFor(told);
  await check('when it has resolved itself');
  expect(faults).toEqual([]);
  await expect.poll(() => alerts(page).count()).toBe(1);
});

test('an estimator, who cannot act on them, is shown none', async () => {
  const page = await scene.open('/jobs', { as: 'Erin, estimator' });
  await page.getByRole('region', { name: 'Queues' }).waitFor();
  await expect.poll(() => alerts(page).count()).toBe(0);
});
