import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { makeWebScene } from '../support/web-scene.ts';

/** The job manager without a pointer. */
const scene = makeWebScene({ as: 'Ada, administrator', width: 1440, height: 900 });

/** What has the focus: its role or element, what it is called, and whether it is seen to have it. */
const focused = (page: Page) =>
  page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const label = element.closest('label') ?? document.querySelector(`label[for="${element.id}"]`);
    const name =
      element.getAttribute('aria-label') ?? (element.textContent?.trim() || label?.textContent);
    const style = getComputedStyle(element);
    const { width, height } = element.getBoundingClientRect();
    return {
      name: name?.trim() ?? '',
      seen:
        width > 0 && height > 0 && style.outlineStyle !== 'none' && style.outlineWidth !== '0px',
    };
  });

/** Goes on by Tab until something of this name has the focus. */
async function tabTo(page: Page, name: string | RegExp): Promise<void> {
  for (let step = 0; step < 150; step += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (at && (typeof name === 'string' ? at.name === name : name.test(at.name))) return;
  }
  throw new Error(`Nothing called ${name} is reached by Tab.`);
}

const nameOf = async (page: Page) => (await focused(page))?.name;

test('everything on the page of jobs is reached by Tab, in order, and seen to have the focus', async () => {
  const page = await scene.open('/jobs');
  await page.getByRole('button', { name: 'Pause Bulk update' }).waitFor();
  await page.getByRole('region', { name: 'History' }).waitFor();
  const passed: string[] = [];
  const unseen: string[] = [];
  for (let step = 0; step < 150; step += 1) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    if (!at) break;
    passed.push(at.name);
    if (!at.seen) unseen.push(at.name);
  }
  const order = ['New schedule', 'Edit the schedule', 'Run now', 'Pause Bulk update', 'Status'];
  const places = order.map((name) => passed.findIndex((one) => one.startsWith(name)));
  expect(places.every((place) => place >= 0)).toBe(true);
  expect(places).toEqual(places.toSorted((a, b) => a - b));
  expect(unseen).toEqual([]);
});

test('a job is started, and its run opened, without a pointer', async () => {
  const page = await scene.open('/jobs');
  await page.getByRole('button', { name: 'Run now' }).first().waitFor();
  await tabTo(page, 'Run now: Remove old job logs');
  await page.keyboard.press('Enter');
  await page
    .getByRole('region', { name: 'History' })
    .getByRole('row')
    .filter({ hasText: 'Completed' })
    .first()
    .waitFor();
  await tabTo(page, 'Remove old job logs');
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/jobs\/runs\//);
  await page.getByRole('heading', { name: 'Remove old job logs' }).waitFor();
});

test('a schedule is edited and left as it was, and the focus is where it came from', async () => {
  const page = await scene.open('/jobs');
  const edit = 'Edit the schedule of Remove old job logs';
  await page.getByRole('button', { name: edit }).waitFor();
  await tabTo(page, edit);
  await page.keyboard.press('Enter');
  await page.getByRole('form', { name: 'The schedule of Remove old job logs' }).waitFor();
  // The focus is in the form, whose buttons are the next.
  const inForm = () => page.evaluate(() => document.activeElement?.closest('form') !== null);
  await expect.poll(inForm).toBe(true);
  await tabTo(page, 'Cancel');
  await page.keyboard.press('Enter');
  await expect.poll(() => page.getByRole('form').count()).toBe(0);
  await expect.poll(() => nameOf(page)).toBe(edit);
});
