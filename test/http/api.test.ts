import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const unknownId = '00000000-0000-4000-8000-000000000000';

const { ask } = scene;

describe('nobody but the signed-in', () => {
  test.each([
    ['GET', '/api/library/headings'],
    ['GET', '/api/library/items'],
    ['GET', `/api/library/items/${rows.item}`],
    ['GET', `/api/library/items/${rows.item}/prices`],
    ['GET', '/api/projects'],
    ['POST', '/api/projects'],
    ['GET', `/api/projects/${rows.project}`],
    ['PATCH', `/api/projects/${rows.project}`],
    ['POST', `/api/projects/${rows.project}/estimates`],
    ['GET', `/api/projects/${rows.project}/members`],
    ['POST', `/api/projects/${rows.project}/members`],
    ['DELETE', `/api/estimates/${rows.estimate}`],
    ['POST', `/api/estimates/${rows.estimate}/items`],
    ['POST', `/api/estimates/${rows.estimate}/items/add`],
    ['POST', `/api/estimates/${rows.estimate}/items/move`],
    ['POST', `/api/estimates/${rows.estimate}/items/remove`],
    ['POST', `/api/estimates/${rows.estimate}/elements`],
    ['DELETE', `/api/estimates/${rows.estimate}/elements/${rows.element}`],
    ['POST', '/api/suggestions'],
    ['GET', '/api/jobs/schedules'],
    ['PATCH', '/api/jobs/schedules/popularity'],
    ['GET', '/api/jobs/runs'],
    ['POST', '/api/jobs/clean-job-logs/run'],
  ])('is answered by %s %s', async (method, path) => {
    expect(await ask('anonymous', method, path)).toMatchObject({
      status: 401,
      body: { success: false, code: 'unauthorized' },
    });
  });
});

describe('what is refused is told with the field:', () => {
  test.each([
    ['GET', '/api/library/items?limit=0', undefined, 400, 'limit'],
    ['GET', '/api/library/items?limit=many', undefined, 400, 'limit'],
    ['GET', '/api/library/items?sort=price', undefined, 400, 'sort'],
    ['GET', '/api/library/items?section=1', undefined, 400, 'section'],
    ['GET', '/api/library/items?cursor=forged', undefined, 400, 'cursor'],
    ['GET', `/api/library/items?search=${'x'.repeat(300)}`, undefined, 400, 'search'],
    ['GET', '/api/library/items/1', undefined, 400, 'id'],
    ['GET', `/api/library/items/${rows.item}/prices?from=May`, undefined, 400, 'from'],
    ['GET', '/api/projects?cursor=WzFd', undefined, 400, 'cursor'],
    ['GET', '/api/jobs/runs?status=done', undefined, 400, 'status'],
    ['POST', '/api/suggestions', { limit: 5 }, 400, ''],
    ['POST', '/api/suggestions', { library_item_ids: ['x'] }, 400, 'library_item_ids[0]'],
    ['POST', '/api/suggestions', '{', 400, ''],
    [
      'POST',
      `/api/estimates/${rows.estimate}/items`,
      { library_item_id: rows.item, quantity: 0 },
      400,
      'quantity',
    ],
    ['PATCH', '/api/jobs/schedules/popularity', {}, 400, ''],
    ['PATCH', '/api/jobs/schedules/popularity', { cron: '99 * * * *' }, 400, 'cron'],
    ['PATCH', '/api/jobs/schedules/popularity', { cron: '0 0 31 2 *' }, 400, 'cron'],
    ['PATCH', '/api/jobs/schedules/popularity', { time_zone: 'Mars' }, 400, 'time_zone'],
    ['POST', '/api/jobs/no-such-job/run', {}, 400, 'name'],
    ['POST', '/api/jobs/capture-price-snapshot/run', {}, 400, 'name'],
    ['GET', `/api/library/items/${unknownId}`, undefined, 404, ''],
    ['GET', `/api/projects/${unknownId}`, undefined, 404, ''],
    ['GET', `/api/jobs/runs/${unknownId}`, undefined, 404, ''],
    ['PATCH', '/api/jobs/schedules/none', { enabled: false }, 404, ''],
    ['POST', '/api/suggestions', { estimate_id: unknownId }, 404, ''],
    [
      'POST',
      `/api/estimates/${rows.estimate}/items`,
      { library_item_id: unknownId, quantity: 1 },
      403,
      '',
    ],
    ['GET', '/api/nothing', undefined, 404, ''],
  ])('%s %s', async (method, path, body, status, field) => {
    const before = await scene.state();
    const answer = await ask('admin', method, path, body);
    expect(answer.status, JSON.stringify(answer.body)).toBe(status);
    expect(answer.body).toMatchObject({ success: false, error: expect.stringMatching(/\.$/) });
    if (field !== '') expect(answer.body.details.field).toBe(field);
    expect(await scene.state()).toEqual(before);
  });
});

test.each([
  ['GET', '/api/projects?search=%00', undefined],
  ['GET', '/api/library/items?search=%00', undefined],
  ['POST', '/api/projects', { code: 'a\u0000', name: 'x' }],
  ['PATCH', `/api/estimates/${rows.estimate}`, { revision: '1', name: 'a\u0000' }],
  ['POST', `/api/projects/${rows.project}/members`, { name: 'a\u0000' }],
  ['POST', `/api/projects/${rows.project}/cost-presets`, { name: 'a\u0000', options: {} }],
])('a text that cannot be kept is refused by %s %s', async (method, path, body) => {
  expect(await ask('owner', method, path, body)).toMatchObject({
    status: 400,
    body: { code: 'invalid_input', error: expect.stringContaining('U+0000; leave it out.') },
  });
});

test('projects are seen by their members, administrators and, where public, by everyone', async () => {
  const seen = async (person: Person) => {
    const { body } = await ask(person, 'GET', '/api/projects');
    return body.projects.map(({ code }: { code: string }) => code).sort();
  };
  expect(await seen('stranger')).toEqual(['publicProject']);
  expect(await seen('estimator')).toEqual(['project', 'publicProject']);
  expect(await seen('admin')).toEqual(['foreignProject', 'project', 'publicProject']);
  expect((await ask('stranger', 'GET', `/api/projects/${rows.project}`)).status).toBe(404);
});

test('projects are listed of one’s own, by currency and by state, however many others there are', async () => {
  const listed = async (person: Person, query: string) => {
    const { body } = await ask(person, 'GET', `/api/projects?limit=1&${query}`);
    return [body.total, ...body.projects.map(({ code }: { code: string }) => code)];
  };
  expect(await listed('estimator', 'member=true')).toEqual([1, 'project']);
  expect(await listed('stranger', 'member=true')).toEqual([0]);
  expect((await listed('estimator', 'currency=USD'))[0]).toBe(2);
  expect(await listed('estimator', 'currency=CHF')).toEqual([0]);
  await scene.query(`update public.projects set status = 'closed' where id = $1`, [rows.project]);
  expect(await listed('estimator', 'status=closed')).toEqual([1, 'project']);
  expect(await listed('estimator', 'status=active&member=true')).toEqual([0]);
  await scene.query(`update public.projects set status = 'active' where id = $1`, [rows.project]);
  expect((await ask('estimator', 'GET', '/api/projects?status=over')).status).toBe(400);
  expect((await ask('estimator', 'GET', '/api/projects?currency=usd')).status).toBe(400);
});

test('prices of projects one may not see are left out of an item’s history', async () => {
  const seen = async (person: Person) => {
    const path = `/api/library/items/${rows.item}/prices`;
    return (await ask(person, 'GET', path)).body.observations.length;
  };
  expect([await seen('stranger'), await seen('estimator'), await seen('admin')]).toEqual([1, 2, 3]);
});

test('lists are paged by key, each row once', async () => {
  const codes: string[] = [];
  let cursor: string | null = null;
  do {
    const query: string = cursor === null ? '' : `&cursor=${cursor}`;
    const { body } = await ask('admin', 'GET', `/api/library/items?sort=code&limit=1${query}`);
    codes.push(...body.items.map(({ code }: { code: string }) => code));
    cursor = body.next_cursor;
  } while (cursor !== null);
  expect(codes).toEqual(['C25', 'R12']);
});

test('a search takes signs as they are', async () => {
  const found = async (search: string) =>
    (await ask('stranger', 'GET', `/api/library/items?search=${encodeURIComponent(search)}`)).body
      .total;
  expect(await found('rebar 12')).toBe(1);
  expect(await found('12 rebar')).toBe(1);
  expect(await found('%')).toBe(0);
  expect(await found('_25')).toBe(0);
  expect(await found("'; drop table x; --")).toBe(0);
});

test('members add to their estimate, and the use counts; others are refused', async () => {
  const path = `/api/estimates/${rows.estimate}/items`;
  const line = { library_item_id: rows.otherItem, quantity: 3 };
  expect((await ask('stranger', 'POST', path, line)).status).toBe(404);
  const added = await ask('estimator', 'POST', path, line);
  expect(added).toMatchObject({ status: 201, body: { code: 'R12', quantity: 3, unit: 'kg' } });
  const item = await ask('stranger', 'GET', `/api/library/items/${rows.otherItem}`);
  expect(item.body.statistics.total_usage_all_time).toBe(1);

  await scene.query(`update public.estimates set status = 'frozen' where id = $1`, [rows.estimate]);
  expect((await ask('estimator', 'POST', path, line)).status).toBe(409);
  await scene.query(`update public.estimates set status = 'open' where id = $1`, [rows.estimate]);
});

test('schedules are changed and jobs started by administrators alone', async () => {
  const path = '/api/jobs/schedules/popularity';
  expect((await ask('owner', 'PATCH', path, { enabled: false })).status).toBe(403);
  expect((await ask('owner', 'POST', '/api/jobs/clean-job-logs/run', {})).status).toBe(403);
  const changed = await ask('admin', 'PATCH', path, {
    cron: '30 1 * * *',
    time_zone: 'Asia/Tokyo',
  });
  expect(changed).toMatchObject({
    status: 200,
    body: { cron: '30 1 * * *', time_zone: 'Asia/Tokyo', enabled: true },
  });
  expect(changed.body.next_runs).toHaveLength(5);
  // 01:30 in Tokyo, which knows no summer time.
  for (const run of changed.body.next_runs) expect(run).toMatch(/T16:30:00\.000Z$/);
});

describe('in the background', () => {
  const watched = async (person: Person, statusUrl: string) => {
    await expect
      .poll(async () => (await ask(person, 'GET', statusUrl)).body.status)
      .toBe('completed');
    return (await ask(person, 'GET', statusUrl)).body;
  };

  test('costs are calculated, and the run has them', async () => {
    const asked = await ask('estimator', 'POST', '/functions/v1/calculate-complex-factors', {
      projectId: rows.project,
      libraryItemIds: [rows.item],
      background: true,
    });
    expect(asked).toMatchObject({ status: 202, body: { success: true } });
    expect(asked.body.status_url).toBe(`/api/jobs/runs/${asked.body.job_id}`);
    const run = await watched('estimator', asked.body.status_url);
    expect(run).toMatchObject({
      job_name: 'calculate-complex-factors',
      trigger: 'person',
      requested_by: people.estimator.userId,
      output: { summary: { items_calculated: 1, total_cost: 126 } },
    });
    // Another estimator does not see it.
    expect((await ask('owner', 'GET', asked.body.status_url)).status).toBe(404);
  });

  test('whoever may not have it done at once may not have it done later either', async () => {
    const before = await scene.state();
    const body = { projectId: rows.project, background: true };
    const refused = await ask('stranger', 'POST', '/functions/v1/capture-price-snapshot', body);
    expect(refused.status).toBe(403);
    const aggregate = '/functions/v1/aggregate-library-popularity';
    expect((await ask('owner', 'POST', aggregate, { background: true })).status).toBe(403);
    expect(await scene.state()).toEqual(before);
  });

  test('a job started by hand runs', async () => {
    const asked = await ask('admin', 'POST', '/api/jobs/clean-job-logs/run');
    expect(asked.status).toBe(202);
    const run = await watched('admin', asked.body.status_url);
    expect(run.output).toMatchObject({ removed: 0 });
  });
});

test('the OpenAPI document describes every route, and every reference in it leads somewhere', async () => {
  const document = await (await fetch(`${scene.url()}/api/openapi.json`)).json();
  expect(document.openapi).toBe('3.1.0');
  expect(Object.keys(document.paths).sort()).toEqual([
    '/api/bulk-updates',
    '/api/bulk-updates/{id}',
    '/api/bulk-updates/{id}/effect',
    '/api/bulk-updates/{id}/rows',
    '/api/bulk-updates/{id}/start',
    '/api/bulk-updates/{id}/undo',
    '/api/cost-calculations',
    '/api/cost-calculations/{id}',
    '/api/cost-calculations/{id}/compare',
    '/api/cost-calculations/{id}/items',
    '/api/estimates/{id}',
    '/api/estimates/{id}/elements',
    '/api/estimates/{id}/elements/{elementId}',
    '/api/estimates/{id}/frozen',
    '/api/estimates/{id}/items',
    '/api/estimates/{id}/items/add',
    '/api/estimates/{id}/items/move',
    '/api/estimates/{id}/items/remove',
    '/api/estimates/{id}/items/{lineId}',
    '/api/estimates/{id}/suggestions',
    '/api/frozen-estimates/{id}',
    '/api/frozen-estimates/{id}/comparison',
    '/api/jobs/audit',
    '/api/jobs/depths',
    '/api/jobs/health',
    '/api/jobs/kinds',
    '/api/jobs/queues/{name}',
    '/api/jobs/retention',
    '/api/jobs/retention/{kind}',
    '/api/jobs/retention/{kind}/preview',
    '/api/jobs/runs',
    '/api/jobs/runs/cancel',
    '/api/jobs/runs/count',
    '/api/jobs/runs/discard',
    '/api/jobs/runs/postpone',
    '/api/jobs/runs/prioritize',
    '/api/jobs/runs/retry',
    '/api/jobs/runs/{id}',
    '/api/jobs/runs/{id}/history',
    '/api/jobs/schedules',
    '/api/jobs/schedules/preview',
    '/api/jobs/schedules/{id}',
    '/api/jobs/schedules/{id}/run',
    '/api/jobs/{name}/run',
    '/api/library/export',
    '/api/library/headings',
    '/api/library/imports',
    '/api/library/imports/{id}',
    '/api/library/imports/{id}/runs',
    '/api/library/items',
    '/api/library/items/{id}',
    '/api/library/items/{id}/forecast',
    '/api/library/items/{id}/price',
    '/api/library/items/{id}/price-drivers',
    '/api/library/items/{id}/prices',
    '/api/library/items/{id}/trend',
    '/api/library/resources',
    '/api/library/resources/{id}/trend',
    '/api/notices',
    '/api/notices/read',
    '/api/price-changes',
    '/api/price-changes/thresholds',
    '/api/price-changes/{id}',
    '/api/price-changes/{id}/evidence',
    '/api/price-index',
    '/api/price-trends',
    '/api/projects',
    '/api/projects/{id}',
    '/api/projects/{id}/cost-presets',
    '/api/projects/{id}/cost-presets/{presetId}',
    '/api/projects/{id}/estimates',
    '/api/projects/{id}/frozen-estimates',
    '/api/projects/{id}/members',
    '/api/projects/{id}/members/{userId}',
    '/api/projects/{id}/rates',
    '/api/projects/{id}/rates/import',
    '/api/projects/{id}/rates/{rateId}',
    '/api/projects/{id}/resources/{resourceId}/rates',
    '/api/reports',
    '/api/reports/schedules',
    '/api/reports/schedules/{id}',
    '/api/reports/{id}',
    '/api/reports/{id}/file',
    '/api/saved-filters',
    '/api/saved-filters/{id}',
    '/api/session',
    '/api/suggestions',
    '/api/suggestions/figures',
    '/functions/v1/aggregate-library-popularity',
    '/functions/v1/calculate-complex-factors',
    '/functions/v1/capture-price-snapshot',
    '/healthz',
    '/metrics',
  ]);
  const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
  for (const [, path = ''] of references) {
    // biome-ignore lint/suspicious/noExplicitAny: a document is walked by name.
    const found = path.split('/').reduce((node: any, name) => node?.[name], document);
    expect(found, path).toBeDefined();
  }
});

test('none of all this was a mistake of ours', () => {
  expect(scene.failures()).toEqual([]);
});
