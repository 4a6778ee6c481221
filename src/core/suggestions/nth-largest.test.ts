import fc from 'fast-check';
import { expect, test } from 'vitest';
import { nthLargest } from './nth-largest.ts';

test('is what a sort would put there, whatever stands after the values that count', () => {
  const numbers = fc.array(fc.oneof(fc.nat(3), fc.double({ noNaN: true })), { minLength: 1 });
  fc.assert(
    fc.property(numbers, fc.array(fc.nat(9)), fc.nat(), (values, rest, at) => {
      const nth = 1 + (at % values.length);
      const found = nthLargest(Float64Array.from([...values, ...rest]), values.length, nth);
      expect(found).toBe(Float64Array.from(values).sort().at(-nth));
    }),
  );
});
