import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { lookThrough, makeWebScene } from '../support/web-scene.ts';

/** A day in which jobs waited for an hour, and three acts of a week. */
const scene = makeWebScene({
  database: 'of the tests',
  as: 'Ada, administrator',
  fill: async (client) => {
    await client.query(`
      insert into public.job_queue_samples (at, name, ready, active, oldest_seconds)
      select date_trunc('minute', now()) - n * interval '1 minute', 'bulk-update', case when n between 300 and 360 then 40 else 0 end, 1,
        case when n between 300 and 360 then (360 - n) * 60 end
      from generate_series(5, 1400) n on conflict do nothing`);
    await client.query(`
      insert into public.job_audit (at, user_id, action, target, details) values
        ('2026-03-01T10:00:00Z', gen_random_uuid(), 'pause', 'bulk-update', '{"why": "frost in the quarry"}'),
        ('2026-03-02T10:00:00Z', null, 'pause', 'clean-job-logs', '{}'),
        ('2026-03-03T10:00:00Z', null, 'resume', 'clean-job-logs', '{"why": "frost is over"}')`);
  },
});

const waited = (page: Page) =>
  page.getByRole('region', { name: 'What waited and ended', exact: true });
const done = (page: Page) => page.getByRole('region', { name: 'What was done here' });
const acts = (page: Page) => done(page).getByRole('listitem');

test('what waited is drawn and told as a table, for a length of time that the address keeps', async () => {
  const page = await scene.open('/jobs');
  await waited(page).getByRole('img', { name: 'Jobs that wait: at most 40.' }).waitFor();
  await waited(page).getByRole('img', { name: 'Age of the oldest: at most 1 h 0 min.' }).waitFor();
  await waited(page)
    .getByRole('img', { name: /^Runs that ended: \d+ well, 0 failed\.$/ })
    .waitFor();
  await waited(page).getByText('7 days').click();
  await page.waitForURL(/over=7d/);
  await waited(page).getByText('Table').click();
  await waited(page).getByRole('cell', { name: '40', exact: true }).first().waitFor();
  await page.reload();
  await waited(page).getByRole('table').waitFor();
  await expect.poll(() => waited(page).getByRole('row').count()).toBe(85);
});

test('what was done is found by who, what, when and words, which the address keeps', async () => {
  const page = await scene.open('/jobs');
  await expect.poll(() => acts(page).count()).toBe(3);
  await done(page).getByRole('searchbox').fill('frost');
  await expect.poll(() => acts(page).count()).toBe(2);
  await done(page).getByRole('combobox', { name: 'Who' }).selectOption('The service');
  await expect.poll(() => acts(page).allInnerTexts()).toEqual([expect.stringContaining('is over')]);
  await page.reload();
  await expect.poll(() => acts(page).allInnerTexts()).toEqual([expect.stringContaining('is over')]);
  await done(page).getByRole('searchbox').fill('');
  await done(page).getByRole('combobox', { name: 'Who' }).selectOption('Everybody');
  await done(page).getByRole('combobox', { name: 'What' }).selectOption('paused a queue');
  await expect.poll(() => acts(page).count()).toBe(2);
  await done(page).getByLabel('from').fill('2026-03-02');
  await done(page).getByLabel('to', { exact: true }).fill('2026-03-02');
  await expect.poll(() => acts(page).count()).toBe(1);
  // The words follow when the typing has settled.
  await expect
    .poll(() => new URL(page.url()).search)
    .toBe('?act=pause&from=2026-03-02&to=2026-03-02');
  await done(page).getByLabel('to', { exact: true }).fill('2026-03-01');
  await done(page).getByText('Nothing fits this filter').waitFor();
});

test('workers are shown with how long they live and how much memory they take', async () => {
  const page = await scene.open('/jobs');
  const workers = page.getByRole('region', { name: 'Workers' });
  await workers.getByText(/alive since/).waitFor();
});

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('in %s at %i pixels, none of it has a fault of accessibility', async (theme, width) => {
  const page = await scene.open('/jobs?words=frost', { width, theme });
  const { check, faults } = lookThrough(page);
  await waited(page)
    .getByRole('img', { name: /^Jobs that wait/ })
    .waitFor();
  await expect.poll(() => acts(page).count()).toBe(2);
  await check('as charts');
  await waited(page).getByText('Table').click();
  await waited(page).getByRole('table').waitFor();
  await check('as a table');
  // However far down the page goes, it is the page that scrolls, and the frame about it stays.
  await done(page).getByLabel('to', { exact: true }).focus();
  expect(
    await page.evaluate(() =>
      [document.documentElement, document.body].map((e) => e.scrollHeight - e.clientHeight),
    ),
  ).toEqual([0, 0]);
  expect(faults).toEqual([]);
});

test('what runs at the moment stands near the top, and is ended there', async () => {
  // Held up while it counts.
  await scene.query('begin');
  await scene.query('lock table public.library_item_popularity in exclusive mode');
  const page = await scene.open('/jobs');
  const running = page.getByRole('region', { name: 'Running now' });
  await running.getByText('Nothing runs at the moment.').waitFor();
  const title = 'Aggregate popularity and pairs';
  const schedules = page.getByRole('region', { name: 'Schedules', exact: true });
  await schedules
    .getByRole('listitem')
    .filter({ hasText: title })
    .getByRole('button', { name: 'Run now' })
    .click();
  const run = running.getByRole('listitem').filter({ hasText: title });
  await run.getByText('You, begun just now').waitFor();
  await run.getByRole('button', { name: `Cancel ${title}` }).click();
  await running.getByText('Nothing runs at the moment.').waitFor();
  await scene.query('rollback');
  const history = page.getByRole('region', { name: 'History' });
  await history
    .getByRole('row')
    .filter({ hasText: title })
    .getByRole('cell', { name: 'Cancelled', exact: true })
    .waitFor();
});

test('a run that waits is put off, given another priority, and begins when it is told to', async () => {
  const page = await scene.open('/jobs');
  await page.getByRole('button', { name: 'Pause Remove old job logs' }).click();
  const resume = page.getByRole('button', { name: 'Go on with Remove old job logs' });
  await resume.waitFor();
  await page.getByRole('button', { name: 'Run now: Remove old job logs' }).click();
  const waiting = page
    .getByRole('region', { name: 'History' })
    .getByRole('row')
    .filter({ hasText: 'Queued' });
  await waiting.getByRole('link').first().click();
  await page.waitForURL(/\/jobs\/runs\//);

  await page.getByRole('button', { name: 'Put off' }).click();
  const until = page.getByLabel('Until, in your time');
  await until.fill('2020-01-01T06:00');
  await page.getByRole('button', { name: 'Put it off' }).click();
  await page
    .getByRole('alert')
    .getByText(/must lie ahead/)
    .waitFor();
  scene.forgive();
  const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 11);
  await until.fill(`${tomorrow}06:00`);
  await page.getByRole('button', { name: 'Put it off' }).click();
  await page.getByText(/^Put off until .* 06:00\.$/).waitFor();
  const { check, faults } = lookThrough(page);
  await check('a run that was put off');
  expect(faults).toEqual([]);

  await page.getByRole('button', { name: 'Priority 10' }).click();
  await page.getByLabel('Priority, from −100 to 100').fill('42');
  await page.getByRole('button', { name: 'Change the priority' }).click();
  await page.getByRole('button', { name: 'Priority 42' }).waitFor();

  await page.getByRole('button', { name: 'Begin now' }).click();
  await expect.poll(() => page.getByText(/^Put off until/).count()).toBe(0);
  const run = page.url();
  await page.goto(`${scene.address()}/jobs`);
  await resume.click();
  await page.goto(run);
  await page.getByText('Completed').first().waitFor();
});
