import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lookThrough, makeWebScene, openActions } from '../support/web-scene.ts';

/** Bulk updates as a person makes them, in a real Chromium, on the demo with 500 items that have prices of their own. */
const scene = makeWebScene({
  database: 'of the tests',
  as: 'Ada, administrator',
  fill: (client) =>
    client.query(`
    insert into public.library_items (section_id, code, name, unit, unit_price)
      select (select id from public.sections order by code limit 1), 'ex-' || lpad(n::text, 4, '0'),
        'Excavation class ' || n, 'm3', round(10 + n * 0.37, 2) from generate_series(1, 500) n;
    insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
      select e.id, e.project_id, i.id, 10
      from (select * from public.estimates where status = 'open' order by id limit 1) e
      join public.library_items i on i.code like 'ex-%'`),
});
const { open } = scene;

/** Every price of the 500 items, to the last digit. */
const prices = () =>
  scene.query(
    `select code, unit_price::text as price from public.library_items where code like 'ex-%' order by code`,
  );

const excavation = '/?q=excavation+class&sort=code';
const grid = (page: Page) => page.getByRole('grid', { name: 'Library items' });
const bar = (page: Page) => page.getByRole('toolbar', { name: 'Chosen items' });
const box = (page: Page, name: string) =>
  page.getByRole('checkbox', { name: `Choose ${name}`, exact: true });

/** Chooses what there is, says what becomes of it, and looks at what that would do. */
async function preview(page: Page, way: string, value: string): Promise<void> {
  await openActions(bar(page));
  await bar(page).getByRole('combobox', { name: 'Change' }).selectOption(way);
  await bar(page).getByRole('textbox', { name: 'By how much, or to what' }).fill(value);
  await bar(page).getByRole('button', { name: 'Preview' }).click();
  await page.getByRole('heading', { level: 1, name: 'Preview' }).waitFor();
}

describe('500 items chosen and raised by ten percent', () => {
  test('change while one goes on working, and are all as they were after the undo', async () => {
    const before = await prices();
    const page = await open(excavation);
    await box(page, 'Excavation class 1').check();
    // To the last of all, with Shift held: pages are fetched on the way.
    await expect
      .poll(async () => {
        await page.keyboard.press('End');
        return grid(page).getByRole('row').last().getAttribute('aria-rowindex');
      })
      .toBe('501');
    await box(page, 'Excavation class 500').click({ modifiers: ['Shift'] });
    await bar(page).getByText('500 items', { exact: true }).waitFor();
    await preview(page, 'Raise by %', '10');
    const effect = page.getByRole('region', { name: 'Effect on open estimates' });
    await expect.poll(() => effect.getByRole('row').nth(1).textContent()).toContain('+$51,342.50');
    expect(await prices()).toEqual(before);

    await page.getByRole('button', { name: 'Raise 500 prices by 10%', exact: true }).click();
    await page.getByRole('link', { name: 'Projects' }).click();
    await page.getByRole('grid', { name: 'Projects' }).getByRole('link').first().waitFor();
    await page.getByText('Changed 500 values.').waitFor();
    const raised = before.map(({ code, price }) => ({ code, price: exactly(price, 110n) }));
    expect(await prices()).toEqual(raised);

    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('heading', { name: 'Raised 500 prices by 10%' }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('heading', { name: 'Took back 500 prices' }).waitFor();
    expect(await prices()).toEqual(before);
    await page.getByRole('link', { name: 'Bulk updates' }).click();
    const history = page.getByRole('region', { name: 'History' });
    await expect
      .poll(() => history.getByRole('row').nth(2).textContent())
      .toContain('Raised 500 prices by 10%, by youCompleted0500');
  });

  test('leave what was changed since alone when they are taken back, and say so', async () => {
    const before = await prices();
    const page = await open(excavation);
    await grid(page).focus();
    await page.keyboard.press('Control+a');
    await bar(page).getByText('All 500 items that match').waitFor();
    await preview(page, 'Raise by an amount', '2.5');
    await page.getByRole('button', { name: 'Raise 500 prices by 2.5', exact: true }).click();
    await page.getByRole('heading', { name: 'Raised 500 prices by 2.5' }).waitFor();
    await scene.query(
      `update public.library_items set unit_price = 7 where code in ('ex-0003', 'ex-0004')`,
    );
    await page.reload();
    await page.getByText('2 prices were changed since.').waitFor();
    await page.getByText('Changed since', { exact: true }).click();
    const rows = page.getByRole('grid', { name: 'Rows' }).getByRole('row');
    await rows.filter({ hasText: 'ex-0004' }).filter({ hasText: '7.00' }).waitFor();
    await page.getByRole('button', { name: 'Undo the other 498' }).click();
    await page.getByRole('heading', { name: 'Took back 498 prices' }).waitFor();
    const kept = new Set(['ex-0003', 'ex-0004']);
    expect(await prices()).toEqual(
      before.map(({ code, price }) => ({ code, price: kept.has(code) ? '7' : price })),
    );
  });

  test('are told to be taken back once the page shows it, however slow its looks are', async () => {
    const page = await open(excavation);
    await box(page, 'Excavation class 10').check();
    await box(page, 'Excavation class 11').check();
    await preview(page, 'Raise by %', '10');
    await page.getByRole('button', { name: 'Raise 2 prices by 10%', exact: true }).click();
    await page.getByText('Changed 2 values.').waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor();
    await page.route('**/api/bulk-updates/*', async (route) => {
      await new Promise((resolve) => setTimeout(resolve, 1_500));
      await route.continue();
    });
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByText('Took 2 changes back.').waitFor();
    expect(await page.getByRole('heading', { name: 'Took back 2 prices' }).count()).toBe(1);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
  });
});

describe('a preview', () => {
  test('follows the change as it is typed, and cannot be started while a price would fall below zero', async () => {
    const page = await open(excavation);
    await box(page, 'Excavation class 10').check();
    await box(page, 'Excavation class 11').check();
    await preview(page, 'Lower by an amount', '14');
    await page.getByRole('alert').filter({ hasText: '1 would fall below zero' }).waitFor();
    await expect
      .poll(() => page.getByRole('button', { name: /^Lower 1 price/ }).isDisabled())
      .toBe(true);
    await page.getByRole('combobox', { name: 'Change' }).selectOption('Round only');
    await page.getByText('Give the step to round to, such as 0.05.').waitFor();
    await page.getByRole('textbox', { name: 'rounded to' }).fill('0.5');
    await page.getByRole('button', { name: 'Round 2 prices to 0.5', exact: true }).waitFor();
    const rows = page.getByRole('grid', { name: 'Rows' });
    await rows.getByRole('row').filter({ hasText: 'Excavation class 10m313.7013.50' }).waitFor();
  });

  test('says where prices follow from build-ups, and leads to the resources, whose rates change', async () => {
    const page = await open('/?q=concrete');
    await page.getByRole('checkbox', { name: /^Choose all/ }).check();
    await preview(page, 'Raise by %', '1');
    await page.getByText(/^\d+ items are priced by what they are made of\./).waitFor();
    await page.getByRole('link', { name: 'Change the rates of resources' }).click();
    await page.getByLabel('Kind').selectOption('labor');
    await page.waitForURL(/kind=labor/);
    const resources = page.getByRole('grid', { name: 'Resources' });
    await resources.focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Space');
    await page.keyboard.press('Shift+ArrowDown');
    const chosen = page.getByRole('toolbar', { name: 'Chosen resources' });
    await chosen.getByText('2 resources').waitFor();
    await chosen.getByRole('textbox', { name: 'By how much, or to what' }).fill('3');
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: 'Raise 2 rates by 3%', exact: true }).click();
    await page.getByRole('heading', { name: 'Raised 2 rates by 3%' }).waitFor();
    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await page.getByRole('heading', { name: 'Took back 2 rates' }).waitFor();
  });
});

test('a filter is kept under a name, used again and removed', async () => {
  const page = await open('/?q=excavation+class');
  await page.getByRole('button', { name: 'Filters' }).click();
  const kept = page.getByRole('dialog', { name: 'Saved filters' });
  await kept.getByText('None kept yet.').waitFor();
  await kept.getByRole('textbox').fill('Digging');
  await kept.getByRole('button', { name: 'Keep this one' }).click();
  await kept.getByRole('button', { name: 'Digging', exact: true }).waitFor();
  await page.goto(scene.address());
  await page.getByRole('button', { name: 'Filters' }).click();
  await kept.getByRole('button', { name: 'Digging', exact: true }).click();
  await page.waitForURL(/q=excavation/);
  await page.getByText('500 items', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Filters' }).click();
  await kept.getByRole('button', { name: 'Remove the filter Digging' }).click();
  await kept.getByText('None kept yet.').waitFor();
});

test('estimators choose items to calculate them; changing prices is not offered', async () => {
  const page = await open(excavation, { as: 'Erin, estimator' });
  await box(page, 'Excavation class 1').check();
  await bar(page).getByRole('button', { name: 'Calculate costs' }).waitFor();
  await expect.poll(() => bar(page).getByRole('button', { name: 'Preview' }).count()).toBe(0);
});

test('on a phone the bar is one line, and all that it opens to is reached by keys', async () => {
  const page = await open(excavation, { width: 390 });
  await box(page, 'Excavation class 1').check();
  await bar(page).getByText('1 item', { exact: true }).waitFor();
  const height = async () => (await bar(page).boundingBox())?.height ?? 0;
  await expect.poll(height).toBeLessThan(64);
  await expect
    .poll(() => bar(page).getByRole('combobox', { name: 'Change' }).isVisible())
    .toBe(false);
  await bar(page).getByRole('button', { name: 'Choose none' }).focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect.poll(height).toBeGreaterThan(64);
  const reached = ['Change', 'By how much, or to what', 'rounded to', 'Preview'];
  for (const name of [...reached, 'Project to calculate for', 'Calculate costs']) {
    await page.keyboard.press('Tab');
    const has = bar(page).locator(':focus');
    const label = await has.evaluate(
      (element) => element.ariaLabel ?? element.closest('label, button')?.textContent,
    );
    expect(label).toBe(name);
  }
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('no page has a fault of accessibility, or is wider than its window', async () => {
    const page = await open(excavation, look);
    const { check, faults } = lookThrough(page);
    await box(page, 'Excavation class 1').check();
    await box(page, 'Excavation class 2').check();
    await check('library with a selection');
    await preview(page, 'Raise by %', '10');
    await page.getByRole('region', { name: 'Effect on open estimates' }).waitFor();
    await check('preview');
    await page.getByRole('button', { name: 'Raise 2 prices by 10%' }).click();
    await page.getByRole('button', { name: 'Undo', exact: true }).waitFor();
    await check('result');
    await page.goto(`${scene.address()}/bulk-updates`);
    await page.getByRole('region', { name: 'History' }).waitFor();
    await check('bulk updates');
    await page.goto(`${scene.address()}/resources`);
    await page.getByRole('grid', { name: 'Resources' }).waitFor();
    await check('resources');
    expect(faults).toEqual([]);
  });
});

/** A price of two decimals times a percentage, as PostgreSQL writes it: without needless zeros. */
function exactly(price: string, percent: bigint): string {
  const [whole = '', part = ''] = price.split('.');
  const digits = (BigInt(whole + part.padEnd(2, '0')) * percent).toString().padStart(5, '0');
  return `${digits.slice(0, -4)}.${digits.slice(-4)}`.replace(/\.?0+$/, '');
}
