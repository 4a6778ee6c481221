import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl));

const { ask } = scene;

const suggested = async (person: Person = 'estimator') =>
  (await ask(person, 'POST', '/api/suggestions', { estimate_id: rows.estimate })).body;
const tell = (person: Person, outcome: string, ...items: string[]) =>
  ask(person, 'POST', `/api/estimates/${rows.estimate}/suggestions`, {
    outcome,
    library_item_ids: items,
  });

/**
 * Forty past estimates with a way of their own: each has mobilisation; every second one a slab of concrete C25 with 90
 * to 110 kg of rebar a cubic metre, formwork in half of these; the others a roof.
 */
const items: Record<string, string> = {};
beforeAll(async () => {
  for (const [code, name, unit] of [
    ['MOB', 'Mobilisation', 'ea'],
    ['FORM', 'Formwork', 'm2'],
    ['ROOF', 'Roof tiles', 'm2'],
  ]) {
    const [row] = await scene.query(
      `insert into public.library_items (section_id, code, name, unit) values ($1, $2, $3, $4) returning id`,
      [rows.section, code, name, unit],
    );
    items[code ?? ''] = row.id;
  }
  const project = `insert into public.projects (code, name, visibility) values ('PAST', 'Past', 'members') returning id`;
  const [{ id: past }] = await scene.query(project);
  for (let n = 0; n < 40; n++) {
    const [{ id }] = await scene.query(
      `insert into public.estimates (project_id, name) values ($1, $2) returning id`,
      [past, `Past ${n}`],
    );
    const concrete = 10 * (n + 1);
    const lines: [string | undefined, number][] = [[items.MOB, 1]];
    if (n % 2 === 0) lines.push([rows.item, concrete], [rows.otherItem, concrete * (90 + n / 2)]);
    if (n % 4 === 0) lines.push([items.FORM, 3 * concrete]);
    if (n % 2 === 1) lines.push([items.ROOF, 7 ** (n % 8)]);
    for (const [item, quantity] of lines) {
      await scene.query(
        `with line as (insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
           values ($1, $2, $3, $4))
         insert into public.estimate_library_usage (estimate_id, project_id, library_item_id, quantity) values ($1, $2, $3, $4)`,
        [id, past, item, quantity],
      );
    }
  }
  const learned = await scene.invoke('aggregate-library-popularity', people.service);
  expect(learned.status).toBe(200);
});

describe('what an estimate lacks', () => {
  test('is told with the estimates that speak for it and the quantity that is usual beside its own', async () => {
    const { suggestions } = await suggested();
    // The estimate has 10 m3 of concrete.
    expect(suggestions[0]).toMatchObject({
      code: 'R12',
      because: [{ code: 'C25', together: 20 }],
      usual: { estimates: 20, per: { code: 'C25', unit: 'm3' } },
    });
    const { quantity, per } = suggestions[0].usual;
    expect(per.ratio.median).toBeCloseTo(99.5, 6);
    expect(quantity.median).toBeCloseTo(995, 6);
    expect(quantity.low).toBeLessThan(quantity.median);
    expect(quantity.high).toBeGreaterThan(quantity.median);
  });

  test('keeps what nearly every estimate has on a checklist, out of the suggestions', async () => {
    const { suggestions, checklist } = await suggested();
    expect(checklist).toEqual([
      {
        library_item_id: items.MOB,
        code: 'MOB',
        name: 'Mobilisation',
        unit: 'ea',
        estimates: 40,
        of: 43,
      },
    ]);
    expect(suggestions.map((item: { code: string }) => item.code)).toEqual(['R12', 'FORM']);
  });

  test('says nothing of a quantity that scatters too widely', async () => {
    const list = { library_item_ids: [items.MOB] };
    const { body } = await ask('estimator', 'POST', '/api/suggestions', list);
    const roof = body.suggestions.find((item: { code: string }) => item.code === 'ROOF');
    expect(roof).toMatchObject({ usual: null });
  });
});

describe('what becomes of a suggestion', () => {
  test('dismissed, it is told apart in this estimate until it is restored', async () => {
    expect(await tell('estimator', 'dismissed', rows.otherItem)).toEqual({
      status: 200,
      body: { success: true, changed: 1 },
    });
    expect((await tell('owner', 'dismissed', rows.otherItem)).body.changed).toBe(0);
    const without = await suggested();
    expect(without.suggestions.map((item: { code: string }) => item.code)).toEqual(['FORM']);
    expect(without.dismissed).toMatchObject([{ code: 'R12' }]);
    await tell('owner', 'restored', rows.otherItem);
    expect((await suggested()).suggestions[0].code).toBe('R12');
  });

  test('a staple is dismissed from the checklist as well', async () => {
    await tell('estimator', 'dismissed', items.MOB ?? '');
    expect(await suggested()).toMatchObject({ checklist: [], dismissed: [{ code: 'MOB' }] });
    await tell('estimator', 'restored', items.MOB ?? '');
  });

  test('dismissed again and again elsewhere, it sinks', async () => {
    const before = await suggested();
    await scene.query(
      `insert into public.suggestion_feedback (estimate_id, project_id, library_item_id, rank, dismissed_at)
       select id, project_id, $1, 1, now() from public.estimates where name like 'Past 1%'`,
      [rows.otherItem],
    );
    const after = await suggested();
    expect(after.suggestions.map((item: { code: string }) => item.code)).toEqual(['FORM', 'R12']);
    expect(after.suggestions[1].verdicts).toEqual({ accepted: 0, dismissed: 11 });
    expect(after.suggestions[1].score).toBeLessThan(before.suggestions[0].score);
    await scene.query(`delete from public.suggestion_feedback where dismissed_at is not null`);
  });

  test('put into the estimate by whichever way, it was useful, and administrators see how many were', async () => {
    await scene.query(`delete from public.suggestion_feedback`);
    await tell('estimator', 'shown', rows.otherItem, items.FORM ?? '', items.MOB ?? '');
    await tell('estimator', 'dismissed', items.MOB ?? '');
    const line = { library_item_id: rows.otherItem, quantity: 3 };
    expect(
      (await ask('estimator', 'POST', `/api/estimates/${rows.estimate}/items`, line)).status,
    ).toBe(201);
    const { body } = await ask('admin', 'GET', '/api/suggestions/figures?days=7');
    expect(body).toMatchObject({
      shown: 3,
      accepted: 1,
      dismissed: 1,
      estimates: 1,
      useful_share: 0.5,
      target: 0.8,
    });
    expect(body.weeks).toEqual([{ week: expect.any(String), shown: 3, accepted: 1, dismissed: 1 }]);
    expect(body.most_accepted).toMatchObject([{ code: 'R12', accepted: 1 }]);
    expect(body.most_dismissed).toMatchObject([{ code: 'MOB', dismissed: 1 }]);
    // What is in the estimate can't be dismissed from it any more.
    expect((await tell('estimator', 'dismissed', rows.otherItem)).body.changed).toBe(0);
  });
});

describe('refused is', () => {
  test.each<[Person, string, number]>([
    ['stranger', 'shown', 404],
    ['admin', 'shown', 403],
    ['estimator', 'liked', 400],
  ])('%s saying "%s": %i', async (person, outcome, status) => {
    expect((await tell(person, outcome, rows.item)).status).toBe(status);
  });

  test('an empty list, and figures for those who are no administrators', async () => {
    const none = await tell('estimator', 'shown');
    expect(none).toMatchObject({ status: 400, body: { details: { field: 'library_item_ids' } } });
    expect((await ask('owner', 'GET', '/api/suggestions/figures')).status).toBe(403);
    const long = await ask('admin', 'GET', '/api/suggestions/figures?days=0');
    expect(long).toMatchObject({ status: 400, body: { details: { field: 'days' } } });
  });
});
