import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeScene, stages } from '../support/scene.ts';

const unknownId = '00000000-0000-4000-8000-000000000000';
const everything = { projectId: rows.project, libraryItemIds: [rows.item] };

describe.each(stages)('$where:', ({ start }) => {
  const scene = makeScene(start);

  describe('each function answers whom the contract says', () => {
    test.each([
      [
        'aggregate-library-popularity',
        {},
        { anonymous: 401, stranger: 403, estimator: 403, owner: 403, admin: 200, service: 200 },
      ],
      [
        'capture-price-snapshot',
        { projectId: rows.project },
        { anonymous: 401, stranger: 403, estimator: 200, owner: 200, admin: 200, service: 200 },
      ],
      [
        'capture-price-snapshot',
        { projectId: rows.publicProject },
        { anonymous: 401, stranger: 403, estimator: 403, owner: 403, admin: 200, service: 200 },
      ],
      [
        'calculate-complex-factors',
        everything,
        { anonymous: 401, stranger: 403, estimator: 200, owner: 200, admin: 403, service: 200 },
      ],
    ])('%s with %o', async (name, body, expected) => {
      const statuses: Record<string, number> = {};
      for (const [person, identity] of Object.entries(people)) {
        const before = await scene.state();
        const answer = await scene.invoke(name, identity, body);
        statuses[person] = answer.status;
        if (answer.status === 200) {
          expect(answer.body.success).toBe(true);
        } else {
          expect(answer.body).toMatchObject({
            success: false,
            code: answer.status === 401 ? 'unauthorized' : 'forbidden',
            error: expect.stringMatching(/\.$/),
          });
          expect(await scene.state()).toEqual(before);
        }
      }
      expect(statuses).toEqual(expected);
    });
  });

  test('aggregate-library-popularity answers with what it did, also without a body', async () => {
    const { body } = await scene.invoke('aggregate-library-popularity', people.admin);
    expect(body).toMatchObject({ processed: 1, cleaned: 0, analyzed_records: 3 });
    const log = await scene.query(
      'select status, requested_by, output from public.background_job_logs where id = $1',
      [body.job_id],
    );
    expect(log).toMatchObject([
      { status: 'completed', requested_by: people.admin.userId, output: { processed: 1 } },
    ]);
  });

  test('capture-price-snapshot keeps the prices at the rates of the project', async () => {
    const { body } = await scene.invoke('capture-price-snapshot', people.owner, {
      projectId: rows.project,
    });
    // 1.05 m3 at the project's 120, and 10 of them.
    expect(body).toMatchObject({
      project_id: rows.project,
      items_processed: 1,
      items_without_price: 0,
      total_value: 1260,
    });
    const prices = await scene.query(
      'select unit_price::float8 as unit_price from public.price_snapshot_items where snapshot_id = $1',
      [body.snapshot_id],
    );
    expect(prices).toEqual([{ unit_price: 126 }]);
  });

  test('capture-price-snapshot tells the service of a project that is not there', async () => {
    expect(
      await scene.invoke('capture-price-snapshot', people.service, { projectId: unknownId }),
    ).toMatchObject({ status: 404, body: { code: 'not_found', details: { field: 'projectId' } } });
  });

  test('a user is not told whether a project of others is there', async () => {
    const there = await scene.invoke('capture-price-snapshot', people.stranger, {
      projectId: rows.project,
    });
    const notThere = await scene.invoke('capture-price-snapshot', people.stranger, {
      projectId: unknownId,
    });
    expect(notThere).toEqual(there);
  });

  test('an item that cannot be calculated is a failed result beside the others', async () => {
    const { status, body } = await scene.invoke('calculate-complex-factors', people.estimator, {
      projectId: rows.project,
      libraryItemIds: [rows.item, unknownId, rows.otherItem],
    });
    expect(status).toBe(200);
    expect(body.summary).toEqual({
      items_requested: 3,
      items_calculated: 1,
      items_failed: 2,
      total_cost: 126,
      average_cost_per_item: 126,
    });
    expect(body.results[1]).toMatchObject({ library_item_id: unknownId, costs: null });
    expect(body.results[1].error).toBe(`There is no library item ${unknownId}.`);
    expect(body.results[2].error).toMatch(/^R12 has no factors/);
  });

  test('any page may ask beforehand, as browsers do', async () => {
    const answer = await fetch(`${scene.url()}/functions/v1/capture-price-snapshot`, {
      method: 'OPTIONS',
      headers: {
        origin: 'https://app.example.com',
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,apikey,content-type,x-client-info',
      },
    });
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('*');
    expect(answer.headers.get('access-control-allow-headers')).toContain('x-client-info');
    expect(answer.headers.get('access-control-allow-methods')).toContain('POST');
  });

  test('none of all this was a mistake of ours', () => {
    expect(scene.failures()).toEqual([]);
  });
});
