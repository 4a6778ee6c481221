import { describe, expect, test } from 'vitest';
import { lookThrough, makeWebScene } from '../support/web-scene.ts';

/** What an item's cost is made of, in a real Chromium on the demo. */
const { open, query } = makeWebScene({ database: 'of the tests' });

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('an item shows which kind and which resource is what share of its direct cost', async () => {
    const [{ id }] = await query("select id from public.library_items where code = '03-42-030'");
    const page = await open(`/items/${id}`, look);
    const { check, faults } = lookThrough(page);
    const shares = async (label: string) => {
      const texts = await page
        .getByRole('list', { name: label })
        .getByRole('listitem')
        .allInnerTexts();
      return texts.map((text) => Number(/([\d.]+)%/.exec(text)?.[1]));
    };
    await page.getByRole('list', { name: 'By kind' }).waitFor();
    for (const label of ['By kind', 'By resource']) {
      const sum = (await shares(label)).reduce((total, share) => total + share, 0);
      // Each is rounded by itself to a tenth.
      expect(Math.abs(sum - 100), label).toBeLessThan(1);
    }
    await page.getByRole('list', { name: 'By resource' }).scrollIntoViewIfNeeded();
    await check('an item');
    expect(faults).toEqual([]);
  });
});
