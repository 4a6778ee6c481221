import fc from 'fast-check';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { bulkChange } from '../../src/contract/bulk-updates.ts';
import {
  equal,
  plus,
  type Rational,
  rational,
  times,
} from '../../src/core/complex-costs/rational.testing.ts';
import { service } from '../../src/database/identity.ts';
import {
  type Change,
  changedValue,
} from '../../src/database/queries/bulk-updates/changed-value.ts';
import { ownDatabase } from '../support/database.ts';

const database = ownDatabase({ max: 1 });

/** What the database makes of many values. */
async function changed(change: Change, olds: readonly (string | null)[]) {
  const { rows } = await database.as(service, (tx) =>
    sql<{ value: string | null }>`
      select ${changedValue(change, sql`old`)}::text as value
      from unnest(${olds}::numeric[]) with ordinality o (old, at) order by at`.execute(tx),
  );
  return rows.map(({ value }) => value);
}

/** The same in fractions. */
function exactly({ method, value, round_to }: Change, old: string): Rational {
  const by = rational(value ?? '0');
  const raised = {
    percent: () => times(rational(old), times(plus(rational('100'), by), rational('0.01'))),
    amount: () => plus(rational(old), by),
    set: () => by,
    round: () => rational(old),
  }[method]();
  if (round_to === null) return raised;
  const step = rational(round_to);
  // How many steps, to the nearest; one that lies between two counts as the one farther from zero.
  const num = raised.num * step.den;
  const den = raised.den * step.num;
  const steps = ((num < 0n ? -num : num) * 2n + den) / (2n * den);
  return times({ num: num < 0n ? -steps : steps, den: 1n }, step);
}

const digits = (most: bigint, places: number) =>
  fc
    .tuple(fc.bigInt({ min: 0n, max: most }), fc.integer({ min: 0, max: places }))
    .map(([whole, shift]) => {
      const text = whole.toString().padStart(shift + 1, '0');
      return shift === 0 ? text : `${text.slice(0, -shift)}.${text.slice(-shift)}`;
    });
const price = digits(10n ** 12n, 8);
const step = fc.oneof(
  fc.constantFrom('0.01', '0.05', '0.1', '0.25', '0.5', '1', '5', '10', '0.03', '7'),
  digits(10n ** 6n, 5).filter((text) => Number(text) > 0),
);
const signed = fc
  .tuple(fc.boolean(), digits(10n ** 7n, 4))
  .map(([minus, text]) => (minus ? `-${text}` : text));
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    method: fc.constant('percent' as const),
    value: signed.filter((text) => Number(text) >= -100),
    round_to: fc.option(step),
  }),
  fc.record({ method: fc.constant('amount' as const), value: signed, round_to: fc.option(step) }),
  fc.record({ method: fc.constant('set' as const), value: price, round_to: fc.option(step) }),
  fc.record({ method: fc.constant('round' as const), value: fc.constant(null), round_to: step }),
);

test('every change is what exact fractions make of it, to the last digit', async () => {
  await fc.assert(
    fc.asyncProperty(change, fc.array(price, { minLength: 1, maxLength: 40 }), async (by, olds) => {
      const values = await changed(by, olds);
      for (const [at, old] of olds.entries()) {
        expect(equal(rational(values[at] ?? ''), exactly(by, old)), `${old} → ${values[at]}`).toBe(
          true,
        );
      }
    }),
    { numRuns: 300 },
  );
});

test('what has no value keeps none, but where one is set', async () => {
  for (const method of ['percent', 'amount'] as const) {
    expect(await changed({ method, value: '5', round_to: '0.05' }, [null])).toEqual([null]);
  }
  expect(await changed({ method: 'round', value: null, round_to: '0.05' }, [null])).toEqual([null]);
  expect(await changed({ method: 'set', value: '5', round_to: null }, [null])).toEqual(['5']);
});

test.each([
  // Half a step goes away from zero.
  [{ method: 'round', value: null, round_to: '0.05' }, '1.025', '1.05'],
  [{ method: 'round', value: null, round_to: '0.05' }, '1.02499999', '1'],
  [{ method: 'percent', value: '10', round_to: null }, '99.99', '109.989'],
  [{ method: 'percent', value: '10', round_to: '0.01' }, '99.95', '109.95'],
  [{ method: 'percent', value: '-100', round_to: null }, '99.95', '0'],
  [{ method: 'amount', value: '-0.1', round_to: '0.25' }, '0', '0'],
  [{ method: 'amount', value: '-0.2', round_to: '0.25' }, '0', '-0.25'],
] as const)('%j makes %s %s', async (by, old, expected) => {
  expect(await changed(by, [old])).toEqual([expected]);
});

test.each([
  [{ method: 'percent', value: '-100.01' }, 'value'],
  [{ method: 'percent' }, 'value'],
  [{ method: 'set', value: '-1' }, 'value'],
  [{ method: 'amount', value: '1e3' }, 'value'],
  [{ method: 'amount', value: 'NaN' }, 'value'],
  [{ method: 'amount', value: '1', round_to: '0' }, 'round_to'],
  [{ method: 'amount', value: '1', round_to: '-0.05' }, 'round_to'],
  [{ method: 'round' }, 'round_to'],
  [{ method: 'round', value: '1', round_to: '1' }, 'value'],
  [{ method: 'double', value: '1' }, 'method'],
])('%j is refused for its %s', (by, field) => {
  const parsed = bulkChange.safeParse(by);
  expect(parsed.error?.issues.map(({ path }) => path.join('.'))).toContain(field);
});
