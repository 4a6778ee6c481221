import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, userIdOf } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene(startNode);
const { ask, query } = scene;
const rates = `/api/projects/${rows.project}/rates`;
const otherHistory = `/api/projects/${rows.project}/resources/${rows.otherResource}/rates`;

/** The fixture’s own rate of 120 for the concrete since New Year, and none for the concretor. */
beforeEach(async () => {
  await query(`delete from public.project_rates where project_id = $1`, [rows.project]);
  await query(
    `insert into public.project_rates (id, project_id, resource_id, rate, effective_from)
     values ($1, $2, $3, 120, '2026-01-01')`,
    [rows.rate, rows.project, rows.resource],
  );
  await query(`delete from public.project_rate_changes where project_id = $1`, [rows.project]);
});

const add = (body: object, person: Person = 'estimator') => ask(person, 'POST', rates, body);
const concrete = { resource_id: rows.resource };
const concretor = { resource_id: rows.otherResource };

describe('the rates of a project', () => {
  test('are its own in force at the moment, else the catalogue’s', async () => {
    const now = await ask('estimator', 'GET', rates);
    expect(now.status).toBe(200);
    expect(now.body).toMatchObject({ total: 2, currency: 'USD', next_cursor: null });
    expect(now.body.rates).toMatchObject([
      { code: 'L1', catalogue_rate: 40, own: null, other_rates: 0 },
      { code: 'M1', catalogue_rate: 100, own: { id: rows.rate, rate: 120, effective_to: null } },
    ]);
    const before = await ask('estimator', 'GET', `${rates}?at=2025-12-31T00:00:00Z`);
    expect(before.body.rates[1]).toMatchObject({ code: 'M1', own: null, other_rates: 1 });
    const own = await ask('estimator', 'GET', `${rates}?show=own`);
    expect(own.body.rates).toMatchObject([{ code: 'M1' }]);
    const used = await ask('estimator', 'GET', `${rates}?show=used&limit=1`);
    expect(used.body).toMatchObject({ total: 1, rates: [{ code: 'M1' }] });
    const labor = await ask('estimator', 'GET', `${rates}?kind=labor&search=concr`);
    expect(labor.body.rates).toMatchObject([{ code: 'L1' }]);
  });

  test('are seen by those who see the project, and are no one else’s business', async () => {
    const of = (project: string) => `/api/projects/${project}/rates`;
    for (const [person, project, status] of [
      ['stranger', rows.project, 404],
      ['stranger', rows.publicProject, 200],
      ['admin', rows.foreignProject, 200],
      ['anonymous', rows.project, 401],
    ] as const) {
      expect((await ask(person, 'GET', of(project))).status).toBe(status);
    }
  });

  test.each([
    ['stranger', 403],
    ['anonymous', 401],
  ] as const)('are not changed by %s', async (person, status) => {
    expect((await add({ ...concretor, rate: '44' }, person)).status).toBe(status);
    const byRate = `${rates}/${rows.rate}`;
    expect((await ask(person, 'PATCH', byRate, { rate: '1' })).status).toBe(status);
    expect((await ask(person, 'DELETE', byRate)).status).toBe(status);
    const taken = await ask(person, 'POST', `${rates}/import`, {
      from_project_id: rows.publicProject,
    });
    expect(taken.status).toBe(status);
  });

  test('of a public record are changed by its members alone', async () => {
    const path = `/api/projects/${rows.publicProject}/rates`;
    const answer = await ask('estimator', 'POST', path, { ...concretor, rate: '44' });
    expect(answer.status).toBe(403);
  });
});

describe('a rate that is added', () => {
  test('is in force from its day, to the last digit, and the calculation follows it', async () => {
    const added = await add({
      ...concretor,
      rate: '44.12345678',
      effective_from: '2026-02-01T00:00:00Z',
      effective_to: '2026-03-01T00:00:00Z',
    });
    expect(added.status).toBe(201);
    expect(added.body.rates).toMatchObject([
      { rate: 44.12345678, effective_from: '2026-02-01T00:00:00.000Z' },
    ]);
    const stored = await query(
      `select rate::text from public.project_rates where resource_id = $1`,
      [rows.otherResource],
    );
    expect(stored).toEqual([{ rate: '44.12345678' }]);
  });

  test('that overlaps another is refused, naming it', async () => {
    const clash = await add({ ...concrete, rate: '130', effective_from: '2026-06-01T00:00:00Z' });
    expect(clash.status).toBe(409);
    expect(clash.body).toMatchObject({
      code: 'conflict',
      error:
        'effective_from: Ready-mixed concrete has a rate of 120 USD from 2026-01-01 on already. End that one first ("end_earlier": true), or choose a time it is not in force.',
      details: { field: 'effective_from', clashes: [{ id: rows.rate, rate: 120 }] },
    });
    expect(
      await query('select count(*)::int as n from public.project_rates where project_id = $1', [
        rows.project,
      ]),
    ).toEqual([{ n: 1 }]);
  });

  test('that one is in the way of is told what to do with either', async () => {
    const earlier = { ...concrete, rate: '130', effective_from: '2025-01-01T00:00:00Z' };
    const later = await add(earlier);
    expect(later.body).toMatchObject({
      error: expect.stringContaining('End this one by then, or choose a time it is not in force.'),
      details: { field: 'effective_to' },
    });
    const same = await add({
      ...earlier,
      effective_from: '2026-01-01T00:00:00Z',
      end_earlier: true,
    });
    expect(same.body).toMatchObject({
      error: expect.stringContaining('Correct that one, or choose a time it is not in force.'),
      details: { field: 'effective_from' },
    });
  });

  test('ends the earlier one where asked to, and goes on until the next', async () => {
    const from = '2026-06-01T00:00:00.000Z';
    const later = { ...concrete, rate: '150', effective_from: '2027-01-01T00:00:00Z' };
    expect((await add({ ...later, end_earlier: true })).status).toBe(201);
    const between = await add({
      ...concrete,
      rate: '130',
      effective_from: from,
      end_earlier: true,
    });
    expect(between.body.rates).toMatchObject([
      { rate: 150, effective_from: '2027-01-01T00:00:00.000Z', effective_to: null },
      { rate: 130, effective_from: from, effective_to: '2027-01-01T00:00:00.000Z' },
      { rate: 120, effective_from: '2026-01-01T00:00:00.000Z', effective_to: from },
    ]);
  });

  test('two at once that overlap: one is in force, the other is refused', async () => {
    const both = await Promise.all(
      ['41', '42'].map((rate) =>
        add({ ...concretor, rate, effective_from: '2026-02-01T00:00:00Z' }),
      ),
    );
    expect(both.map(({ status }) => status).sort()).toEqual([201, 409]);
    expect(scene.failures()).toEqual([]);
  });

  test.each([
    [{ ...concretor, rate: '-1' }, 400, 'rate'],
    [{ ...concretor, rate: 'much' }, 400, 'rate'],
    [{ ...concretor, rate: '160.60000000000002' }, 400, 'rate: must have at most 12 digits before'],
    [{ ...concretor }, 400, 'rate'],
    [{ ...concretor, rate: '1', effective_from: 'tomorrow' }, 400, 'effective_from'],
    [
      {
        ...concretor,
        rate: '1',
        effective_from: '2026-03-01T00:00:00Z',
        effective_to: '2026-03-01T00:00:00Z',
      },
      400,
      'effective_to',
    ],
    [{ resource_id: rows.item, rate: '1' }, 404, 'There is no resource'],
  ] as const)('%j is refused with %s', async (body, status, says) => {
    const answer = await add(body);
    expect(answer.status).toBe(status);
    expect(answer.body.error).toContain(says);
  });
});

describe('what was said of a rate', () => {
  test('is kept with who said it: added, corrected, removed', async () => {
    const { body } = await add({
      ...concretor,
      rate: '44',
      effective_from: '2026-02-01T00:00:00Z',
    });
    const path = `${rates}/${body.rates[0].id}`;
    const corrected = await ask('owner', 'PATCH', path, { rate: '45' });
    expect(corrected.body.rates).toMatchObject([{ rate: 45, effective_to: null }]);
    expect((await ask('owner', 'PATCH', path, { rate: '45' })).status).toBe(200);
    expect((await ask('admin', 'DELETE', path)).body.rates).toEqual([]);
    // The administrator, who is no member, is known by having changed a rate of theirs.
    await query(`insert into public.people (user_id, name) values ($1, 'Olga'), ($2, 'Ada')`, [
      userIdOf('owner'),
      userIdOf('admin'),
    ]);
    const history = await ask('estimator', 'GET', otherHistory);
    const by = (person: 'admin' | 'owner' | 'estimator', changed_by_name: string) => ({
      changed_by: userIdOf(person),
      changed_by_name,
    });
    expect(history.body.changes).toMatchObject([
      { action: 'removed', old: { rate: 45 }, new: null, ...by('admin', 'Ada') },
      { action: 'changed', old: { rate: 44 }, new: { rate: 45 }, ...by('owner', 'Olga') },
      { action: 'added', old: null, new: { rate: 44 }, ...by('estimator', 'Erin') },
    ]);
  });

  test('cannot be corrected into another’s time', async () => {
    const first = await add({
      ...concretor,
      rate: '44',
      effective_from: '2026-02-01T00:00:00Z',
      effective_to: '2026-03-01T00:00:00Z',
    });
    await add({ ...concretor, rate: '46', effective_from: '2026-03-01T00:00:00Z' });
    const path = `${rates}/${first.body.rates[0].id}`;
    const clash = await ask('estimator', 'PATCH', path, { effective_to: null });
    expect(clash.status).toBe(409);
    expect(clash.body.error).toContain('a rate of 46 USD from 2026-03-01 on');
  });

  test('of another project is not reached through this one', async () => {
    const answer = await ask('admin', 'PATCH', `${rates}/${rows.foreignRate}`, { rate: '1' });
    expect(answer.status).toBe(404);
  });
});

describe('the rates of another project', () => {
  const take = (body: object, person: Person = 'estimator') =>
    ask(person, 'POST', `${rates}/import`, { from_project_id: rows.publicProject, ...body });

  beforeEach(async () => {
    await query(`delete from public.project_rates where project_id = $1`, [rows.publicProject]);
    await query(
      `insert into public.project_rates (project_id, resource_id, rate, effective_from)
       values ($1, $2, 140, '2026-01-01'), ($1, $3, 50, '2026-01-01')`,
      [rows.publicProject, rows.resource, rows.otherResource],
    );
  });

  const inForce = () =>
    query(
      `select r.code, trim_scale(p.rate)::text as rate, p.effective_from::date::text as since, p.effective_to::date::text as until
       from public.project_rates p join public.resources r on r.id = p.resource_id
       where p.project_id = $1 order by 1, 3`,
      [rows.project],
    );
  const at = { effective_from: '2026-06-01T00:00:00Z' };

  test('are looked at before they are taken over', async () => {
    const before = await inForce();
    const plan = await take({ ...at, dry_run: true });
    expect(plan.body).toMatchObject({ added: 1, kept: 1, replaced: 0, same: 0 });
    expect(plan.body.rates).toMatchObject([
      { code: 'L1', theirs: 50, own: null, catalogue_rate: 40, outcome: 'added' },
      { code: 'M1', theirs: 140, own: 120, outcome: 'kept' },
    ]);
    expect(await inForce()).toEqual(before);
  });

  test('are added where there is none, and take the place of one’s own where asked to', async () => {
    expect((await take(at)).body).toMatchObject({ added: 1, kept: 1 });
    expect((await take({ ...at, replace: true })).body).toMatchObject({ replaced: 1, same: 1 });
    expect(await inForce()).toEqual([
      { code: 'L1', rate: '50', since: '2026-06-01', until: null },
      { code: 'M1', rate: '120', since: '2026-01-01', until: '2026-06-01' },
      { code: 'M1', rate: '140', since: '2026-06-01', until: null },
    ]);
    expect((await take({ ...at, replace: true })).body).toMatchObject({ same: 2, added: 0 });
  });

  test('end where a later one of one’s own begins, and correct one that begins at that very moment', async () => {
    await add({ ...concretor, rate: '60', effective_from: '2027-01-01T00:00:00Z' });
    await query(`update public.project_rates set effective_from = $1 where id = $2`, [
      at.effective_from,
      rows.rate,
    ]);
    expect((await take({ ...at, replace: true })).body).toMatchObject({ added: 1, replaced: 1 });
    expect(await inForce()).toEqual([
      { code: 'L1', rate: '50', since: '2026-06-01', until: '2027-01-01' },
      { code: 'L1', rate: '60', since: '2027-01-01', until: null },
      { code: 'M1', rate: '140', since: '2026-06-01', until: null },
    ]);
  });

  test.each([
    [rows.project, 400, 'choose another project'],
    [rows.foreignProject, 404, 'There is no project'],
  ])('from %s are refused with %s', async (from_project_id, status, says) => {
    const answer = await take({ from_project_id });
    expect(answer.status).toBe(status);
    expect(answer.body.error).toContain(says);
  });

  test('in another currency are refused', async () => {
    await query(`update public.projects set currency = 'EUR' where id = $1`, [rows.publicProject]);
    expect((await take({})).body.error).toMatch(/its rates are in EUR, this project’s in USD/);
    await query(`update public.projects set currency = 'USD' where id = $1`, [rows.publicProject]);
  });
});
