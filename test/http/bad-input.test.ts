import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeScene, stages } from '../support/scene.ts';
import { tokenOf } from '../support/tokens.ts';

const everything = { projectId: rows.project, libraryItemIds: [rows.item] };

/** A function, what it is given, the word for what is wrong, and the field at fault. */
const wrongBodies: [string, string, string, string][] = [
  ['capture-price-snapshot', '{"projectId":', 'malformed_json', ''],
  ['capture-price-snapshot', '[]', 'invalid_input', ''],
  ['capture-price-snapshot', '{}', 'invalid_input', 'projectId'],
  ['capture-price-snapshot', '{"projectId":7}', 'invalid_input', 'projectId'],
  ['capture-price-snapshot', `{"projectId":"${rows.project}","all":true}`, 'invalid_input', 'all'],
  [
    'capture-price-snapshot',
    `{"projectId":"${rows.project}","includeAllItems":"yes"}`,
    'invalid_input',
    'includeAllItems',
  ],
  ['aggregate-library-popularity', '{"asOf":"yesterday"}', 'invalid_input', 'asOf'],
  ['aggregate-library-popularity', '{"asOf":"2026-01-01T00:00:00"}', 'invalid_input', 'asOf'],
  ['aggregate-library-popularity', '{"background":1}', 'invalid_input', 'background'],
  [
    'calculate-complex-factors',
    `{"projectId":"${rows.project}","libraryItemIds":[]}`,
    'invalid_input',
    'libraryItemIds',
  ],
  [
    'calculate-complex-factors',
    `{"projectId":"${rows.project}","libraryItemIds":["${rows.item}","x"]}`,
    'invalid_input',
    'libraryItemIds[1]',
  ],
  [
    'calculate-complex-factors',
    JSON.stringify({ ...everything, options: { overheadPercentage: -1 } }),
    'invalid_input',
    'options.overheadPercentage',
  ],
  [
    'calculate-complex-factors',
    JSON.stringify({ ...everything, options: { locationAdjustmentFactor: 0 } }),
    'invalid_input',
    'options.locationAdjustmentFactor',
  ],
  [
    'calculate-complex-factors',
    JSON.stringify({ ...everything, options: { discount: 5 } }),
    'invalid_input',
    'options.discount',
  ],
  [
    'calculate-complex-factors',
    JSON.stringify({ ...everything, libraryItemIds: Array(10_001).fill(rows.item) }),
    'invalid_input',
    'libraryItemIds',
  ],
];

describe.each(stages)('$where:', ({ start }) => {
  const scene = makeScene(start);

  describe('bad input is refused by the field, and nothing is written:', () => {
    test.each(wrongBodies.map((entry) => [...entry, entry[1].slice(0, 60)] as const))(
      '%s given %5$s',
      async (name, body, code, field) => {
        const before = await scene.state();
        const answer = await scene.post(`/functions/v1/${name}`, body, {
          authorization: `Bearer ${await tokenOf(people.service)}`,
        });
        const told = await answer.json();
        expect(answer.status).toBe(400);
        expect(told).toMatchObject({ success: false, code });
        if (field !== '') expect(told.details.field).toBe(field);
        if (field !== '') expect(told.error).toContain(field);
        expect(await scene.state()).toEqual(before);
      },
    );

    test('a body that is too large is 413', async () => {
      const body = JSON.stringify({ projectId: rows.project, padding: 'x'.repeat(1_100_000) });
      const answer = await scene.post('/functions/v1/capture-price-snapshot', body, {
        authorization: `Bearer ${await tokenOf(people.service)}`,
      });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ success: false, code: 'too_large' });
    });

    test('a body that is not said to be JSON is told so', async () => {
      const answer = await scene.post('/functions/v1/capture-price-snapshot', 'projectId=1', {
        authorization: `Bearer ${await tokenOf(people.service)}`,
        'content-type': 'application/x-www-form-urlencoded',
      });
      expect(answer.status).toBe(400);
      expect((await answer.json()).error).toContain('Content-Type: application/json');
    });

    test('another method is 405, and says which it takes', async () => {
      const answer = await fetch(`${scene.url()}/functions/v1/capture-price-snapshot`, {
        headers: { authorization: `Bearer ${await tokenOf(people.service)}` },
      });
      expect(answer.status).toBe(405);
      expect(answer.headers.get('allow')).toContain('POST');
      expect(await answer.json()).toMatchObject({ success: false, code: 'method_not_allowed' });
    });
  });

  test('none of all this was a mistake of ours', () => {
    expect(scene.failures()).toEqual([]);
  });
});
