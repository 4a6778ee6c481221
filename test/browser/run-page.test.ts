import { expect, test } from 'vitest';
import { lookThrough, makeWebScene } from '../support/web-scene.ts';

const runId = '5d2b7c60-1d0f-4a53-9a86-0d5f1c1b7e11';

/** A run that Erin asked for and that failed for good, with a log of many lines, seen from New York. */
const scene = makeWebScene({
  database: 'of the tests',
  as: 'Ada, administrator',
  timeZone: 'America/New_York',
  fill: async (client) => {
    await client.query(
      `insert into public.background_job_logs (id, job_name, trigger, requested_by, status, input, error_message, attempt, priority,
          queued_at, started_at, finished_at)
       select $1, 'capture-price-snapshot', 'person', '0e57a000-0000-4000-8000-000000000001', 'failed', '{}', 'The quarry is closed', 2, 10,
          moment, moment + interval '1 hour', moment + interval '1 hour 2 seconds'
       from (values (date_trunc('day', now()) - interval '7 hours')) as at (moment)`,
      [runId],
    );
    await client.query(
      `insert into public.people (user_id, name) values ('0e57a000-0000-4000-8000-000000000001', 'Erin, estimator')
       on conflict do nothing`,
    );
    await client.query(
      `insert into public.job_log_lines (run_id, attempt, at, level, message)
       select $1, 1, '2026-01-15T18:56:33.589Z', case when n = 1 then 'warning' else 'info' end, 'Looked at part ' || n
       from generate_series(1, 60) n`,
      [runId],
    );
  },
});

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)(
  "in %s at %i pixels, a run's page tells who asked for it, and its log by the reader's clock, scrolled by keyboard",
  async (theme, width) => {
    const page = await scene.open(`/jobs/runs/${runId}`, { theme, width });
    await page.getByRole('definition').filter({ hasText: 'Erin, estimator' }).waitFor();
    const log = page.getByRole('list', { name: 'Log' });
    await log.getByText('13:56:33.589').first().waitFor();
    // Its two attempts lie an hour apart: nobody waited that long for the first.
    expect(await page.getByText(/^waited/).count()).toBe(0);
    const { check, faults } = lookThrough(page);
    await check('a run with a long log');
    expect(faults).toEqual([]);
    await log.focus();
    await page.keyboard.press('End');
    await expect.poll(() => log.evaluate((list) => list.scrollTop)).toBeGreaterThan(0);
  },
);

test('on a phone the history says why a run failed, and the queues how long they take', async () => {
  const page = await scene.open('/jobs?status=failed', { width: 390, theme: 'dark' });
  const history = page.getByRole('region', { name: 'History' });
  await history
    .getByRole('row')
    .getByText('The quarry is closed')
    .locator('visible=true')
    .waitFor();
  const queues = page.getByRole('region', { name: 'Queues' });
  await queues
    .getByRole('row')
    .filter({ hasText: 'Detect price changes' })
    .getByText(/^0 waiting · 0 running · 0 failed in 24 h · .*(last|no) success/)
    .waitFor();
  // The way to pause each is not cut off by the window's edge.
  const pause = queues.getByRole('button', { name: 'Pause Detect price changes' });
  await pause.scrollIntoViewIfNeeded();
  const box = await pause.boundingBox();
  expect((box?.x ?? 390) + (box?.width ?? 0)).toBeLessThan(390);
  const { check, faults } = lookThrough(page);
  await check('jobs on a phone');
  expect(faults).toEqual([]);
});

test('dead letters are counted, and shown from there by keyboard', async () => {
  const page = await scene.open('/jobs?q=gravel');
  const history = page.getByRole('region', { name: 'History' });
  await history.getByText('No run fits this filter').waitFor();
  await page.getByRole('button', { name: '1 dead letter' }).press('Enter');
  await page.waitForURL(/\?status=failed$/);
  await history.getByText('The quarry is closed').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.textContent)).toBe('History');
  await history.getByRole('link', { name: 'Capture prices of a project' }).click();
  await page.getByRole('button', { name: 'Discard' }).click();
  await page.getByLabel('Reason').fill('the quarry is gone');
  await page.getByRole('button', { name: 'Discard this run' }).click();
  await page.getByText('Discarded: the quarry is gone').waitFor();
  await page.getByRole('link', { name: 'Jobs', exact: true }).first().click();
  await page.getByText('no dead letters').waitFor();
});
