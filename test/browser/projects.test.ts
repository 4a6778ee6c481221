import type { Page } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { lookThrough, makeWebScene } from '../support/web-scene.ts';

/** Projects that are made, changed, closed and opened again, in a real Chromium on the demo. */
const { open, query, forgive } = makeWebScene({ database: 'of the tests' });

const field = (page: Page, name: string) => page.getByRole('textbox', { name });
const stored = async (code: string) =>
  (
    await query(
      `select id, name, county, region, currency, visibility, status from public.projects where code = $1`,
      [code],
    )
  )[0];

async function makeProject(page: Page, code: string) {
  await page.getByRole('link', { name: 'New project' }).click();
  await field(page, 'Name').fill(`Bridge ${code}`);
  await field(page, 'Code').fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { name: `Bridge ${code}` }).waitFor();
}

test('a project is made by keys, and an estimate begun in it; a code that is taken is told beside it', async () => {
  const page = await open('/projects');
  const [{ code: taken }] = await query('select code from public.projects limit 1');
  await page.getByRole('link', { name: 'New project' }).focus();
  await page.keyboard.press('Enter');
  await field(page, 'Name').fill('Bridge over the Aire');
  await field(page, 'Code').fill(taken);
  await field(page, 'County').fill('West Yorkshire');
  await page.keyboard.press('Enter');
  await page
    .getByRole('alert')
    .getByText(`There is a project "${taken}" already; give this one another code.`)
    .waitFor();
  // What is wrong has the focus, and the rest stays as it was filled in.
  expect(await field(page, 'Code').evaluate((it) => it === document.activeElement)).toBe(true);
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('B-1');
  await page.keyboard.press('Enter');
  await page.getByText('Bridge over the Aire is made: begin an estimate.').waitFor();
  await page.getByRole('heading', { name: 'Bridge over the Aire' }).waitFor();
  expect(await stored('B-1')).toMatchObject({
    ...{ name: 'Bridge over the Aire', county: 'West Yorkshire', region: null },
    ...{ currency: 'USD', visibility: 'members', status: 'active' },
  });
  await page.getByRole('button', { name: 'New estimate' }).click();
  await page.keyboard.type('Tender');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Change name of the estimate: Tender' }).waitFor();
  await page.goto(new URL('/projects?q=aire', page.url()).href);
  await page.getByRole('grid', { name: 'Projects' }).getByText('Bridge over the Aire').waitFor();
  forgive();
});

test('what a project is, is changed by its owner, and seen by who has it open', async () => {
  const page = await open('/projects');
  await makeProject(page, 'B-2');
  await page.getByRole('link', { name: 'Edit' }).click();
  await field(page, 'Name').fill('Viaduct');
  await page.getByRole('combobox', { name: 'Currency' }).selectOption('EUR');
  await page.getByRole('combobox', { name: 'Seen by' }).selectOption('everyone');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { name: 'Viaduct' }).waitFor();
  await page.getByText(/a public record/).waitFor();
  expect(await stored('B-2')).toMatchObject({
    ...{ name: 'Viaduct', currency: 'EUR', visibility: 'everyone' },
  });
  await query(`update public.projects set name = 'Aqueduct' where code = 'B-2'`);
  await page.getByRole('heading', { name: 'Aqueduct' }).waitFor();
});

test('what somebody else changed meanwhile is looked at before it is changed again', async () => {
  const page = await open('/projects');
  await makeProject(page, 'B-3');
  await page.getByRole('link', { name: 'Edit' }).click();
  await field(page, 'County').fill('Kent');
  await query(`update public.projects set name = 'Of somebody else' where code = 'B-3'`);
  await page.getByRole('link', { name: 'Of somebody else' }).waitFor();
  await page.getByRole('button', { name: 'Save' }).click();
  await page
    .getByRole('alert')
    .getByText('"Of somebody else" was changed by somebody else meanwhile.')
    .waitFor();
  expect(await stored('B-3')).toMatchObject({ name: 'Of somebody else', county: null });
  await page.getByRole('button', { name: 'Show it as it is now' }).click();
  await expect.poll(() => field(page, 'Name').inputValue()).toBe('Of somebody else');
  await field(page, 'County').fill('Kent');
  await page.keyboard.press('Enter');
  await page.getByText('Of somebody else is saved.').waitFor();
  expect(await stored('B-3')).toMatchObject({ name: 'Of somebody else', county: 'Kent' });
  forgive();
});

test('a project is closed, opened again by the way back, and saved without looking again', async () => {
  const page = await open('/projects');
  await makeProject(page, 'B-4');
  await page.getByRole('link', { name: 'Edit' }).click();
  await page.getByRole('button', { name: 'Close the project' }).click();
  await page.getByText('Bridge B-4 is closed.').waitFor();
  await page.getByRole('heading', { name: 'Closed' }).waitFor();
  expect((await stored('B-4')).status).toBe('closed');
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('Bridge B-4 is active again.').waitFor();
  expect((await stored('B-4')).status).toBe('active');
  await page.getByRole('button', { name: 'Close the project' }).click();
  await page.getByRole('button', { name: 'Open it again' }).waitFor();
  await field(page, 'Region').fill('South');
  await page.keyboard.press('Enter');
  await page.getByText(/^Closed, begun /).waitFor();
  expect(await stored('B-4')).toMatchObject({ status: 'closed', region: 'South' });
});

test('the list shows one’s own, or those of a state, and its address says so', async () => {
  const page = await open('/projects');
  await makeProject(page, 'B-5');
  await query(
    `update public.projects set status = case when code = 'B-5' then 'closed' else 'active' end`,
  );
  await query(
    `insert into public.projects (code, name, visibility) values ('P-5', 'Public record', 'everyone')`,
  );
  await page.goto(new URL('/projects', page.url()).href);
  const grid = page.getByRole('grid', { name: 'Projects' });
  await grid.getByText('Public record').waitFor();
  await page.getByText('Yours', { exact: true }).first().click();
  await grid.getByText('Public record').waitFor({ state: 'detached' });
  await page.getByText('Closed', { exact: true }).first().click();
  await page.getByText('1 project', { exact: true }).waitFor();
  await grid.getByText('Bridge B-5').waitFor();
  await page.reload();
  await page.getByText('1 project', { exact: true }).waitFor();
  expect(new URL(page.url()).search).toBe('?whose=own&state=closed');
  await page.getByRole('searchbox').fill('nothing of that name');
  await page.getByText('of those that are chosen').waitFor();
});

test('who does not own a project finds nothing to change it by; an administrator does', async () => {
  const [project] = await query(
    `select m.project_id as id from public.project_members m where m.role = 'estimator' limit 1`,
  );
  const page = await open(`/projects/${project.id}`);
  await page.getByRole('link', { name: 'Rates' }).waitFor();
  expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
  await page.goto(new URL(`/projects/${project.id}/edit`, page.url()).href);
  await page.getByText('It is not yours to change').waitFor();
  const theirs = await open(`/projects/${project.id}`, { as: 'Ada, administrator' });
  await theirs.getByRole('link', { name: 'Edit' }).click();
  await theirs.getByRole('button', { name: 'Close the project' }).waitFor();
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('the forms of a project have no fault of accessibility and fit their window', async () => {
    const page = await open('/projects', look);
    const { check, faults } = lookThrough(page);
    await page.getByRole('link', { name: 'New project' }).waitFor();
    await check('the projects');
    const code = `W-${look.width}`;
    await makeProject(page, code);
    await check('a project that was made');
    await page.getByRole('link', { name: 'Edit' }).click();
    await page.getByRole('button', { name: 'Close the project' }).waitFor();
    await query(`insert into public.projects (code, name) values ($1, 'Taken')`, [`${code}x`]);
    await field(page, 'Code').fill(`${code}x`);
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await check('a project that is changed');
    expect(faults).toEqual([]);
    forgive();
  });
});
