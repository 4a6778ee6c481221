import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type Look, lookThrough, makeWebScene, openOwnProject } from '../support/web-scene.ts';

/** An estimate frozen for a bid and compared, in a real Chromium on the demo. */
const { open, query } = makeWebScene({ database: 'of the tests' });

async function openProject(nth: number, look: Look = {}): Promise<Page> {
  const page = await open('/projects', look);
  await openOwnProject(page, nth);
  await page.getByRole('heading', { name: 'Frozen versions' }).waitFor();
  return page;
}

async function freeze(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'Freeze this estimate' }).click();
  await page.getByLabel('Name').fill(name);
  await page.getByRole('button', { name: /^Freeze \d+ lines$/ }).click();
  await page.getByRole('link', { name }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
}

test('an estimate is frozen, a rate moves, and each line says which resource moved it; then it is removed', async () => {
  const page = await openProject(0);
  await freeze(page, 'Bid of 12 May');
  await page.getByText('No line moved').waitFor();
  await query('update public.project_rates set rate = rate * 1.2');
  await query('update public.resources set rate = rate * 1.1');
  await query(`update public.factors set hours_per_unit = hours_per_unit * 2 where kind = 'labor'`);
  await page.reload();
  const lines = page.getByRole('grid', { name: 'Lines compared' });
  await lines.getByRole('row').nth(1).waitFor();
  await lines.focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: /^What moved/ })
    .getByText('Together')
    .waitFor();
  expect(page.url()).toMatch(/line=/);
  const moved = page.getByRole('region', { name: /^What moved/ });
  await moved.getByText(/^Frozen [\d.,]+ \S+, \$[\d.,]+ → now [\d.,]+ \S+, \$[\d.,]+$/).waitFor();
  await page.getByText('What moved it', { exact: true }).click();
  await page.getByText('Together').waitFor();
  // A trade has another rate and other hours: each is told with its part, and the two are its difference.
  const trade = page.getByRole('row').filter({ hasText: 'another amount in the build-up' }).first();
  const [byRate, byAmount, together] = [
    ...((await trade.textContent()) ?? '').matchAll(/[+−]\$([\d.,]+)/g),
  ].map(([, figure = '']) => Number(figure.replaceAll(',', '')));
  expect((byRate ?? 0) + (byAmount ?? 0)).toBeCloseTo(together ?? 0, 1);
  await page.getByRole('button', { name: 'Remove' }).click();
  await page.getByRole('button', { name: 'Remove it' }).click();
  await page.getByText('1 removed').waitFor();
});

test('hundreds of lines that moved come in as one goes down them, and one of them opens by its address', async () => {
  const page = await openProject(1);
  const projectId = page.url().split('/').at(-1);
  await query(
    `with added as (
       insert into public.library_items (section_id, code, name, unit, unit_price)
       select (select id from public.sections order by code limit 1), 'MANY-' || n, 'One of many ' || n, 'm', n
       from generate_series(1, 250) n returning id)
     insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
     select e.id, e.project_id, a.id, 1 from added a, public.estimates e where e.project_id = $1`,
    [projectId],
  );
  await page.reload();
  await freeze(page, 'Bid of many');
  await query(
    `update public.library_items set unit_price = unit_price * 3 where code like 'MANY-%'`,
  );
  await page.reload();
  const lines = page.getByRole('grid', { name: 'Lines compared' });
  await lines.getByRole('row').nth(1).waitFor();
  expect(Number(await lines.getAttribute('aria-rowcount'))).toBe(251);
  await lines.focus();
  // The least of them is the last: it moved by 2.
  await expect
    .poll(async () => {
      await page.keyboard.press('End');
      return lines.getByText('One of many 1', { exact: true }).count();
    })
    .toBe(1);
  await page.keyboard.press('Enter');
  const panel = page.getByRole('region', { name: 'What moved One of many 1', exact: true });
  await panel.waitFor();
  await page.reload();
  await panel.getByText('Together').waitFor();
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('no page of frozen estimates has a fault of accessibility, or is wider than its window', async () => {
    const page = await openProject(0, look);
    const { check, faults } = lookThrough(page);
    await page.getByRole('button', { name: 'Freeze this estimate' }).click();
    await check('freezing');
    await page.getByRole('button', { name: 'Cancel' }).click();
    await freeze(page, `Bid in ${look.theme}`);
    await check('nothing moved');
    await query('update public.resources set rate = rate * 1.1');
    await page.reload();
    const lines = page.getByRole('grid', { name: 'Lines compared' });
    await lines.getByRole('row').nth(1).waitFor();
    await check('lines compared');
    await lines.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: /^What moved/ }).waitFor();
    await check('a line');
    await page.getByText('What moved it', { exact: true }).click();
    await check('what moved it');
    expect(faults).toEqual([]);
  });
});
