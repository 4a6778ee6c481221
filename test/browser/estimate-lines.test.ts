import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type Look, lookThrough, makeWebScene, openOwnProject } from '../support/web-scene.ts';

/** The lines of an estimate changed and removed where they stand, in a real Chromium on the demo. */
const { open, query, forgive } = makeWebScene({ database: 'of the tests' });

/** An estimate on its page, and its first line that follows a build-up. */
async function openEstimate(look: Look = {}) {
  const page = await open('/projects', look);
  await openOwnProject(page);
  const estimate = page.getByRole('region', { name: /^Estimate / });
  const row = estimate
    .getByRole('row')
    .filter({ has: page.getByRole('button', { name: /^Remove / }) });
  await row.first().waitFor();
  const label =
    (await row
      .first()
      .getByRole('button', { name: /^Remove / })
      .getAttribute('aria-label')) ?? '';
  const name = label.replace('Remove ', '');
  const total = () => estimate.locator('[aria-live=polite]').textContent();
  const figure = (what: 'quantity' | 'agreed price') =>
    page.getByRole('button', { name: `Change ${what} of ${name}` }).first();
  const field = (what: 'quantity' | 'agreed price') =>
    page.getByRole('textbox', { name: `${what} of ${name}` });
  return { page, estimate, name, total, figure, field };
}

const stored = async (page: Page, name: string) => {
  const project = page.url().split('/').at(-1);
  const rows = await query(
    `select l.id, trim_scale(l.quantity)::text as quantity, l.unit_price::text as price
     from public.estimate_items l join public.library_items i on i.id = l.library_item_id
     where l.project_id = $1 and i.name = $2`,
    [project, name],
  );
  return rows[0];
};

test('lines stand under the elements of the estimate, each with what it comes to', async () => {
  const { page, estimate } = await openEstimate();
  const project = page.url().split('/').at(-1);
  const [first] = await query(
    `select name from public.estimate_elements where project_id = $1 order by position limit 1`,
    [project],
  );
  const heading = estimate.getByRole('row').filter({ has: page.getByRole('rowheader') });
  await expect
    .poll(() => heading.first().textContent())
    .toMatch(new RegExp(`${first.name}\\d+ lines\\$[\\d,.]+$`));
});

test('a quantity and an agreed price are changed by keys, and the total follows', async () => {
  const { page, name, total, figure, field } = await openEstimate();
  const before = await total();
  await figure('quantity').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('1,234.5');
  await page.keyboard.press('Enter');
  await expect.poll(total).not.toBe(before);
  expect((await stored(page, name)).quantity).toBe('1234.5');
  await expect
    .poll(() => figure('quantity').evaluate((it) => it === document.activeElement))
    .toBe(true);

  const withQuantity = await total();
  await figure('agreed price').click();
  await field('agreed price').fill('10');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: /: agreed \$10\.00$/ }).waitFor();
  await expect.poll(total).not.toBe(withQuantity);
  await figure('agreed price').click();
  await field('agreed price').fill('');
  await page.keyboard.press('Enter');
  await expect.poll(total).toBe(withQuantity);
  expect((await stored(page, name)).price).toBeNull();

  await figure('quantity').click();
  await field('quantity').fill('77');
  await page.keyboard.press('Escape');
  await figure('quantity').waitFor();
  expect((await stored(page, name)).quantity).toBe('1234.5');
});

test('what is no quantity is told under the field, and what somebody else changed meanwhile is shown before it is overwritten', async () => {
  const { page, name, figure, field, total } = await openEstimate();
  await figure('quantity').click();
  await field('quantity').fill('many');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .getByText(/decimal such as/)
    .waitFor();
  const { id } = await stored(page, name);
  await query('update public.estimate_items set quantity = 55 where id = $1', [id]);
  // Refused again, the page looks what stands there; the field is open, and the reader has not seen it.
  const before = await total();
  await page.keyboard.press('Enter');
  await expect.poll(total).not.toBe(before);
  await field('quantity').fill('66');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .getByText(/changed by somebody else meanwhile: it is 55/)
    .waitFor();
  expect((await stored(page, name)).quantity).toBe('55');
  // Having seen it, they may.
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: new RegExp(`quantity of ${name}: 55 `) }).click();
  await field('quantity').fill('66');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: new RegExp(`quantity of ${name}: 66 `) }).waitFor();
  expect((await stored(page, name)).quantity).toBe('66');
  forgive();
});

test('a line is removed at once and put back as it was', async () => {
  const { page, estimate, name, total } = await openEstimate();
  // Not all rows of an estimate are drawn.
  const count = async () =>
    Number.parseInt((await estimate.getByText(/^[\d,]+ items?/).textContent()) ?? '', 10);
  const lines = await count();
  const before = { total: await total(), line: await stored(page, name) };
  await page
    .getByRole('button', { name: `Remove ${name}`, exact: true })
    .first()
    .click();
  await expect.poll(count).toBe(lines - 1);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(`${name} is back in`).waitFor();
  await expect.poll(count).toBe(lines);
  expect(await total()).toBe(before.total);
  expect(await stored(page, name)).toEqual(before.line);
});

test('of thousands of lines those near the window are drawn, and what is typed stays while one looks elsewhere', async () => {
  const page = await open('/projects');
  await openOwnProject(page, 1);
  const estimate = page.getByRole('region', { name: /^Estimate / });
  await estimate
    .getByRole('button', { name: /^Remove / })
    .first()
    .waitFor();
  const project = page.url().split('/').at(-1);
  await query(
    `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
     select e.id, e.project_id, i.id, 1000 + n from (select id, project_id from public.estimates where project_id = $1 limit 1) e,
       (select id from public.library_items order by code limit 20) i, generate_series(1, 100) n`,
    [project],
  );
  await page.reload();
  await estimate.getByText(/^2,0\d\d items$/).waitFor();
  const drawn = () => estimate.getByRole('button', { name: /^Remove / }).count();
  const first = estimate.getByRole('button', { name: /^Change quantity of/ }).first();
  await first.waitFor();
  expect(await drawn()).toBeLessThan(80);

  await first.click();
  const field = estimate.getByRole('textbox');
  await field.fill('123456');
  const scroll = (to: number) =>
    page.evaluate((top) => document.getElementById('page')?.scrollTo({ top }), to);
  await scroll(1_000_000);
  const last = estimate.getByRole('row').nth(-2);
  const rows = Number(await estimate.getByRole('table').getAttribute('aria-rowcount'));
  await expect.poll(() => estimate.locator(`[aria-rowindex="${rows}"]`).count()).toBe(1);
  await expect.poll(() => last.isVisible()).toBe(true);
  expect(await drawn()).toBeLessThan(80);
  await expect.poll(() => field.inputValue()).toBe('123456');
  await page.keyboard.press('Escape');
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('an estimate that is worked on has no fault of accessibility, and is no wider than its window', async () => {
    const { page, name, figure, field } = await openEstimate(look);
    const { check, faults } = lookThrough(page);
    await check('an estimate');
    const shown = page.locator('button:visible', { hasText: `Change quantity of ${name}` }).first();
    await shown.click();
    await field('quantity').fill('many');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').first().waitFor();
    await check('a refusal');
    await page.keyboard.press('Escape');
    await page
      .getByRole('button', { name: `Remove ${name}`, exact: true })
      .first()
      .click();
    await page.getByRole('button', { name: 'Undo' }).waitFor();
    await check('a removal');
    await expect.poll(() => figure('quantity').count()).toBe(0);
    expect(faults).toEqual([]);
    forgive();
  });
});
