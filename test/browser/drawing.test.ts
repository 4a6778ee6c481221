import { expect, test } from 'vitest';
import { makeWebScene } from '../support/web-scene.ts';

/** In what turns a page is drawn, in a real Chromium on the demo: so that it answers meanwhile. */
const { open } = makeWebScene({ database: 'of the tests' });

test('a page is there before the rows of its grid, which are drawn in turns of their own', async () => {
  const page = await open('/');
  const menu = page.getByRole('navigation', { name: 'Ratebook' });
  const grid = page.getByRole('grid', { name: 'Library items' });
  await grid.getByRole('row').nth(10).waitFor();
  await menu.getByRole('link', { name: 'Jobs' }).click();
  await grid.waitFor({ state: 'detached' });

  // Its items are known by now, so that nothing but the drawing holds them up.
  const rowsAtFirst = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const main = document.querySelector('main') as HTMLElement;
        // Told of what one task put there once that is done, before the next.
        new MutationObserver((_, observer) => {
          const there = main.querySelector('[role="grid"][aria-label="Library items"]');
          if (!there) return;
          observer.disconnect();
          resolve(there.querySelectorAll('[role="rowgroup"] [role="row"]').length);
        }).observe(main, { childList: true, subtree: true });
      }),
  );
  await menu.getByRole('link', { name: 'Library' }).click();
  expect(await rowsAtFirst).toBe(0);
  await grid.getByRole('row').nth(10).waitFor();
});

test('a page is there before its chart, which is drawn in a task of its own', async () => {
  const page = await open('/');
  const grid = page.getByRole('grid', { name: 'Library items' });
  const first = grid.getByRole('link').first();
  await first.click();
  const line = page.locator('[_echarts_instance_] path').first();
  await line.waitFor({ state: 'attached' });
  await page.goBack();
  await first.waitFor();

  // The chart's library is there by now, and so are the prices: nothing but the drawing holds it up.
  const linesAtFirst = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const main = document.querySelector('main') as HTMLElement;
        new MutationObserver((_, observer) => {
          const frame = main.querySelector('[_echarts_instance_]');
          if (!frame) return;
          observer.disconnect();
          resolve(frame.querySelectorAll('path').length);
        }).observe(main, { childList: true, subtree: true, attributes: true });
      }),
  );
  await first.click();
  expect(await linesAtFirst).toBe(0);
  await line.waitFor({ state: 'attached' });
});

test('a grid one comes back to stands where it was left', async () => {
  const page = await open('/');
  const grid = page.getByRole('grid', { name: 'Library items' });
  await grid.getByRole('row').nth(10).waitFor();
  await grid.focus();
  for (let times = 0; times < 3; times += 1) await page.keyboard.press('PageDown');
  const active = grid.locator('[aria-rowindex]').last();
  const last = () => active.getAttribute('aria-rowindex');
  await expect.poll(async () => Number(await last())).toBeGreaterThan(40);
  const seen = await last();
  await page.getByRole('navigation').first().getByRole('link', { name: 'Jobs' }).click();
  await grid.waitFor({ state: 'detached' });
  await page.goBack();
  await grid.locator(`[aria-rowindex="${seen}"]`).waitFor();
});
