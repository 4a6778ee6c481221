import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { type Look, lookThrough, makeWebScene, openOwnProject } from '../support/web-scene.ts';

/** The elements of an estimate, and its lines among them, in a real Chromium on the demo. */
const { open, query, forgive } = makeWebScene({ database: 'of the tests' });

async function openEstimate(look: Look = {}) {
  const page = await open('/projects', look);
  await openOwnProject(page);
  const estimate = page.getByRole('region', { name: /^Estimate / });
  await estimate
    .getByRole('button', { name: /^Remove / })
    .first()
    .waitFor();
  const project = page.url().split('/').at(-1);
  /** The elements of the project's first estimate, which is shown, in their order, with how many lines each has. */
  const elements = () =>
    query(
      `select e.name, count(l.id)::int as lines from public.estimate_elements e
       left join public.estimate_items l on l.element_id = e.id
       where e.estimate_id = (select id from public.estimates where project_id = $1 order by created_at, id limit 1)
       group by e.id order by e.position`,
      [project],
    );
  const names = async () => (await elements()).map(({ name }) => name);
  const linesOf = async (name: string) =>
    (await elements()).find((element) => element.name === name)?.lines;
  const heading = (name: string) =>
    estimate.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });
  const total = () => estimate.locator('[aria-live=polite]').first().textContent();
  return { page, estimate, project, elements, names, linesOf, heading, total };
}

const closed = (page: Page) => page.getByRole('button', { name: 'Lines of all elements' });

/** The first item that a search found. */
const found = (page: Page) => page.getByRole('listbox').getByRole('option').first();

async function addElement(page: Page, name: string) {
  await page.getByRole('button', { name: 'Add element' }).click();
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');
}

test('an element is made, renamed where it stands and put in order by keys; a name that is taken is told', async () => {
  const { page, estimate, names, heading } = await openEstimate();
  const [first, ...others] = await names();
  await page.getByRole('button', { name: 'Add element' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type(first);
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .getByText(`has an element "${first}" already; give this one another name.`)
    .waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('External works');
  await page.keyboard.press('Enter');
  await closed(page).focus();
  await page.keyboard.press('Enter');
  await heading('External works').getByText('no lines yet').waitFor();

  await estimate.getByRole('button', { name: 'Change name of External works' }).focus();
  await page.keyboard.press('Enter');
  await page.keyboard.type('Site');
  await page.keyboard.press('Enter');
  const renamed = estimate.getByRole('button', { name: 'Change name of Site' });
  await expect.poll(() => renamed.evaluate((it) => it === document.activeElement)).toBe(true);

  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  const up = page.getByRole('button', { name: 'Move up' });
  for (let steps = 0; steps < others.length + 1; steps++) {
    await up.focus();
    await page.keyboard.press('Enter');
    await expect
      .poll(names)
      .toEqual([first, ...others].toSpliced(others.length - steps, 0, 'Site'));
  }
  await expect.poll(() => up.isDisabled()).toBe(true);
  await page.keyboard.press('Escape');
  const shown = estimate.getByRole('button', { name: /^Change name of (?!the estimate)/ });
  await expect.poll(() => shown.first().textContent()).toMatch(/Site$/);
  forgive();
});

test('an element is removed with its lines left in the estimate, and put back with them', async () => {
  const { page, names, linesOf, heading, total } = await openEstimate();
  const before = await names();
  const sum = await total();
  const second = before[1] ?? '';
  const lines = await linesOf(second);
  await closed(page).click();
  await page.getByRole('button', { name: `What to do with ${second}` }).click();
  await page.getByRole('button', { name: `Remove it; its ${lines} lines stay` }).press('Enter');
  await page.getByText(`Its ${lines} lines stayed.`).waitFor();
  expect(await names()).not.toContain(second);
  await heading('In no element').getByText(`${lines} lines`).waitFor();
  expect(await total()).toBe(sum);
  // The next one has the focus, for who removes another.
  await expect
    .poll(() => page.evaluate(() => document.activeElement?.getAttribute('aria-label')))
    .toBe(`What to do with ${before[2]}`);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(`${second} is back in`).waitFor();
  expect(await names()).toEqual(before);
  expect(await linesOf(second)).toBe(lines);
  await heading('In no element').waitFor({ state: 'detached' });
});

test('lines are chosen by keys, moved to another element together, and back', async () => {
  const { page, estimate, elements, linesOf, heading } = await openEstimate();
  const [from, to] = (await elements()).flatMap(({ name, lines }) => (lines > 3 ? [name] : []));
  const counts = async () => [await linesOf(from), await linesOf(to)];
  const [fromLines = 0, toLines = 0] = await counts();
  const boxes = estimate.getByRole('checkbox', { name: /^Choose (?!all)/ });
  await boxes.nth(0).focus();
  await page.keyboard.press('Space');
  await boxes.nth(2).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Chosen lines' });
  await bar.getByText('3 lines').waitFor();
  await bar.getByRole('combobox', { name: 'Move to' }).selectOption(to);
  await page.keyboard.press('Enter');
  await bar.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByText(`Moved 3 lines to ${to}.`).waitFor();
  expect(await counts()).toEqual([fromLines - 3, toLines + 3]);
  await heading(from)
    .getByText(`${fromLines - 3} lines`)
    .waitFor();
  await bar.waitFor({ state: 'detached' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Moved 3 lines back.').waitFor();
  expect(await counts()).toEqual([fromLines, toLines]);
});

test('lines that are chosen are removed together, and put back as they were', async () => {
  const { page, estimate, project, elements, total } = await openEstimate();
  const lines = () =>
    query(
      `select id, element_id, quantity from public.estimate_items where project_id = $1 order by id`,
      [project],
    );
  const before = { lines: await lines(), elements: await elements(), total: await total() };
  const boxes = estimate.getByRole('checkbox', { name: /^Choose (?!all)/ });
  await boxes.nth(0).check();
  await boxes.nth(4).click({ modifiers: ['Shift'] });
  const bar = page.getByRole('toolbar', { name: 'Chosen lines' });
  await bar.getByText('5 lines').waitFor();
  await bar.getByRole('button', { name: 'Remove' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText(/^Removed 5 lines from /).waitFor();
  await bar.waitFor({ state: 'detached' });
  // Who chose them by keys goes on from the lines, not from the top of the page.
  const all = estimate.getByRole('checkbox', { name: 'Choose all lines' });
  await expect.poll(() => all.evaluate((it) => it === document.activeElement)).toBe(true);
  expect(await lines()).toHaveLength(before.lines.length - 5);
  await expect.poll(total).not.toBe(before.total);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText(/^5 lines are back in /).waitFor();
  expect(await lines()).toEqual(before.lines);
  expect(await elements()).toEqual(before.elements);
  await expect.poll(total).toBe(before.total);
});

test('lines that are chosen stay chosen where somebody changed one of them meanwhile', async () => {
  const { page, estimate, project } = await openEstimate();
  const box = estimate.getByRole('checkbox', { name: /^Choose (?!all)/ });
  await box.nth(0).check();
  await box.nth(1).check();
  await query('begin');
  await query('update public.estimate_items set quantity = quantity + 1 where project_id = $1', [
    project,
  ]);
  const bar = page.getByRole('toolbar', { name: 'Chosen lines' });
  await bar.getByRole('button', { name: 'Remove' }).click();
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect.poll(async () => (await query(waits)).length).toBe(1);
  await query('commit');
  await page.getByText(/changed by somebody else meanwhile; nothing was removed\./).waitFor();
  await bar.getByText('2 lines').waitFor();
  await expect.poll(() => box.nth(0).isChecked()).toBe(true);
  forgive();
});

test('an item of the library is added to the element that is chosen', async () => {
  const { page, names, linesOf, total } = await openEstimate();
  const [, to = ''] = await names();
  const [lines = 0, sum] = [await linesOf(to), await total()];
  await page.getByRole('button', { name: 'Add item' }).click();
  await page.keyboard.type('concrete');
  await found(page).waitFor();
  await page.keyboard.press('Enter');
  const quantity = page.getByRole('spinbutton', { name: 'Quantity' });
  await quantity.fill('12.5');
  await page.getByRole('combobox', { name: 'Element' }).selectOption(to);
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await page.getByText(/^Added .* to /).waitFor();
  await expect.poll(() => linesOf(to)).toBe(lines + 1);
  await expect.poll(total).not.toBe(sum);
  // The next one is searched for at once.
  await page.getByRole('combobox', { name: 'Item to add' }).waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('button', { name: 'Done' }).waitFor({ state: 'detached' });
});

test('an estimate is begun, named anew and filled; the other is still there', async () => {
  const { page, estimate } = await openEstimate();
  await page.getByRole('button', { name: 'New estimate' }).click();
  await page.keyboard.type('estimate');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('has an estimate "Estimate" already').waitFor();
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('Option B');
  await page.keyboard.press('Enter');
  await estimate.getByText('Nothing in this estimate yet').waitFor();
  await estimate.getByRole('button', { name: 'Change name of the estimate: Option B' }).click();
  await page.keyboard.type('Option C');
  await page.keyboard.press('Enter');
  await estimate.getByRole('button', { name: 'Change name of the estimate: Option C' }).waitFor();
  await addElement(page, 'Frame');
  await estimate.getByText('no lines yet').waitFor();
  await estimate.getByRole('button', { name: 'Add item' }).click();
  await page.keyboard.type('concrete');
  await found(page).waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Add', exact: true }).click();
  await estimate.getByText('1 item', { exact: true }).waitFor();
  // What is looked at stands in the address.
  await page.reload();
  await page.getByRole('button', { name: 'Change name of the estimate: Option C' }).waitFor();
  await page.getByRole('combobox', { name: 'Estimate' }).selectOption('Estimate');
  await page.getByRole('button', { name: 'Change name of the estimate: Estimate' }).waitFor();
  forgive();
});

test('what others change in the estimate is seen within a moment, and what is chosen stays chosen', async () => {
  const { page, estimate, project, heading, elements } = await openEstimate();
  const [box] = await estimate.getByRole('checkbox', { name: /^Choose (?!all)/ }).all();
  await box?.check();
  await closed(page).click();
  await query(
    `insert into public.estimate_elements (estimate_id, project_id, name, position)
     select id, project_id, 'Of somebody else', -1 from public.estimates where project_id = $1 order by created_at, id limit 1`,
    [project],
  );
  await heading('Of somebody else').getByText('no lines yet').waitFor();
  await page.getByRole('toolbar', { name: 'Chosen lines' }).getByText('1 line').waitFor();
  const first = (await elements()).find(({ lines }) => lines > 0)?.name;
  await query(
    `delete from public.estimate_items where element_id in
       (select id from public.estimate_elements where project_id = $1 and name = $2)`,
    [project, first],
  );
  await heading(first).getByText('no lines yet').waitFor();
  // Among them was the one that was chosen.
  await page.getByRole('toolbar', { name: 'Chosen lines' }).waitFor({ state: 'detached' });
});

test('who reads a public record sees its elements, and nothing to change them by', async () => {
  const [others] = await query(
    `select p.id, (select e.name from public.estimate_elements e where e.project_id = p.id order by e.position limit 1) as element
     from public.projects p where p.id not in (select m.project_id from public.project_members m
       join public.project_members own using (user_id) where own.project_id = $1)
       and exists (select from public.estimate_elements e where e.project_id = p.id) limit 1`,
    [(await openEstimate()).project],
  );
  await query(`update public.projects set visibility = 'everyone' where id = $1`, [others.id]);
  const page = await open(`/projects/${others.id}`);
  await page.getByRole('rowheader', { name: others.element }).waitFor();
  const changes = page.getByRole('button', { name: /Add element|Add item|Change name|What to do/ });
  await expect.poll(() => changes.count()).toBe(0);
  await expect.poll(() => page.getByRole('checkbox').count()).toBe(0);
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('elements that are worked on have no fault of accessibility, and are no wider than their window', async () => {
    const { page, estimate, names } = await openEstimate(look);
    const { check, faults } = lookThrough(page);
    await page.getByRole('button', { name: 'New estimate' }).click();
    await check('an estimate that is begun');
    await page.keyboard.press('Escape');
    await addElement(page, `Works of ${look.width}`);
    await page.getByText(`Added Works of ${look.width} to`).waitFor();
    await page.getByRole('button', { name: 'Add item' }).click();
    await page.keyboard.type('con');
    await found(page).waitFor();
    await check('an item that is searched for');
    await page.keyboard.press('Enter');
    await estimate.getByRole('checkbox').nth(1).check();
    await check('a line that is chosen, and one that is added');
    await closed(page).click();
    const [first] = await names();
    await page.getByRole('button', { name: `Change name of ${first}` }).click();
    await page.keyboard.type(`Works of ${look.width}`);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').first().waitFor();
    await check('a name that is taken');
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: `What to do with ${first}` }).click();
    await page.getByRole('button', { name: 'Move down' }).waitFor();
    await check('what is done with an element');
    expect(faults).toEqual([]);
    forgive();
  });
});
