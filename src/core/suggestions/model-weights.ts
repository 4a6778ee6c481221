import type { Crew } from '../crew.ts';
import { invertPositiveDefinite } from '../linear-algebra/positive-definite.ts';
import { basketCount } from './baskets.ts';
import type { ModelTask } from './model-task.ts';

/** How the weights of an item are found for others that share a basket with it or are common. */
export interface Weights {
  /** What the item adds to each of the others, the n-th at `said[n]`, times `scale[other]`. */
  of: (item: number, others: Int32Array, said: Float64Array) => void;
  scale: Float64Array;
}

/** The weights of a task, whose matrix the crew fills and inverts. */
export const findWeights = (task: ModelTask, crew: Crew): Weights =>
  basketCount(task.baskets) < task.baskets.itemCount
    ? fromBaskets(task, crew)
    : fromItems(task, crew);

/** From the matrix of baskets × baskets. */
function fromBaskets(
  { baskets, inverted, common, roots, ridge, matrix, panels, free, ofCommon }: ModelTask,
  crew: Crew,
): Weights {
  const { items, offsets, itemCount } = baskets;
  const total = basketCount(baskets);
  crew.share(total, (basket) => {
    const start = basket * total;
    const root = roots[basket] as number;
    for (let row = offsets[basket] as number; row < (offsets[basket + 1] as number); row++) {
      for (let at = inverted.offsets[items[row] as number] as number; ; at++) {
        const other = inverted.baskets[at] as number;
        matrix[start + other] = (matrix[start + other] as number) + root * (roots[other] as number);
        // They ascend: the lower triangle is all that is needed.
        if (other === basket) break;
      }
    }
    matrix[start + basket] = (matrix[start + basket] as number) + ridge;
  });
  const inverse = invertPositiveDefinite(matrix, total, crew, panels);

  /** The sum, over the baskets of an item, of what stands to them from `start` on. */
  const overBaskets = (item: number, values: Float64Array, start: number) => {
    const last = inverted.offsets[item + 1] as number;
    let sum = 0;
    for (let at = inverted.offsets[item] as number; at < last; at++) {
      sum += values[start + (inverted.baskets[at] as number)] as number;
    }
    return sum;
  };
  const placeOf = new Int32Array(itemCount).fill(-1);
  common.forEach((item, place) => {
    placeOf[item] = place;
  });
  // With the roots in it, Qᵢⱼ is the sum over the baskets of both.
  crew.share(total, (basket) => {
    const start = basket * total;
    for (let other = 0; other < total; other++) {
      inverse[start + other] =
        (inverse[start + other] as number) * (roots[basket] as number) * (roots[other] as number);
    }
    common.forEach((item, place) => {
      ofCommon[basket * common.length + place] = overBaskets(item, inverse, start);
    });
  });
  const perBasket = new Float64Array(total);
  const perCommon = new Float64Array(common.length);
  /** Adds up the rows of an item's baskets. */
  const addRows = (item: number, values: Float64Array, sums: Float64Array) => {
    sums.fill(0);
    const last = inverted.offsets[item + 1] as number;
    for (let at = inverted.offsets[item] as number; at < last; at++) {
      addRow(values, (inverted.baskets[at] as number) * sums.length, sums);
    }
  };
  const of: Weights['of'] = (item, others, said) => {
    addRows(item, inverse, perBasket);
    addRows(item, ofCommon, perCommon);
    for (let at = 0; at < others.length; at++) {
      const other = others[at] as number;
      const place = placeOf[other] as number;
      said[at] = place < 0 ? overBaskets(other, perBasket, 0) : (perCommon[place] as number);
    }
  };
  crew.share(itemCount, (item) => {
    let own = 0;
    const last = inverted.offsets[item + 1] as number;
    for (let at = inverted.offsets[item] as number; at < last; at++) {
      own += overBaskets(item, inverse, (inverted.baskets[at] as number) * total);
    }
    free[item] = 1 - own;
  });
  return { of, scale: free.map((left) => 1 / left) };
}

/** Adds a row that begins at a place. */
function addRow(values: Float64Array, start: number, sums: Float64Array): void {
  for (let at = 0; at < sums.length; at++) {
    sums[at] = (sums[at] as number) + (values[start + at] as number);
  }
}

/** From the matrix of items × items. */
function fromItems(
  { baskets, inverted, roots, ridge, matrix, panels }: ModelTask,
  crew: Crew,
): Weights {
  const { items, offsets, itemCount } = baskets;
  crew.share(itemCount, (item) => {
    const start = item * itemCount;
    const end = inverted.offsets[item + 1] as number;
    for (let at = inverted.offsets[item] as number; at < end; at++) {
      const basket = inverted.baskets[at] as number;
      const weight = (roots[basket] as number) ** 2;
      // They ascend: the lower triangle is all that is needed.
      for (let row = offsets[basket] as number; ; row++) {
        const other = items[row] as number;
        matrix[start + other] = (matrix[start + other] as number) + weight;
        if (other === item) break;
      }
    }
    matrix[start + item] = (matrix[start + item] as number) + ridge;
  });
  const inverse = invertPositiveDefinite(matrix, itemCount, crew, panels);
  const of: Weights['of'] = (item, others, said) => {
    const start = item * itemCount;
    for (let at = 0; at < others.length; at++)
      said[at] = inverse[start + (others[at] as number)] as number;
  };
  const own = (item: number) => inverse[item * itemCount + item] as number;
  return { of, scale: Float64Array.from({ length: itemCount }, (_, item) => -1 / own(item)) };
}
