import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { lookThrough, makeWebScene } from '../support/web-scene.ts';

const scene = makeWebScene({ database: 'of the tests', as: 'Ada, administrator', timeZone: 'UTC' });

const form = (page: Page) => page.getByRole('form', { name: 'New schedule' });
const alert = (page: Page) => form(page).getByRole('alert');
const own = (page: Page) =>
  page
    .getByRole('region', { name: 'Schedules' })
    .getByRole('listitem')
    .filter({ hasText: 'Capture prices of a project' });

async function openForm(width = 1440, theme: 'light' | 'dark' = 'light') {
  const page = await scene.open('/jobs', { width, theme });
  await page.getByRole('button', { name: 'New schedule' }).click();
  await form(page)
    .getByText(/^Next /)
    .waitFor();
  return page;
}

test('a schedule is made for a project by keyboard, with the next runs shown before, and deleted once that was confirmed', async () => {
  const page = await scene.open('/jobs');
  await page.getByRole('button', { name: 'New schedule' }).focus();
  await page.keyboard.press('Enter');
  await form(page).getByLabel('Job').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.type('bridge');
  await page.keyboard.press('Tab');
  const project = form(page).getByRole('combobox', { name: 'Project' });
  await project
    .getByRole('option', { name: /bridge/i })
    .first()
    .waitFor({ state: 'attached' });
  const others = project.locator('option').filter({ hasNotText: /bridge/i });
  await expect.poll(() => others.allInnerTexts()).toEqual(['Choose a project']);
  await page.keyboard.press('ArrowDown');
  await form(page).getByLabel('Time zone').fill('Europe/Berlin');
  await form(page).getByLabel(/Cron/).fill('15 6 * * 1');
  await expect
    .poll(() =>
      form(page)
        .getByText(/^Next .*(;.*){3}/)
        .count(),
    )
    .toBe(1);
  await page.keyboard.press('Enter');

  await own(page).getByText('Mondays at 06:15, Europe/Berlin').waitFor();
  // Not by the clock of Berlin: the browser's is another.
  await own(page)
    .getByText(/^Next Mon .*, in your time$/)
    .waitFor();
  await own(page)
    .getByText(/"projectId"/)
    .waitFor();
  await expect.poll(() => form(page).count()).toBe(0);

  await own(page)
    .getByRole('button', { name: /^Delete the schedule/ })
    .click();
  await page.getByRole('button', { name: 'Leave it' }).click();
  await own(page).waitFor();
  await own(page)
    .getByRole('button', { name: /^Delete the schedule/ })
    .click();
  await page.getByRole('button', { name: 'Delete the schedule', exact: true }).click();
  await page.getByText('The schedule is deleted').waitFor();
  await expect.poll(() => own(page).count()).toBe(0);
  const acts = await scene.query('select action from public.job_audit order by id');
  expect(acts.map(({ action }) => action)).toEqual(['schedule', 'unschedule']);
});

test('what its runs are given is edited in the form it was made with', async () => {
  const page = await openForm();
  await form(page).getByRole('combobox', { name: 'Project' }).selectOption({ index: 1 });
  await form(page).getByRole('button', { name: 'Make the schedule' }).click();
  await own(page)
    .getByText(/"includeAllItems":false/)
    .waitFor();
  await own(page).getByRole('button', { name: /^Edit/ }).click();
  const edit = page.getByRole('form', { name: 'The schedule of Capture prices of a project' });
  const project = edit.getByRole('combobox', { name: 'Project' });
  const chosen = await project.inputValue();
  expect(chosen).not.toBe('');
  await project.selectOption({ index: 2 });
  await edit.getByLabel('Include all items').check();
  const { check, faults } = lookThrough(page);
  await check('the form of a schedule that is there');
  await edit.getByRole('button', { name: 'Save' }).click();
  await own(page)
    .getByText(/"includeAllItems":true/)
    .waitFor();
  await expect.poll(() => own(page).getByText(chosen).count()).toBe(0);
  expect(faults).toEqual([]);
  await scene.query(`delete from public.job_schedules where id like 'capture-price-snapshot-%'`);
});

test('what a job does not take is said beside the field', async () => {
  const page = await openForm();
  await form(page).getByLabel('Job').selectOption('Aggregate popularity and pairs');
  await form(page).getByLabel(/As of/).fill('yesterday');
  await form(page).getByRole('button', { name: 'Make the schedule' }).click();
  await alert(page).getByText(/ISO/).waitFor();
  await expect.poll(() => form(page).getByLabel(/As of/).getAttribute('aria-invalid')).toBe('true');
  await form(page).getByLabel(/As of/).fill('');
  await form(page).getByLabel(/Cron/).fill('99 * * * *');
  await form(page).getByRole('button', { name: 'Make the schedule' }).click();
  await alert(page)
    .getByText(/"99 \* \* \* \*" cannot be used/)
    .waitFor();
  await expect.poll(() => form(page).getByLabel(/Cron/).getAttribute('aria-invalid')).toBe('true');
  await form(page).getByLabel('Job').selectOption('Calculate costs');
  await form(page)
    .getByLabel(/Library item/)
    .fill('[1');
  await form(page).getByLabel(/Cron/).fill('0 6 * * 1');
  await form(page).getByRole('combobox', { name: 'Project' }).selectOption({ index: 1 });
  await form(page).getByRole('button', { name: 'Make the schedule' }).click();
  await alert(page)
    .getByText(/not JSON/)
    .waitFor();
  scene.forgive();
});

test('estimators make and delete none', async () => {
  const page = await scene.open('/jobs', { as: 'Erin, estimator' });
  await page.getByText('Administrators change and start them.').waitFor();
  await expect
    .poll(() => page.getByRole('button', { name: /New schedule|Delete the schedule/ }).count())
    .toBe(0);
});

test.each([
  ['light', 1440],
  ['dark', 390],
] as const)('in %s at %i pixels, the form has no fault of accessibility', async (theme, width) => {
  const page = await openForm(width, theme);
  const { check, faults } = lookThrough(page);
  await check('the form');
  await form(page).getByLabel('Job').selectOption('Calculate costs');
  await form(page).getByLabel(/Cron/).fill('99 * * * *');
  await form(page)
    .getByLabel(/Library item/)
    .fill('[]');
  await form(page).getByRole('combobox', { name: 'Project' }).selectOption({ index: 1 });
  await form(page).getByRole('button', { name: 'Make the schedule' }).click();
  await alert(page).waitFor();
  await check('refused');
  expect(faults).toEqual([]);
  scene.forgive();
});
