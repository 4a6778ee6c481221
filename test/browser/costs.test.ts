import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type Look, lookThrough, makeWebScene, openOwnProject } from '../support/web-scene.ts';

/** Costs of a project as an estimator looks at them, in a real Chromium, on the demo with a thousand more items. */
const { open } = makeWebScene({
  database: 'of the tests',
  fill: (client) =>
    client.query(`
    with added as (
      insert into public.library_items (section_id, code, name, unit)
      select (select id from public.sections order by code limit 1), 'tn-' || lpad(n::text, 4, '0'), 'Tunnel class ' || n, 'm'
      from generate_series(1, 1000) n returning id, code)
    insert into public.factors (library_item_id, kind, resource_id, quantity_per_unit)
    select a.id, r.kind, r.id, right(a.code, 4)::int from added a,
      (select id, kind from public.resources where kind = 'material' order by code limit 1) r`),
});

/** Calculates the estimate of a project of the estimator's. */
async function calculated(look: Look = {}): Promise<Page> {
  const page = await open('/projects', look);
  await openOwnProject(page);
  await page.getByRole('link', { name: 'Costs', exact: true }).click();
  await page.getByRole('button', { name: /^Calculate Estimate/ }).click();
  await page.getByRole('region', { name: 'Options' }).waitFor();
  return page;
}

const money = (text: string | null) =>
  Number(/\$([\d,.]+)/.exec(text ?? '')?.[1]?.replaceAll(',', ''));

describe('the costs of an estimate', () => {
  test('stand with other markups beside them; what is kept is there the next time', async () => {
    const page = await calculated();
    const options = page.getByRole('region', { name: 'Options' });
    const row = (name: string) => options.getByRole('row', { name: new RegExp(`^${name}`) });
    await row('Total').getByText('$').first().waitFor();
    const direct = money(await row('Direct cost').getByRole('cell').first().textContent());
    const usual = money(await row('Total').getByRole('cell').first().textContent());
    expect(usual).toBeCloseTo(direct * 1.15 * 1.1 * 1.05, 1);

    // What if indirect were 12 %?
    await options.getByRole('button', { name: 'Copy Usual beside it' }).click();
    await options.getByRole('textbox').nth(1).fill('Lean');
    await options.getByRole('spinbutton', { name: 'Indirect of Lean, in percent' }).fill('12');
    await row('Total')
      .getByText(/against Usual/)
      .waitFor();
    await expect
      .poll(async () => money(await row('Total').getByRole('cell').nth(1).textContent()))
      .toBeCloseTo(direct * 1.12 * 1.1 * 1.05, 1);
    const step = await row('Indirect').getByRole('cell').nth(1).textContent();
    expect(step).toContain(
      ` of ${await row('Direct cost').getByRole('cell').first().textContent()}`,
    );
    await page
      .getByRole('grid', { name: 'Items calculated' })
      .getByRole('columnheader', { name: 'Lean' })
      .waitFor();

    await options.getByRole('button', { name: 'Keep “Lean”' }).click();
    await page.getByText('Kept “Lean” for this project.').waitFor();
    // A link to it shows the same; without options in the address one begins with the project's own.
    await page.reload();
    const lean = options.getByRole('spinbutton', { name: 'Indirect of Lean, in percent' });
    await expect.poll(() => lean.inputValue()).toBe('12');
    await expect.poll(() => options.getByRole('textbox').count()).toBe(2);
    await page.goto(page.url().split('?')[0] ?? '');
    await lean.waitFor();
    await expect.poll(() => options.getByRole('textbox').count()).toBe(1);

    // Kept markups are put beside the others, and removed after asking once more.
    const menu = page.getByRole('dialog', { name: 'Kept markups' });
    await page.getByRole('button', { name: 'Kept markups' }).click();
    await menu.getByRole('button', { name: 'Lean', exact: true }).click();
    await expect.poll(() => options.getByRole('textbox').count()).toBe(2);
    await page.getByRole('button', { name: 'Kept markups' }).click();
    await menu.getByRole('button', { name: 'Remove Lean' }).click();
    await menu.getByRole('button', { name: 'Keep it' }).click();
    await menu.getByRole('button', { name: 'Remove Lean' }).click();
    await menu.getByRole('button', { name: 'Remove it' }).click();
    await page.getByText('Removed “Lean” from this project’s markups.').waitFor();
    await menu.getByText(/^None kept yet/).waitFor();
    await page.goto(page.url().split('?')[0] ?? '');
    await options.getByRole('button', { name: 'Copy Usual beside it' }).waitFor();
  });

  test('stand in the list of what is kept as soon as they are calculated', async () => {
    const page = await open('/projects');
    await openOwnProject(page, 1);
    await page.getByRole('link', { name: 'Costs', exact: true }).click();
    await page.getByText('Nothing calculated yet').waitFor();
    await page.getByRole('button', { name: /^Calculate Estimate/ }).click();
    await page.getByRole('region', { name: 'Options' }).waitFor();
    await page.getByRole('link', { name: 'Costs', exact: true }).click();
    await page
      .getByRole('region', { name: 'Calculations' })
      .getByRole('link', { name: /^Estimate/ })
      .waitFor();
  });

  test('of many items go to the background; one goes on browsing, and is led to the result', async () => {
    const page = await open('/?q=tunnel+class');
    await page.getByText('1,000 items', { exact: true }).waitFor();
    await page.getByRole('checkbox', { name: /^Choose all/ }).check();
    await page.getByRole('button', { name: 'Calculate costs' }).click();
    await page.getByRole('heading', { level: 1, name: 'Items like “tunnel class”' }).waitFor();
    await page.getByRole('link', { name: 'Library' }).click();
    await page.getByRole('grid', { name: 'Library items' }).getByRole('link').first().waitFor();
    await page.getByText('Calculated the cost of 1000 items.').waitFor();
    await page.getByRole('button', { name: 'Show', exact: true }).click();
    await page.getByRole('grid', { name: 'Items calculated' }).getByText('tn-0001').waitFor();
  });
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('no page of costs has a fault of accessibility, or is wider than its window', async () => {
    const page = await calculated(look);
    const { check, faults } = lookThrough(page);
    await check('a calculation');
    await page.getByRole('button', { name: 'Kept markups' }).click();
    await page.getByRole('dialog', { name: 'Kept markups' }).waitFor();
    await check('kept markups');
    await page.keyboard.press('Escape');
    await page.getByRole('link', { name: 'Costs', exact: true }).click();
    await page.getByRole('region', { name: 'Calculations' }).waitFor();
    await check('costs');
    expect(faults).toEqual([]);
  });
});
