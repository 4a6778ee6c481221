import { describe, expect, test } from 'vitest';
import { type Look, lookThrough, makeWebScene, openOwnProject } from '../support/web-scene.ts';

/** Estimates of a project as a whole, copied and removed in a real Chromium on the demo. */
const { open, query, forgive } = makeWebScene({ database: 'of the tests' });

async function openProject(look: Look = {}, nth = 0) {
  const page = await open('/projects', look);
  await openOwnProject(page, nth);
  const heading = (name: string) =>
    page.getByRole('button', { name: `Change name of the estimate: ${name}` });
  await heading('Estimate').waitFor();
  const project = page.url().split('/').at(-1) ?? '';
  const total = () =>
    page
      .getByRole('region', { name: /^Estimate / })
      .locator('[aria-live=polite]')
      .first()
      .textContent();
  const copy = async (name: string) => {
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await page.getByRole('textbox', { name: 'Name of the copy' }).fill(name);
    await page.keyboard.press('Enter');
  };
  return { page, project, heading, total, copy };
}

/** The estimates of a project, each with how many lines, elements and uses it has. */
const estimatesOf = (project: string) =>
  query(
    `select e.name,
       (select count(*)::int from public.estimate_items l where l.estimate_id = e.id) as lines,
       (select count(*)::int from public.estimate_elements l where l.estimate_id = e.id) as elements,
       (select count(*)::int from public.estimate_library_usage u where u.estimate_id = e.id) as uses
     from public.estimates e where e.project_id = $1 order by e.created_at`,
    [project],
  );

test('an estimate is copied by keys under a free name, and the copy is removed after asking once more', async () => {
  const { page, project, heading, total } = await openProject();
  const sum = await total();
  const [source] = await estimatesOf(project);
  const line = page.getByRole('button', { name: 'Copy', exact: true });
  await line.focus();
  await page.keyboard.press('Enter');
  await expect
    .poll(() => page.getByRole('textbox', { name: 'Name of the copy' }).inputValue())
    .toBe('Estimate, copy');
  await page.keyboard.press('Enter');
  await page.getByText('Estimate is copied as Estimate, copy.').waitFor();
  await heading('Estimate, copy').waitFor();
  expect(await total()).toBe(sum);
  expect(await estimatesOf(project)).toEqual([source, { ...source, name: 'Estimate, copy' }]);

  await line.click();
  await page.getByRole('textbox', { name: 'Name of the copy' }).fill('estimate');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').getByText('has an estimate "Estimate" already').waitFor();
  await page.keyboard.press('Escape');

  await page.getByRole('button', { name: 'Remove', exact: true }).focus();
  await page.keyboard.press('Enter');
  await page
    .getByText(`Estimate, copy goes with its ${source.lines} lines, and cannot be brought back.`)
    .waitFor();
  await page.getByRole('button', { name: 'Keep it' }).click();
  expect(await estimatesOf(project)).toHaveLength(2);
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page.keyboard.press('Enter');
  await page.getByText('Removed Estimate, copy.').waitFor();
  await heading('Estimate').waitFor();
  expect(await estimatesOf(project)).toEqual([source]);
  forgive();
});

test('a copy goes into another project of the reader, and is shown there', async () => {
  const { page, project, heading, total } = await openProject();
  const [source] = await estimatesOf(project);
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  const choice = page.getByRole('combobox', { name: 'Project of the copy' });
  await choice.getByRole('option').nth(1).waitFor({ state: 'attached' });
  const there = (await choice.getByRole('option').allTextContents()).at(-1) ?? '';
  await choice.selectOption(there);
  await page.getByRole('textbox', { name: 'Name of the copy' }).fill('From elsewhere');
  await page.getByRole('button', { name: `Copy ${source.lines} lines` }).click();
  await page.getByText(/^Estimate is copied as From elsewhere, in /).waitFor();
  await heading('From elsewhere').waitFor();
  const into = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  expect(into).not.toBe(project);
  expect((await estimatesOf(into)).at(-1)).toEqual({ ...source, name: 'From elsewhere' });
  // At the rates of that project.
  await expect.poll(total).toMatch(/^\$[\d,.]+$/);
});

test('agreed prices are kept or dropped, as it is said', async () => {
  const { page, project, copy, heading } = await openProject();
  await query(
    `update public.estimate_items set unit_price = 12.5 where id in
       (select id from public.estimate_items where project_id = $1 order by id limit 2)`,
    [project],
  );
  const agreed = async () =>
    (
      await query(
        `select count(l.unit_price)::int as prices from public.estimates e
         join public.estimate_items l on l.estimate_id = e.id
         where e.project_id = $1 group by e.id order by e.created_at`,
        [project],
      )
    ).map(({ prices }) => prices);
  await copy('With them');
  await heading('With them').waitFor();
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  await page.getByRole('checkbox', { name: 'keep 2 agreed prices' }).uncheck();
  await page.getByRole('textbox', { name: 'Name of the copy' }).fill('Without');
  await page.keyboard.press('Enter');
  await heading('Without').waitFor();
  expect(await agreed()).toEqual([2, 2, 0]);
});

test('an estimate that was bid says why it cannot be removed', async () => {
  const { page, copy, heading, project } = await openProject({}, 1);
  await copy('Bid of it');
  await heading('Bid of it').waitFor();
  await page.getByRole('button', { name: 'Freeze this estimate' }).click();
  await page.getByRole('button', { name: /^Freeze \d+ lines$/ }).click();
  await page.getByText(/is frozen as/).waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  await page
    .getByText('Bid of it has 1 frozen version, kept with it: remove that first.')
    .waitFor();
  expect(await page.getByRole('button', { name: 'Remove it' }).count()).toBe(0);
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Remove', exact: true }).waitFor();
  expect(await estimatesOf(project)).toHaveLength(2);
});

test('where somebody added to it meanwhile, it is kept and shown as it is', async () => {
  const { page, copy, heading, project } = await openProject({}, 2);
  await copy('Worked on');
  await heading('Worked on').waitFor();
  await page.getByRole('button', { name: 'Remove', exact: true }).click();
  const [before] = await query(
    `select id, (select count(*)::int from public.estimate_items where estimate_id = e.id) as lines
     from public.estimates e where project_id = $1 and name = 'Worked on'`,
    [project],
  );
  // The page hears of it once it is over.
  await query('begin');
  await query(
    `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
     select estimate_id, project_id, library_item_id, 1 from public.estimate_items where estimate_id = $1 limit 1`,
    [before.id],
  );
  await page.getByRole('button', { name: 'Remove it' }).click();
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect.poll(async () => (await query(waits)).length).toBe(1);
  await query('commit');
  await page
    .getByText(`changed by somebody else meanwhile: it has ${before.lines + 1} lines now.`)
    .waitFor();
  await heading('Worked on').waitFor();
  forgive();
});

test('who reads a public record copies it into a project of theirs, and has nothing to remove it by', async () => {
  const [{ id: own, user_id }] = await query(
    `select m.project_id as id, m.user_id from public.project_members m
     where m.role = 'estimator' limit 1`,
  );
  const [others] = await query(
    `select p.id from public.projects p where p.id not in (select project_id from public.project_members where user_id = $1)
       and exists (select from public.estimate_items l where l.project_id = p.id) limit 1`,
    [user_id],
  );
  await query(`update public.projects set visibility = 'everyone' where id = $1`, [others.id]);
  await query(`update public.estimates set status = 'frozen' where project_id = $1`, [others.id]);
  const page = await open(`/projects/${others.id}`);
  await page.getByRole('button', { name: 'Copy', exact: true }).click();
  expect(await page.getByRole('button', { name: 'Remove', exact: true }).count()).toBe(0);
  await page.getByRole('textbox', { name: 'Name of the copy' }).fill('As they did');
  await page.getByRole('combobox', { name: 'Project of the copy' }).selectOption(own);
  await page.keyboard.press('Tab');
  await page.getByRole('button', { name: /^Copy \d+ lines?$/ }).click();
  await page.getByRole('button', { name: 'Change name of the estimate: As they did' }).waitFor();
  expect((await estimatesOf(own)).map(({ name }) => name)).toContain('As they did');
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('a copy that is asked for, and a removal, have no fault of accessibility and fit their window', async () => {
    const { page, copy, heading } = await openProject(look, 3);
    const { check, faults } = lookThrough(page);
    await page.getByRole('button', { name: 'Copy', exact: true }).click();
    await check('a copy that is asked for');
    await page.keyboard.press('Escape');
    await copy(`Copy at ${look.width}`);
    await heading(`Copy at ${look.width}`).waitFor();
    await page.getByRole('button', { name: 'Remove', exact: true }).click();
    await check('a removal that is asked for');
    expect(faults).toEqual([]);
  });
});
