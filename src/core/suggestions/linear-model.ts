import { alone, type Crew } from '../crew.ts';
import {
  invertPositiveDefinite,
  type Panels,
  panelLength,
} from '../linear-algebra/positive-definite.ts';
import { type Baskets, basketCount, type InvertedBaskets, invert, itemCounts } from './baskets.ts';
import { Best } from './best.ts';
import type { Block } from './blocks.ts';
import { type CooccurrenceVisitor, eachCooccurrence } from './cooccurrence.ts';
import type { Voices } from './voices.ts';

/**
 * What each item of an estimate says for and against every other, the strongest only. Item `i` has the rows
 * `offsets[i]` up to, not including, `offsets[i + 1]`, by the others' numbers.
 */
export type LinearModel = Voices & {
  /** Baskets that have both. */
  together: Int32Array;
  /** Baskets that have the item. */
  counts: Int32Array;
  /** Baskets in all. */
  baskets: number;
};

/** Options of `trainLinearModel`. */
export type TrainOptions = {
  /** How much each basket counts, above 0; all the same where it is left out. */
  basketWeights?: Float64Array;
  /** The penalty λ on the weights' squares; default 15. */
  ridge?: number;
  /** Most weights kept of one item; default 200. */
  topPerItem?: number;
  /** Most baskets learned from where there are more items than these; the last ones are taken. Default 2,500. */
  mostBaskets?: number;
};

/** Items in a larger share of baskets are routine: they are named after those that tell estimates apart. */
const routineShare = 0.3;

/** Items in a smaller share of baskets are told of by those that share a basket with them alone. */
const commonShare = 0.01;

/** What those who learn a model share; made once, by `prepareModel`. */
export type ModelTask = {
  /** The baskets that are learned from. */
  baskets: Baskets;
  inverted: InvertedBaskets;
  /** Items that every other is asked about. */
  common: Int32Array;
  /** Square roots of what each counts. */
  roots: Float64Array;
  ridge: number;
  topPerItem: number;
  /** Of baskets × baskets or of items × items, whichever are fewer. */
  matrix: Float64Array;
  panels: Panels;
  /** Where the matrix is that of baskets: 1 − Qⱼⱼ of every item, and what each basket says of each common item, basket by basket. */
  free: Float64Array;
  ofCommon: Float64Array;
};

/** Makes memory of so many bytes: such as threads share, where a crew of threads learns. */
export type Allocate = (bytes: number) => ArrayBuffer | SharedArrayBuffer;

/** The weights kept of some items that follow one another: item `from + n` has `lengths[n]` of the rows. */
export type ModelRows = { from: number; lengths: Int32Array } & Pick<
  LinearModel,
  'paired' | 'weight' | 'together'
>;

/**
 * Learns the weights by which an estimate's items predict each other: B with a zero diagonal that makes
 * ‖√W(X − XB)‖² + λ‖B‖² least, X being baskets × items of 0 and 1, W the baskets' weights (EASE: Steck,
 * "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019). Its closed form is Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ with
 * P = (XᵀWX + λI)⁻¹. Where there are fewer baskets than items the same P comes from the smaller matrix of baskets,
 * λP = I − Q, Q = Xᵀ√W (√WXXᵀ√W + λI)⁻¹ √WX, so Bᵢⱼ = Qᵢⱼ / (1 − Qⱼⱼ).
 *
 * A weight is then multiplied by the square root of what the paired item tells, ln(baskets / baskets with it): a sum of
 * such weights ranks what tells one estimate from another before what most have. Of rare items (`commonShare`) those say
 * nothing that never were in a basket with them: such weights are small. Chosen in docs/suggestions.md.
 *
 * Time min(baskets, items)³ + rows × baskets; memory min(baskets, items)² × 8 bytes, and as much for each basket and common item.
 * A crew learns it by `prepareModel`, `learnRows`, each of the same task, and `joinModel`.
 *
 * @throws RangeError where an option is out of range
 */
export function trainLinearModel(all: Baskets, options: TrainOptions = {}): LinearModel {
  const task = prepareModel(all, options);
  return joinModel(task, learnRows(task, alone));
}

/** What learning needs, in memory by `allocate`. */
export function prepareModel(
  all: Baskets,
  { ridge = 15, topPerItem = 200, mostBaskets = 2_500, basketWeights }: TrainOptions = {},
  allocate: Allocate = (bytes) => new ArrayBuffer(bytes),
): ModelTask {
  if (!(ridge > 0)) throw new RangeError(`ridge must be above 0, not ${ridge}`);
  const baskets = all.itemCount <= mostBaskets ? all : lastOf(all, mostBaskets);
  const total = basketCount(baskets);
  const given = basketWeights?.subarray(basketCount(all) - total);
  const roots = Float64Array.from({ length: total }, (_, at) => Math.sqrt(given?.[at] ?? 1));
  if (roots.some((root) => !(root > 0))) throw new RangeError('basketWeights must be above 0');
  const side = Math.min(total, all.itemCount);
  const least = commonShare * total;
  const common = Int32Array.from(
    itemCounts(baskets)
      .entries()
      .filter(([, count]) => count >= least),
    ([item]) => item,
  );
  const numbers = (count: number) =>
    new Float64Array(allocate(count * Float64Array.BYTES_PER_ELEMENT));
  return {
    baskets,
    inverted: invert(baskets),
    common,
    roots,
    ridge,
    topPerItem,
    matrix: numbers(side * side),
    panels: { columns: numbers(panelLength(side)), swept: numbers(panelLength(side)) },
    free: numbers(all.itemCount),
    ofCommon: numbers(total < all.itemCount ? total * common.length : 0),
  };
}

/** Items whose weights are kept together as one part. */
const itemsPerPart = 128;

/** Learns, as one of a crew, and gives the rows of the items that fell to it. */
export function learnRows(task: ModelTask, crew: Crew): ModelRows[] {
  const { itemCount } = task.baskets;
  const total = basketCount(task.baskets);
  const weights = (total < itemCount ? fromBaskets : fromItems)(task, crew);
  const counts = itemCounts(task.baskets);
  counts.forEach((count, item) => {
    const telling = Math.sqrt(count && Math.log(total / count));
    weights.scale[item] = (weights.scale[item] as number) * telling;
  });
  const keep = strongest(task, weights);
  const learned: ModelRows[] = [];
  crew.share(Math.ceil(itemCount / itemsPerPart), (part) => {
    const from = part * itemsPerPart;
    learned.push(keep({ from, to: Math.min(itemCount, from + itemsPerPart) }));
  });
  return learned;
}

/** The model of the rows that all of the crew gave, in any order. */
export function joinModel({ baskets }: ModelTask, learned: readonly ModelRows[]): LinearModel {
  const parts = learned.toSorted((a, b) => a.from - b.from);
  const rows = parts.reduce((sum, { paired }) => sum + paired.length, 0);
  const model: LinearModel = {
    offsets: new Int32Array(baskets.itemCount + 1),
    paired: new Int32Array(rows),
    weight: new Float32Array(rows),
    together: new Int32Array(rows),
    counts: itemCounts(baskets),
    baskets: basketCount(baskets),
  };
  let kept = 0;
  for (const { from, lengths, paired, weight, together } of parts) {
    model.paired.set(paired, kept);
    model.weight.set(weight, kept);
    model.together.set(together, kept);
    lengths.forEach((length, at) => {
      kept += length;
      model.offsets[from + at + 1] = kept;
    });
  }
  return model;
}

/** How the weights of an item are found for others that share a basket with it or are common. */
interface Weights {
  /** What the item adds to each of the others, the n-th at `said[n]`, times `scale[other]`. */
  of: (item: number, others: Int32Array, said: Float64Array) => void;
  scale: Float64Array;
}

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

  /** The sum, over the baskets of an item, of what stands to them from `start` on, `step` apart. */
  const overBaskets = (item: number, values: Float64Array, start: number, step = 1) => {
    const last = inverted.offsets[item + 1] as number;
    let sum = 0;
    for (let at = inverted.offsets[item] as number; at < last; at++) {
      sum += values[start + (inverted.baskets[at] as number) * step] as number;
    }
    return sum;
  };
  const placeOf = new Int32Array(itemCount).fill(-1);
  common.forEach((item, place) => {
    placeOf[item] = place;
  });
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

/** Keeps the strongest weights of some items. */
function strongest(
  { baskets, inverted, common, topPerItem }: ModelTask,
  { of, scale }: Weights,
): (items: Block) => ModelRows {
  const { itemCount } = baskets;
  const most = Math.min(topPerItem, itemCount - 1);
  const best = new Best(Math.max(1, most));
  const asked = new Int32Array(itemCount);
  const said = new Float64Array(itemCount);
  /** By the other item. */
  const told = new Float64Array(itemCount);
  return ({ from, to }) => {
    const lengths = new Int32Array(to - from);
    const paired = new Int32Array(lengths.length * most);
    const weight = new Float32Array(lengths.length * most);
    const together = new Int32Array(lengths.length * most);
    let kept = 0;
    const visit: CooccurrenceVisitor = (item, others, shared) => {
      asked.set(others);
      let count = others.length;
      // An item has met itself.
      for (const other of common) if (shared[other] === 0) asked[count++] = other;
      of(item, asked.subarray(0, count), said);
      let { threshold } = best;
      for (let at = 0; at < count; at++) {
        const other = asked[at] as number;
        const adds = (said[at] as number) * (scale[other] as number);
        const strength = Math.abs(adds);
        if (strength < threshold || adds === 0) continue;
        told[other] = adds;
        best.offer(strength, shared[other] as number, other);
        threshold = best.threshold;
      }
      const first = kept;
      kept = best.takeItems(paired, first);
      paired.subarray(first, kept).sort();
      for (let row = first; row < kept; row++) {
        weight[row] = told[paired[row] as number] as number;
        together[row] = shared[paired[row] as number] as number;
      }
      lengths[item - from] = kept - first;
    };
    eachCooccurrence(baskets, visit, { from, to }, inverted);
    return {
      from,
      lengths,
      paired: paired.slice(0, kept),
      weight: weight.slice(0, kept),
      together: together.slice(0, kept),
    };
  };
}

/** The last baskets. */
function lastOf({ items, offsets, itemCount }: Baskets, most: number): Baskets {
  const first = Math.max(0, offsets.length - 1 - most);
  const start = offsets[first] as number;
  return {
    items: items.subarray(start),
    offsets: offsets.subarray(first).map((offset) => offset - start),
    itemCount,
  };
}

/** Whether an item in so many of so many estimates is routine, and named after those that tell estimates apart. */
export function isRoutine(estimates: number, of: number): boolean {
  return estimates >= routineShare * of;
}

/**
 * How much estimates of different age count: half for each `halfLife` in the past.
 * @param ages of the baskets, in the unit of `halfLife`
 */
export function recencyWeights(ages: ArrayLike<number>, halfLife: number): Float64Array {
  return Float64Array.from(ages, (age) => 0.5 ** (Math.max(0, age) / halfLife));
}
