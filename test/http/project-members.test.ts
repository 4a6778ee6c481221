import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people, userIdOf } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** Who works in a project, as its owner says. */
const { ask, query, failures } = makeScene((url) => startNode(url));

const at = `/api/projects/${rows.project}/members`;
const unknownId = '00000000-0000-4000-8000-000000000000';
const add = (body: object, person: Person = 'owner') => ask(person, 'POST', at, body);
const change = (userId: string, role: unknown, person: Person = 'owner') =>
  ask(person, 'PATCH', `${at}/${userId}`, { role });
const remove = (userId: string, person: Person = 'owner') =>
  ask(person, 'DELETE', `${at}/${userId}`);
const members = async (person: Person = 'owner') => (await ask(person, 'GET', at)).body.members;
const roles = async () =>
  Object.fromEntries(
    (
      await query('select user_id, role from public.project_members where project_id = $1', [
        rows.project,
      ])
    ).map(({ user_id, role }) => [user_id, role]),
  );
const sees = async (person: Person) =>
  (await ask(person, 'GET', `/api/projects/${rows.project}`)).status === 200;
const usual = { [userIdOf('owner')]: 'owner', [userIdOf('estimator')]: 'estimator' };

beforeEach(async () => {
  await query('delete from public.project_members where project_id = $1', [rows.project]);
  await query('delete from public.people where user_id <> $1', [userIdOf('estimator')]);
  for (const [user, role] of Object.entries(usual)) {
    await query(
      'insert into public.project_members (project_id, user_id, role) values ($1, $2, $3)',
      [rows.project, user, role],
    );
  }
});

test('its members see who works in a project, by name, and whether they may change that', async () => {
  expect(await ask('estimator', 'GET', at)).toMatchObject({
    status: 200,
    body: {
      members: [
        { user_id: userIdOf('owner'), name: null, role: 'owner', you: false },
        { user_id: userIdOf('estimator'), name: 'Erin', role: 'estimator', you: true },
      ],
      may_change: false,
    },
  });
  for (const person of ['owner', 'admin'] as const) {
    expect((await ask(person, 'GET', at)).body.may_change).toBe(true);
  }
});

test('somebody is added by the name they sign in with, and works in the project at once', async () => {
  await query(`insert into public.people (user_id, name) values ($1, 'sam@example.org')`, [
    userIdOf('stranger'),
  ]);
  expect(await sees('stranger')).toBe(false);
  const added = await add({ name: ' Sam@Example.org ' });
  expect(added).toMatchObject({
    status: 201,
    body: { user_id: userIdOf('stranger'), name: 'sam@example.org', role: 'estimator', you: false },
  });
  const begun = await ask('stranger', 'POST', `/api/projects/${rows.project}/estimates`, {
    name: 'Of the new one',
  });
  expect(begun.status).toBe(201);
  expect(await add({ name: 'sam@example.org', role: 'owner' })).toMatchObject({
    status: 409,
    body: {
      error: 'sam@example.org is a member already, as estimator; give them another role instead.',
      details: { field: 'name' },
    },
  });
});

test('a name that nobody has, or several have, adds nobody, and it is said what to do', async () => {
  expect(await add({ name: 'Nobody' })).toMatchObject({
    status: 404,
    body: {
      error: 'Nobody called "Nobody" has signed in yet; ask them to sign in once, then add them.',
      details: { field: 'name' },
    },
  });
  for (const user of [userIdOf('stranger'), unknownId]) {
    await query(`insert into public.people (user_id, name) values ($1, 'Sam')`, [user]);
  }
  expect(await add({ name: 'sam' })).toMatchObject({
    status: 409,
    body: {
      error: 'Several people are called "sam"; add the one you mean by their user_id.',
      details: { field: 'name' },
    },
  });
  expect(await roles()).toEqual(usual);
  expect((await add({ user_id: userIdOf('stranger') })).body.name).toBe('Sam');
});

test('a member is given another role, and with it what it allows', async () => {
  expect(await change(userIdOf('estimator'), 'owner')).toMatchObject({
    status: 200,
    body: { name: 'Erin', role: 'owner' },
  });
  expect((await ask('estimator', 'GET', at)).body.may_change).toBe(true);
  expect((await change(userIdOf('owner'), 'estimator', 'estimator')).status).toBe(200);
  expect((await change(userIdOf('owner'), 'owner')).status).toBe(403);
});

test('somebody who is taken out sees the project no more; the answer puts them back', async () => {
  const removed = await remove(userIdOf('estimator'));
  expect(removed).toMatchObject({
    status: 200,
    body: { user_id: userIdOf('estimator'), role: 'estimator' },
  });
  expect(await sees('estimator')).toBe(false);
  expect((await remove(userIdOf('estimator'))).status).toBe(404);
  const { user_id, role } = removed.body;
  expect((await add({ user_id, role })).status).toBe(201);
  expect(await roles()).toEqual(usual);
});

describe('a project', () => {
  test('keeps its only owner', async () => {
    await query(`insert into public.people (user_id, name) values ($1, 'Olga')`, [
      userIdOf('owner'),
    ]);
    for (const answer of [
      await remove(userIdOf('owner')),
      await change(userIdOf('owner'), 'estimator'),
      await remove(userIdOf('owner'), 'admin'),
    ]) {
      expect(answer).toMatchObject({
        status: 409,
        body: {
          error: 'Olga is the only owner of the project; make somebody else one first.',
        },
      });
    }
    expect(await roles()).toEqual(usual);
  });

  test('keeps one of two owners who take each other out at once', async () => {
    await change(userIdOf('estimator'), 'owner');
    const answers = await Promise.all([
      remove(userIdOf('estimator'), 'owner'),
      remove(userIdOf('owner'), 'estimator'),
    ]);
    const [first, second] = answers.map(({ status }) => status).sort();
    expect(first).toBe(200);
    expect([403, 404, 409]).toContain(second);
    expect(Object.values(await roles())).toEqual(['owner']);
  });
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    ['estimator', 403],
    ['anonymous', 401],
  ] as const)('not say who works in it: %s', async (person, status) => {
    const mine = people[person].userId ?? unknownId;
    expect((await add({ user_id: mine, role: 'owner' }, person)).status).toBe(status);
    expect((await add({ name: 'Erin' }, person)).status).toBe(status);
    expect((await change(userIdOf('estimator'), 'owner', person)).status).toBe(status);
    expect((await remove(userIdOf('owner'), person)).status).toBe(status);
    expect(await roles()).toEqual(usual);
  });

  test('not see who works on a public record, nor join it', async () => {
    const path = `/api/projects/${rows.publicProject}/members`;
    expect((await ask('stranger', 'GET', at)).status).toBe(404);
    expect((await ask('estimator', 'GET', path)).status).toBe(403);
    expect((await ask('estimator', 'POST', path, { name: 'Erin' })).status).toBe(403);
    expect((await ask('admin', 'POST', path, { name: 'Erin' })).status).toBe(201);
    await ask('admin', 'DELETE', `${path}/${userIdOf('estimator')}`);
  });

  test('as an administrator, add and remove members, without being one', async () => {
    expect((await remove(userIdOf('estimator'), 'admin')).status).toBe(200);
    expect((await add({ name: 'Erin' }, 'admin')).status).toBe(201);
    expect((await members('admin')).map(({ you }: { you: boolean }) => you)).toEqual([
      false,
      false,
    ]);
  });
});

test.each([
  [{}, ''],
  [{ name: ' ' }, 'name'],
  [{ name: 'Erin', user_id: unknownId }, ''],
  [{ user_id: 'x' }, 'user_id'],
  [{ name: 'Erin', role: 'admin' }, 'role'],
  [{ name: 'Erin', project_id: rows.publicProject }, 'project_id'],
])('a member added as %j is refused by the field', async (body, field) => {
  const answer = await add(body);
  expect(answer.status).toBe(400);
  expect(answer.body.details?.field ?? '').toBe(field);
  expect((await change(userIdOf('estimator'), 'admin')).body.details.field).toBe('role');
  expect((await remove('x')).body.details.field).toBe('userId');
  expect((await change(unknownId, 'owner')).status).toBe(404);
  expect(await roles()).toEqual(usual);
});

test('none of this was a mistake of ours', () => {
  expect(failures()).toEqual([]);
});
