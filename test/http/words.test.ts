import { expect, test } from 'vitest';
import { z } from 'zod';
import { moment } from '../../src/contract/common.ts';
import { costOptions } from '../../src/contract/complex-costs.ts';

const body = z.strictObject({
  name: z.string().min(1).max(5).optional(),
  ids: z.array(z.int()).min(1).max(2).optional(),
  kind: z.enum(['material', 'labor']).optional(),
  at: moment.optional(),
  options: costOptions.optional(),
});

test.each([
  [{ options: { indirectCostPercentage: -1 } }, 'must be 0 or more'],
  [{ options: { indirectCostPercentage: '12' } }, 'must be a number'],
  [{ options: { locationAdjustmentFactor: 0 } }, 'must be more than 0'],
  [{ options: { bulkDiscountPercentage: 150 } }, 'must be 100 or less'],
  [{ options: { includeOverheads: 3 } }, 'must be true or false'],
  [{ name: '' }, 'must not be empty'],
  [{ name: 'longer' }, 'must have at most 5 characters'],
  [{ ids: [] }, 'must have at least 1 entry'],
  [{ ids: [1, 2, 3] }, 'must have at most 2 entries'],
  [{ ids: [1.5] }, 'must be a whole number'],
  [{ kind: 'gravel' }, 'must be one of material, labor'],
  [{ at: 'tomorrow' }, 'must be an ISO 8601 moment with its offset, such as 2025-06-30T00:00:00Z'],
  [{ rubbish: 1 }, 'is not known here; check how it is written'],
])('%j: %s', (input, words) => {
  expect(body.safeParse(input).error?.issues.map(({ message }) => message)).toEqual([words]);
});

test('what is left out and needed is told so', () => {
  const answer = z.object({ name: z.string() }).safeParse({});
  expect(answer.error?.issues[0]?.message).toBe('is missing');
});
