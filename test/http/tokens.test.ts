import { createClient } from '@supabase/supabase-js';
import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeScene, stages } from '../support/scene.ts';
import { secret, sign } from '../support/tokens.ts';

const capture = '/functions/v1/capture-price-snapshot';

describe.each(stages)('$where:', ({ start }) => {
  const scene = makeScene(start);

  describe('a token is refused', () => {
    const { claims } = people.owner;
    test.each<[string, () => Promise<string> | string, string]>([
      [
        'that has expired',
        () => sign(claims, { expires: new Date(Date.now() - 60_000) }),
        'token_expired',
      ],
      ['that another secret signed', () => sign(claims, { key: `${secret}!` }), 'unauthorized'],
      [
        'that nobody signed',
        () => {
          const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
          return `${part({ alg: 'none' })}.${part({ ...claims, exp: 9e9 })}.`;
        },
        'unauthorized',
      ],
      ['with a role we do not know', () => sign({ ...claims, role: 'postgres' }), 'unauthorized'],
      ['without a subject', () => sign({ role: 'authenticated' }), 'unauthorized'],
      ['whose subject is no id', () => sign({ role: 'authenticated', sub: 'me' }), 'unauthorized'],
      ['that is none', () => 'abc', 'unauthorized'],
    ])('%s', async (_kind, make, code) => {
      const before = await scene.state();
      const answer = await scene.post(capture, JSON.stringify({ projectId: rows.project }), {
        authorization: `Bearer ${await make()}`,
      });
      expect(answer.status).toBe(401);
      expect(await answer.json()).toMatchObject({ success: false, code });
      expect(await scene.state()).toEqual(before);
    });
  });

  test('a service key of the older kind is key and token at once', async () => {
    const key = await sign(people.service.claims);
    const { error } = await createClient(scene.url(), key).functions.invoke(
      'aggregate-library-popularity',
    );
    expect(error).toBeNull();
  });

  test('none of all this was a mistake of ours', () => {
    expect(scene.failures()).toEqual([]);
  });
});
