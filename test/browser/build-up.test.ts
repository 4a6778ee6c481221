import { describe, expect, test } from 'vitest';
import { makeNestedItem, nested } from '../support/nested-item.ts';
import { lookThrough, makeWebScene } from '../support/web-scene.ts';

/** What an item is made of, as a tree, in a real Chromium. */
const { open } = makeWebScene({ database: 'of the tests', fill: makeNestedItem });

test('a build-up is opened and walked by keys, to six levels, and closed again', async () => {
  const page = await open(`/items/${nested.item}`);
  const tree = page.getByRole('treegrid', { name: /^Build-up of one m2/ });
  const rows = tree.locator('tbody').getByRole('row');
  const first = tree.getByRole('row', { name: 'Masonry' });
  await first.waitFor();
  await expect.poll(() => first.getAttribute('aria-expanded')).toBe('false');
  await expect.poll(() => rows.count()).toBe(4);
  await first.focus();
  for (let level = 1; level <= 6; level++) {
    await page.keyboard.press('ArrowRight');
    if (level < 6) await page.keyboard.press('ArrowRight');
    const active = await page.evaluate(() => [
      document.activeElement?.getAttribute('aria-level'),
      document.activeElement?.getAttribute('aria-expanded'),
    ]);
    expect(active).toEqual(level < 6 ? [String(level + 1), 'false'] : ['6', 'true']);
  }
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => first.getAttribute('aria-expanded')).toBe('false');
  await expect.poll(() => rows.count()).toBe(4);
  // By Tab to the sub-item's own page.
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: 'Masonry' }).waitFor();
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('all of a build-up is opened by the pointer, without a fault of accessibility', async () => {
    const page = await open(`/items/${nested.item}`, look);
    const { check, faults } = lookThrough(page);
    const tree = page.getByRole('treegrid', { name: /^Build-up of one m2/ });
    const rows = tree.locator('tbody').getByRole('row');
    await tree.getByText('Masonry', { exact: true }).click();
    await expect.poll(() => rows.count()).toBe(6);
    await check('one is open');
    await page.getByRole('button', { name: 'Close all' }).click();
    await page.getByRole('button', { name: 'Open all' }).click();
    await expect.poll(() => rows.count()).toBe(21);
    await expect.poll(() => tree.getByText('Mortar', { exact: true }).count()).toBe(3);
    await check('all are open');
    expect(faults).toEqual([]);
  });
});
