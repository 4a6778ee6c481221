import { describe, expect, test } from 'vitest';
import { type Look, lookThrough, makeWebScene } from '../support/web-scene.ts';

/** Who works in a project, said by its owner in a real Chromium on the demo. */
const { open, query, forgive } = makeWebScene({
  database: 'of the tests',
  fill: (client) =>
    client.query(
      `insert into public.people (user_id, name) values ('00000000-0000-4000-8000-0000000000aa', 'sam@example.org')`,
    ),
});

/** The members' page of a project that the reader has made. */
async function openMembers(code: string, look: Look = {}) {
  const page = await open('/projects/new', look);
  await page.getByRole('textbox', { name: 'Name' }).fill(`Bridge ${code}`);
  await page.getByRole('textbox', { name: 'Code' }).fill(code);
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: 'Members' }).click();
  const list = page.getByRole('region', { name: 'Members' }).getByRole('listitem');
  await list.filter({ hasText: 'Erin, estimator you' }).waitFor();
  const roles = async () =>
    (
      await query(
        `select m.role from public.project_members m join public.projects p on p.id = m.project_id
         left join public.people n on n.user_id = m.user_id
         where p.code = $1 order by n.name`,
        [code],
      )
    ).map(({ role }) => role);
  const add = async (name: string) => {
    await page.getByRole('textbox', { name: 'Name or email they sign in with' }).fill(name);
    await page.keyboard.press('Enter');
  };
  return { page, list, roles, add };
}

test('somebody is added by name, given another role and taken out, each with a way back; who is unknown is told', async () => {
  const { page, list, roles, add } = await openMembers('M-1');
  // Who makes a project owns it, and takes neither role nor place from themselves.
  expect(await list.getByRole('combobox').count()).toBe(0);
  await add('nobody@example.org');
  await page
    .getByRole('alert')
    .getByText('Nobody called "nobody@example.org" has signed in yet')
    .waitFor();
  await add('Sam@Example.org');
  await page.getByText('sam@example.org works in the project now.').waitFor();
  const role = list.getByRole('combobox', { name: 'Role of sam@example.org' });
  await expect.poll(() => role.inputValue()).toBe('estimator');
  expect(await roles()).toEqual(['owner', 'estimator']);

  await role.selectOption('owner');
  await page.getByText('sam@example.org is an owner now.').waitFor();
  expect(await roles()).toEqual(['owner', 'owner']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.getByText('sam@example.org is an estimator now.').waitFor();
  expect(await roles()).toEqual(['owner', 'estimator']);

  await list.getByRole('button', { name: 'Take sam@example.org out' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('sam@example.org is taken out.').waitFor();
  await expect.poll(() => list.count()).toBe(1);
  expect(await roles()).toEqual(['owner']);
  await page.getByRole('button', { name: 'Undo' }).last().click();
  await page.getByText('sam@example.org works in the project again.').waitFor();
  expect(await roles()).toEqual(['owner', 'estimator']);
  forgive();
});

test('who is added by somebody else is seen within a moment', async () => {
  const { page, list } = await openMembers('M-2');
  await query(
    `insert into public.project_members (project_id, user_id)
     select id, '00000000-0000-4000-8000-0000000000aa' from public.projects where code = 'M-2'`,
  );
  await list.filter({ hasText: 'sam@example.org' }).waitFor();
  expect(await list.count()).toBe(2);
  await page.getByRole('link', { name: 'Bridge M-2' }).waitFor();
});

test('who does not own a project sees who works in it, and has nothing to change it by', async () => {
  const [project] = await query(
    `select m.project_id as id from public.project_members m where m.role = 'estimator' limit 1`,
  );
  const page = await open(`/projects/${project.id}/members`);
  const members = page.getByRole('region', { name: 'Members' });
  await members.getByRole('listitem').filter({ hasText: 'Erin, estimator you' }).waitFor();
  expect(await members.getByRole('listitem').count()).toBe(2);
  expect(await members.getByRole('button').count()).toBe(0);
  expect(await members.getByRole('combobox').count()).toBe(0);
});

describe.each([
  { theme: 'light', width: 1440 },
  { theme: 'dark', width: 390 },
] as const)('in $theme at $width pixels', (look) => {
  test('the members of a project have no fault of accessibility and fit their window', async () => {
    const { page, list, add } = await openMembers(`M-${look.width}`, look);
    const { check, faults } = lookThrough(page);
    await add('sam@example.org');
    await list.filter({ hasText: 'sam@example.org' }).waitFor();
    await add('nobody@example.org');
    await page.getByRole('alert').waitFor();
    await check('the members');
    expect(faults).toEqual([]);
    forgive();
  });
});
