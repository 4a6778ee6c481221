import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { lookThrough, makeWebScene, openActions } from '../support/web-scene.ts';

/** A history with 130 failed runs of one cause among others. */
const scene = makeWebScene({
  database: 'of the tests',
  as: 'Ada, administrator',
  fill: (client) =>
    client.query(`
      insert into public.background_job_logs (job_name, trigger, status, input, error_message, queued_at, started_at, finished_at)
      select 'capture-price-snapshot', 'service', case when n % 2 = 0 then 'failed' else 'completed' end,
        jsonb_build_object('projectId', gen_random_uuid(), 'webhook', jsonb_build_object('apiKey', 'k-7f3a9c')),
        case when n % 2 = 0 then 'The quarry is closed on day ' || n end,
        now() - n * interval '1 minute', now() - n * interval '1 minute', now() - n * interval '1 minute'
      from generate_series(1, 260) n`),
});

const history = (page: Page) => page.getByRole('region', { name: 'History' });
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Chosen runs' });
const boxes = (page: Page) => history(page).getByRole('checkbox', { name: /^Choose Capture/ });

/** The history of runs that failed for the quarry, newest first. */
async function openQuarry(width = 1440, theme: 'light' | 'dark' = 'light') {
  const page = await scene.open('/jobs', { width, theme });
  await history(page)
    .getByRole('searchbox', { name: 'Search input and errors' })
    .fill('QUARRY closed');
  await page.waitForURL(/q=QUARRY/);
  await expect.poll(() => history(page).getByRole('row').getByText('Completed').count()).toBe(0);
  await expect.poll(() => boxes(page).count()).toBe(50);
  return page;
}

test('is searched by words, which the address keeps, and shows no secret', async () => {
  const page = await openQuarry();
  await page.reload();
  await expect.poll(() => boxes(page).count()).toBe(50);
  await expect.poll(() => history(page).getByRole('searchbox').inputValue()).toBe('QUARRY closed');
  await history(page).getByRole('link', { name: 'Capture prices of a project' }).first().click();
  const input = page.getByRole('region', { name: 'Input' });
  await input.getByText(/"apiKey": "\[redacted\]"/).waitFor();
});

test('is filtered by any job, also one that has neither a schedule nor a run on the page', async () => {
  const page = await openQuarry();
  await history(page).getByRole('combobox', { name: 'Job' }).selectOption('Bulk update');
  await page.waitForURL(/job=bulk-update/);
  await history(page).getByText('No run fits this filter').waitFor();
  await page.reload();
  await history(page).getByText('No run fits this filter').waitFor();
  await expect
    .poll(() => history(page).getByRole('combobox', { name: 'Job' }).inputValue())
    .toBe('bulk-update');
});

test('has runs chosen in ranges, by pointer and by keyboard', async () => {
  const page = await openQuarry();
  await boxes(page).nth(1).click();
  await boxes(page)
    .nth(5)
    .click({ modifiers: ['Shift'] });
  await bar(page).getByText('5 runs', { exact: true }).waitFor();
  await bar(page).getByRole('button', { name: 'Try 5 again' }).waitFor();
  await bar(page).getByRole('button', { name: 'Choose none' }).click();

  await boxes(page).nth(2).focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await page.keyboard.press('Shift+ArrowDown');
  await bar(page).getByText('3 runs', { exact: true }).waitFor();
  await expect.poll(() => boxes(page).nth(2).isChecked()).toBe(false);
  await expect.poll(() => boxes(page).nth(5).isChecked()).toBe(true);

  await history(page).getByRole('checkbox', { name: 'Choose all shown' }).check();
  await bar(page).getByText('50 runs', { exact: true }).waitFor();
});

test.each([
  ['light', 1440],
  ['dark', 1440],
  ['light', 390],
  ['dark', 390],
] as const)(
  'in %s at %i pixels, the bar of chosen runs has no fault of accessibility',
  async (theme, width) => {
    const page = await openQuarry(width, theme);
    const { check, faults } = lookThrough(page);
    await boxes(page).first().check();
    await check('chosen, with nothing opened');
    await openActions(bar(page));
    await bar(page).getByRole('button', { name: 'Choose all that match' }).click();
    await bar(page).getByText('All 130 runs that match').waitFor();
    await check('chosen');
    await bar(page).getByRole('button', { name: 'Discard 130' }).click();
    await page
      .getByRole('dialog')
      .getByText(/cannot be undone/)
      .waitFor();
    await check('discarding');
    expect(faults).toEqual([]);
  },
);

test('has something done to all that match, also those not shown, once it was said to how many', async () => {
  const page = await openQuarry();
  await boxes(page).first().check();
  await bar(page).getByRole('button', { name: 'Choose all that match' }).click();
  await bar(page).getByText('All 130 runs that match').waitFor();
  await bar(page).getByRole('button', { name: 'Discard 130' }).click();
  await page.getByLabel('Reason').fill('the quarry is gone');
  await page.getByRole('button', { name: 'Discard 130 runs' }).click();
  await page.getByText('130 runs will not be tried again.').waitFor();
  await expect.poll(() => history(page).getByText('Discarded').count()).toBeGreaterThan(49);
  const [acts] = await scene.query(
    `select count(*)::int as acts from public.job_audit where action = 'discard' and details ->> 'reason' = 'the quarry is gone'`,
  );
  expect(acts?.acts).toBe(130);
});
