import { expect, test } from 'vitest';
import { makeWebScene } from '../support/web-scene.ts';

/** A run that is a quarter done after ten minutes, of a worker that is still at it. */
const { open } = makeWebScene({
  database: 'of the tests',
  as: 'Ada, administrator',
  fill: (client) =>
    client.query(`
      insert into public.background_job_logs (job_name, trigger, status, input, phase, done, total, queued_at, started_at)
      values ('calculate-costs', 'service', 'running', '{}', 'Calculating', 250, 1000, now() - interval '10 minutes',
        now() - interval '10 minutes')`),
});

test('a run that is under way tells how long it still takes', async () => {
  const page = await open('/jobs');
  const running = page.getByRole('region', { name: 'Running now' });
  await running.getByText(/Calculating, 30 min \d+ s left/).waitFor();
  const history = page.getByRole('region', { name: 'History' });
  const told = history.getByText(/Calculating, 30 min \d+ s left/);
  await told.waitFor();
  await history.getByRole('link', { name: 'Calculate a project’s costs' }).click();
  await page.getByText(/Calculating, 30 min \d+ s left/).waitFor();
  await expect.poll(() => page.getByRole('progressbar', { name: 'Calculating' }).count()).toBe(1);
});
