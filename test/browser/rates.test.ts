import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type Look, lookThrough, makeWebScene, openOwnProject } from '../support/web-scene.ts';

/** A project's own rates, in a real Chromium on the demo. */
const { open, forgive } = makeWebScene();

/** The rates of a project of the estimator's, the `nth` there is. */
async function openRates(nth: number, look: Look = {}): Promise<Page> {
  const page = await open('/projects', look);
  await openOwnProject(page, nth);
  await page.getByRole('link', { name: 'Rates', exact: true }).click();
  await page.getByRole('heading', { level: 1, name: 'Rates' }).waitFor();
  return page;
}

const grid = (page: Page) => page.getByRole('grid', { name: 'Rates' });
const panel = (page: Page) => page.getByRole('region', { name: /^Rates of/ });

describe('a project’s rates', () => {
  test('begin on a day; one in the way is named and ended; who said so is kept', async () => {
    const page = await openRates(0);
    await page.getByText('All', { exact: true }).click();
    await page.getByRole('searchbox').fill('holding-down anchor');
    await page.getByText('1 resource', { exact: true }).waitFor();
    await grid(page).getByRole('row').nth(1).click();
    const own = panel(page);
    await own.getByText('No rate of the project’s own').waitFor();
    await own.getByLabel('New rate').fill('11.5');
    await own.getByLabel('From').fill('2026-01-01');
    await own.getByRole('button', { name: 'Add the rate' }).click();
    await own.getByRole('cell', { name: '$11.50', exact: true }).waitFor();
    await grid(page).getByText('$11.50').waitFor();

    await own.getByLabel('New rate').fill('12.25');
    await own.getByLabel('From').fill('2026-03-01');
    await own.getByRole('button', { name: 'Add the rate' }).click();
    await own.getByRole('alert').getByText('$11.50 is in force from 1 Jan 2026 on.').waitFor();
    forgive();
    await own.getByRole('button', { name: 'End that one then, and add this' }).click();
    await own.getByRole('cell', { name: '1 Mar 2026' }).first().waitFor();
    await grid(page).getByText('$12.25').waitFor();
    const said = page.getByRole('region', { name: 'Who changed what' }).getByRole('listitem');
    await expect
      .poll(() => said.allTextContents())
      .toEqual([
        'Added $12.25 from 1 Mar 2026by you, just now',
        '$11.50 from 1 Jan 2026 is now from 1 Jan 2026 until 1 Mar 2026by you, just now',
        'Added $11.50 from 1 Jan 2026by you, just now',
      ]);
  });

  test('are corrected where they stand, end when the next begins, and come back when removed by mistake', async () => {
    const page = await openRates(0);
    await page.getByText('All', { exact: true }).click();
    await page.getByRole('searchbox').fill('adhesive');
    await grid(page).getByRole('row').nth(1).click();
    const own = panel(page);
    const cells = async () =>
      Promise.all((await own.getByRole('row').all()).slice(1).map((row) => row.textContent()));
    const add = async (rate: string, from: string) => {
      await own.getByLabel('New rate').fill(rate);
      await own.getByLabel('From').fill(from);
      await own.getByRole('button', { name: 'Add the rate' }).click();
    };
    await add('2', '2026-03-01');
    await own.getByRole('cell', { name: '$2.00', exact: true }).waitFor();
    await add('1.5', '2026-01-01');
    await own.getByRole('alert').getByText('$2.00 is in force from 1 Mar 2026 on.').waitFor();
    forgive();
    await own.getByRole('button', { name: 'End this one when that begins' }).click();
    await own.getByRole('cell', { name: '$1.50', exact: true }).waitFor();
    const both = await cells();
    expect(both).toEqual([
      '$2.001 Mar 2026in forceopenCorrect Remove',
      '$1.501 Jan 20261 Mar 2026Correct Remove',
    ]);

    await own.getByRole('button', { name: 'Correct the rate of $2.00' }).press('Enter');
    await page.keyboard.type('2.25');
    await page.keyboard.press('Enter');
    await own.getByRole('cell', { name: '$2.25', exact: true }).waitFor();
    expect((await cells())[0]).toContain('1 Mar 2026');

    await own.getByRole('button', { name: 'Remove the rate of $1.50' }).click();
    await own.getByRole('cell', { name: '$1.50', exact: true }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await own.getByRole('cell', { name: '$1.50', exact: true }).waitFor();
    expect((await cells())[1]).toBe(both[1]);
  });

  test('are raised together, and taken back', async () => {
    const page = await openRates(0);
    const count = () => grid(page).getAttribute('aria-rowcount');
    const used = await count();
    await page.getByText('With own rates', { exact: true }).click();
    await page.waitForURL(/show=own/);
    // Until the own ones are there, those used stay.
    await expect.poll(count).not.toBe(used);
    const before = await grid(page).getByText('$', { exact: false }).allTextContents();
    await page.getByRole('checkbox', { name: /^Choose all/ }).check();
    const bar = page.getByRole('toolbar', { name: 'Chosen rates' });
    await bar.getByRole('textbox', { name: 'By how much, or to what' }).fill('5');
    await bar.getByRole('button', { name: 'Preview' }).click();
    await page.getByRole('button', { name: /^Raise \d+ project rates? by 5%$/ }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('heading', { name: /^Took back \d+ project rates?$/ }).waitFor();
    await page.goBack();
    await page.goBack();
    await expect
      .poll(() => grid(page).getByText('$', { exact: false }).allTextContents())
      .toEqual(before);
  });

  test('are taken over from another project, after it is seen what that does', async () => {
    const page = await openRates(1);
    await page.getByRole('link', { name: 'Take over from a project' }).click();
    const from = page.getByRole('combobox', { name: 'From' });
    // The one the first test gave a rate.
    await from.locator('option').nth(1).waitFor({ state: 'attached' });
    const options = await from.locator('option').count();
    const table = page.getByRole('region', { name: 'Rates', exact: true });
    for (let option = 1; option < options; option += 1) {
      await from.selectOption({ index: option });
      await page.getByText('That project has no rates').or(table).first().waitFor();
      if ((await table.getByText('Holding-down anchor').count()) > 0) break;
    }
    const button = page.getByRole('button', { name: /^Take over [1-9]\d* rates?$/ });
    const chosen = await from.inputValue();
    await from.selectOption('');
    // What was planned for the one that is chosen no more.
    await button.waitFor({ state: 'detached' });
    await from.selectOption(chosen);
    await button.click();
    await page.waitForURL(/rates\?show=own/);
    await grid(page).getByText('Holding-down anchor').waitFor();
  });
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('no page of rates has a fault of accessibility, or is wider than its window', async () => {
    const page = await openRates(0, look);
    const { check, faults } = lookThrough(page);
    await page.getByText('With own rates', { exact: true }).click();
    await grid(page).getByText('$', { exact: false }).first().waitFor();
    await check('rates');
    await grid(page).getByText('$', { exact: false }).first().click();
    await panel(page).waitFor();
    await check('a rate');
    await page.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Take over from a project' }).click();
    await page.getByRole('combobox', { name: 'From' }).selectOption({ index: 2 });
    await check('taking over');
    expect(faults).toEqual([]);
  });
});
