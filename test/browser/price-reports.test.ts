import { readFile } from 'node:fs/promises';
import { readXlsx } from 'hucre';
import { expect, test } from 'vitest';
import { accessibilityFaults } from '../support/browser.ts';
import { makeWebScene } from '../support/web-scene.ts';

/** Reports as a person asks for them, in a real Chromium, on the demo. */
const { open, forgive } = makeWebScene({
  database: 'of the tests',
  timeZone: 'Europe/Berlin',
});

test('a report asked for from an item’s page is told of by a notice, which leads to it and its download', async () => {
  const page = await open('/market?minimum=1');
  await page.getByRole('grid', { name: 'Market' }).getByRole('link').first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await page.getByRole('link', { name: 'Report', exact: true }).click();
  await page.waitForURL(/\/reports\?items=/);
  await page.getByRole('button', { name: /^Only .* let go$/ }).waitFor();
  await page.getByRole('button', { name: 'Make the report' }).click();
  // Of the first look for price changes they are told as well, at whatever moment it ends.
  const unread = page.getByRole('button', { name: /Notices [12] unread/ });
  await unread.waitFor();
  await page.getByRole('link', { name: 'Projects', exact: true }).click();
  await unread.click();
  await page.getByRole('link', { name: /Make a price report is done/ }).click();
  await page.waitForURL(/\/reports\/[0-9a-f-]{36}$/);
  const row = page.getByRole('region', { name: 'Reports' }).locator('tr[aria-current="true"]');
  await expect.poll(() => row.textContent()).toMatch(/Excel.*Completed.*kB/);
  const kept = page.waitForEvent('download');
  await row.getByRole('button', { name: /^Download/ }).click();
  const file = await kept;
  expect(file.suggestedFilename()).toMatch(/^prices-[a-z0-9-]+\.xlsx$/);
  const { sheets } = await readXlsx(await readFile(await file.path()));
  expect(sheets.find(({ name }) => name === 'Items')?.rows).toHaveLength(2);
});

test('a report of the library as PDF is followed to its end, scheduled, and removed', async () => {
  const page = await open('/reports');
  await page.getByText('PDF', { exact: true }).click();
  await page.getByText('Letter', { exact: true }).click();
  await page.getByRole('button', { name: 'Make the report' }).click();
  const title = 'Prices: The whole library';
  const download = page.getByRole('button', { name: `Download PDF: ${title}` });
  await download.waitFor();
  const kept = page.waitForEvent('download');
  await download.click();
  const bytes = await readFile(await (await kept).path());
  expect(bytes.subarray(0, 5).toString()).toBe('%PDF-');

  await page.getByRole('button', { name: 'Make it regularly' }).click();
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Time zone' }).inputValue())
    .toBe('Europe/Berlin');
  await page
    .getByRole('combobox', { name: 'When' })
    .selectOption('On the 1st of the month at 6:00');
  await page.getByRole('button', { name: 'Add the schedule' }).click();
  const regular = page.getByRole('region', { name: 'Made regularly' });
  await regular.getByText('0 6 1 * *').waitFor();
  await regular.getByText(/^Next/).waitFor();
  await regular.getByRole('button', { name: `Switch off: ${title}` }).click();
  await regular.getByText(/Switched off/).waitFor();
  await regular.getByRole('button', { name: `Remove the schedule: ${title}` }).click();
  await regular.waitFor({ state: 'detached' });

  await page.getByRole('button', { name: `Remove PDF: ${title}` }).click();
  await download.waitFor({ state: 'detached' });
});

test('times that cannot be read are refused, with what to do', async () => {
  const page = await open('/reports');
  await page.getByRole('button', { name: 'Make it regularly' }).click();
  await page.getByRole('combobox', { name: 'When' }).selectOption('At other times (cron)');
  await page.getByRole('textbox', { name: /Cron/ }).fill('*/5 * * * *');
  await page.getByRole('button', { name: 'Add the schedule' }).click();
  await page.getByText(/once an hour at most/).waitFor();
  // The browser complains of the answer 400 itself.
  forgive();
});

test.each(['light', 'dark'] as const)('axe finds no fault with the page in %s', async (theme) => {
  const page = await open('/reports', { theme });
  await page.getByRole('button', { name: 'Make the report' }).click();
  await page
    .getByRole('button', { name: /^Download/ })
    .first()
    .waitFor();
  await page.getByRole('button', { name: 'Make it regularly' }).click();
  await page.getByRole('button', { name: 'Add the schedule' }).click();
  await page.getByRole('region', { name: 'Made regularly' }).waitFor();
  expect(await accessibilityFaults(page)).toEqual([]);
});
