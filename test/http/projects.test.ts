import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** Projects that are made, changed, closed and opened again. */
const { ask, query, failures } = makeScene((url) => startNode(url));

const make = (body: object, person: Person = 'stranger') =>
  ask(person, 'POST', '/api/projects', body);
const look = async (id: string, person: Person = 'owner') =>
  (await ask(person, 'GET', `/api/projects/${id}`)).body;
const change = (
  { id, revision }: { id: string; revision: string },
  body: object,
  person: Person = 'owner',
) => ask(person, 'PATCH', `/api/projects/${id}`, { revision, ...body });

beforeEach(async () => {
  await query(`delete from public.projects where id <> all($1)`, [
    [rows.project, rows.foreignProject, rows.publicProject],
  ]);
  await query(
    `update public.projects set status = 'active', name = 'Project', code = 'project' where id = $1`,
    [rows.project],
  );
});

describe('a project', () => {
  test('is made by whoever is signed in, who owns it and works in it at once', async () => {
    const made = await make({ code: ' B-12 ', name: ' Bridge over the Aire ' });
    expect(made).toMatchObject({
      status: 201,
      body: {
        ...{ code: 'B-12', name: 'Bridge over the Aire', county: null, region: null },
        ...{ currency: 'USD', status: 'active', visibility: 'members' },
        ...{ member: true, may_change: true, estimates: [], snapshots: [] },
        started_on: new Date().toISOString().slice(0, 10),
      },
    });
    const { id } = made.body;
    expect(
      await query('select user_id, role from public.project_members where project_id = $1', [id]),
    ).toEqual([{ user_id: people.stranger.userId, role: 'owner' }]);
    const begun = await ask('stranger', 'POST', `/api/projects/${id}/estimates`, {
      ...{ name: 'Tender', copy_of: { estimate_id: rows.publicEstimate } },
    });
    expect(begun.status).toBe(201);
    // At the catalogue's rates.
    expect((await look(id, 'stranger')).estimates[0].total).toBe(1050);
    expect((await ask('estimator', 'GET', `/api/projects/${id}`)).status).toBe(404);
    expect((await look(id, 'admin')).member).toBe(false);
  });

  test('has all that is said of it', async () => {
    const said = {
      ...{ code: 'B-13', name: 'Bridge', county: 'Kent', region: 'South', currency: 'EUR' },
      ...{ visibility: 'everyone', started_on: '2024-02-29' },
    };
    const { body } = await make(said);
    expect(body).toMatchObject(said);
    expect(await look(body.id, 'estimator')).toMatchObject({ ...said, may_change: false });
    expect((await make({ code: 'B-14', name: 'x', county: '', region: ' ' })).body).toMatchObject({
      ...{ county: null, region: null },
    });
  });

  test('has a code of its own, among those one may not see as well, and whoever is quicker', async () => {
    expect(await make({ code: 'foreignProject', name: 'Mine' })).toMatchObject({
      status: 409,
      body: {
        error: 'There is a project "foreignProject" already; give this one another code.',
        details: { field: 'code' },
      },
    });
    const answers = await Promise.all(
      (['stranger', 'owner', 'estimator'] as const).map((person) =>
        make({ code: 'B-12', name: 'Bridge' }, person),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const project = await look(rows.project);
    expect(await change(project, { code: 'B-12' })).toMatchObject({
      status: 409,
      body: { details: { field: 'code' } },
    });
    expect((await look(rows.project)).revision).toBe(project.revision);
  });
});

describe('what a project is', () => {
  test('is changed by its owner; what is left out stays', async () => {
    const before = await look(rows.project);
    const changed = await change(before, { name: 'Bridge', county: 'Kent', region: 'South' });
    expect(changed).toMatchObject({
      status: 200,
      body: { name: 'Bridge', county: 'Kent', region: 'South', code: before.code },
    });
    expect(changed.body.estimates).toEqual(before.estimates);
    const again = await change(changed.body, {
      county: '',
      region: null,
      started_on: '2025-05-31',
    });
    expect(again.body).toMatchObject({
      ...{ name: 'Bridge', county: null, region: null, started_on: '2025-05-31' },
    });
    expect((await look(rows.project)).revision).toBe(again.body.revision);
  });

  test('is not overwritten by who saw it before somebody else changed it', async () => {
    const seen = await look(rows.project);
    expect((await change(seen, { name: 'Bridge' }, 'admin')).status).toBe(200);
    expect(await change(seen, { county: 'Kent' })).toMatchObject({
      status: 409,
      body: {
        error: '"Bridge" was changed by somebody else meanwhile. Look at it, then change it again.',
        details: { field: 'revision' },
      },
    });
    const now = await look(rows.project);
    const answers = await Promise.all(
      ['A', 'B', 'C'].map((name, nth) => change(now, { name }, nth % 2 ? 'admin' : 'owner')),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409, 409]);
  });

  test('is seen by everyone once it is a public record, and by its members alone again', async () => {
    const { body } = await make({ code: 'B-12', name: 'Bridge' });
    const opened = await change(body, { visibility: 'everyone' }, 'stranger');
    expect((await ask('estimator', 'GET', `/api/projects/${body.id}`)).status).toBe(200);
    await change(opened.body, { visibility: 'members' }, 'stranger');
    expect((await ask('estimator', 'GET', `/api/projects/${body.id}`)).status).toBe(404);
  });
});

describe('its currency', () => {
  test('changes while nothing in it has been priced', async () => {
    const { body } = await make({ code: 'B-12', name: 'Bridge' });
    const euro = await change(body, { currency: 'EUR' }, 'stranger');
    expect(euro).toMatchObject({ status: 200, body: { currency: 'EUR' } });
    const copy_of = { estimate_id: rows.publicEstimate };
    await ask('stranger', 'POST', `/api/projects/${body.id}/estimates`, { name: 'A', copy_of });
    expect((await change(euro.body, { currency: 'CHF' }, 'stranger')).status).toBe(200);
  });

  test('stays once something has, which is told with what to do', async () => {
    const project = await look(rows.project);
    expect(await change(project, { currency: 'EUR', name: 'Bridge' })).toMatchObject({
      status: 409,
      body: {
        error:
          'The project has rates of its own, captured prices, frozen estimates, and calculated costs in USD; make another project for EUR, and copy its estimates there.',
        details: { field: 'currency' },
      },
    });
    expect((await look(rows.project)).name).toBe('Project');
    // The same is no change.
    expect((await change(project, { currency: 'USD' })).status).toBe(200);

    const { body } = await make({ code: 'B-12', name: 'Bridge' });
    const path = `/api/projects/${body.id}/estimates`;
    const { body: estimate } = await ask('stranger', 'POST', path, { name: 'Tender' });
    await ask('stranger', 'POST', `/api/estimates/${estimate.id}/items`, {
      ...{ library_item_id: rows.item, quantity: 1, unit_price: '7' },
    });
    expect((await change(body, { currency: 'EUR' }, 'stranger')).body.error).toMatch(
      /^The project has agreed prices in USD;/,
    );
  });
});

test('a project is closed, which leaves it out of what is captured by itself, and opened again', async () => {
  const active = () =>
    query(`select id from public.projects where status = 'active' and id = $1`, [rows.project]);
  const closed = await change(await look(rows.project), { status: 'closed' });
  expect(closed).toMatchObject({ status: 200, body: { status: 'closed' } });
  expect(await active()).toEqual([]);
  // What was worked out in it stays to be read and copied.
  expect(closed.body.estimates).toHaveLength(1);
  const opened = await change(closed.body, { status: 'active' }, 'admin');
  expect(opened).toMatchObject({ status: 200, body: { status: 'active' } });
  expect(await active()).toHaveLength(1);
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    // A member, but not its owner.
    ['estimator', 403],
    ['anonymous', 401],
  ] as const)('not change a project: %s', async (person, status) => {
    const project = await look(rows.project);
    for (const body of [{ name: 'Mine' }, { status: 'closed' }, { visibility: 'everyone' }]) {
      expect((await change(project, body, person)).status).toBe(status);
    }
    expect(await look(rows.project)).toEqual(project);
  });

  test('not make one without signing in', async () => {
    expect((await make({ code: 'B-12', name: 'Bridge' }, 'anonymous')).status).toBe(401);
  });

  test('not change a public record, though everyone reads it; administrators may', async () => {
    const project = await look(rows.publicProject);
    expect(await change(project, { name: 'Mine' })).toMatchObject({
      status: 403,
      body: {
        error: 'Only owners of this project and administrators may change it, or who works in it.',
        details: { hint: expect.stringContaining('Ask an owner') },
      },
    });
    expect((await look(rows.publicProject, 'admin')).may_change).toBe(true);
    expect((await look(rows.project, 'estimator')).may_change).toBe(false);
  });
});

describe('bad input', () => {
  const good = { code: 'B-12', name: 'Bridge' };

  test.each([
    [{}, 'code'],
    [{ code: 'B-12' }, 'name'],
    [{ ...good, code: ' ' }, 'code'],
    [{ ...good, code: 'x'.repeat(51) }, 'code'],
    [{ ...good, name: 'x'.repeat(201) }, 'name'],
    [{ ...good, county: 'x'.repeat(101) }, 'county'],
    [{ ...good, currency: 'usd' }, 'currency'],
    [{ ...good, currency: 'EURO' }, 'currency'],
    [{ ...good, visibility: 'some' }, 'visibility'],
    [{ ...good, started_on: '2026-02-30' }, 'started_on'],
    [{ ...good, started_on: '0000-01-01' }, 'started_on'],
    [{ ...good, started_on: 'today' }, 'started_on'],
    [{ ...good, status: 'closed' }, 'status'],
    [{ ...good, source: 'demo' }, 'source'],
    [{ ...good, created_by: people.owner.userId }, 'created_by'],
  ])('a project made as %j', async (body, field) => {
    expect(await make(body)).toMatchObject({ status: 400, body: { details: { field } } });
  });

  test.each([
    [{}, 400, ''],
    [{ name: '' }, 400, 'name'],
    [{ name: null }, 400, 'name'],
    [{ status: 'gone' }, 400, 'status'],
    [{ currency: '' }, 400, 'currency'],
    [{ source: 'demo' }, 400, 'source'],
    [{ revision: undefined, name: 'x' }, 400, 'revision'],
    [{ revision: 'never', name: 'x' }, 409, 'revision'],
  ])('a project changed as %j: %i', async (body, status, field) => {
    const answer = await change(await look(rows.project), body);
    expect(answer.status).toBe(status);
    expect(answer.body.details?.field ?? '').toBe(field);
  });
});

test('none of this was a mistake of ours', () => {
  expect(failures()).toEqual([]);
});
