import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blockProduct, width } from './block-product.ts';

test('is what plain loops give, to the last bit', () => {
  const seeds = fc.array(fc.double({ noNaN: true, min: -1e6, max: 1e6 }), {
    minLength: 97,
    maxLength: 97,
  });
  fc.assert(
    fc.property(seeds, (seed) => {
      const { left, right, product, multiply } = blockProduct();
      left.forEach((_, at) => {
        left[at] = seed[(at * at) % 97] ?? 0;
        right[at] = seed[(7 * at * at + 3) % 97] ?? 0;
      });
      multiply();
      const plain = Float64Array.from(product, (_, at) => {
        const [row, column] = [Math.floor(at / width), at % width];
        let sum = 0;
        for (let k = 0; k < width; k++) {
          sum += (left[row * width + k] ?? 0) * (right[k * width + column] ?? 0);
        }
        return sum;
      });
      expect(product).toEqual(plain);
    }),
    { numRuns: 20 },
  );
});
