import { alone, type Crew } from '../crew.ts';
import { panelLength } from '../linear-algebra/positive-definite.ts';
import { type Allocate, type Baskets, basketCount, invert, itemCounts } from './baskets.ts';
import type { Block } from './blocks.ts';
import { type CooccurrenceVisitor, eachCooccurrence } from './cooccurrence.ts';
import type { ModelTask } from './model-task.ts';
import { findWeights, type Weights } from './model-weights.ts';
import { nthLargest } from './nth-largest.ts';
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
 * A weight is then multiplied by the cube root of what the paired item tells, ln(baskets / baskets with it): a sum of
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
    inverted: invert(baskets, allocate),
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
  const weights = findWeights(task, crew);
  const counts = itemCounts(task.baskets);
  counts.forEach((count, item) => {
    const telling = Math.cbrt(count && Math.log(total / count));
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

/** Keeps the strongest weights of some items; of those as strong as the weakest that is kept, those of the first items. */
function strongest(
  { baskets, inverted, common, topPerItem }: ModelTask,
  { of, scale }: Weights,
): (items: Block) => ModelRows {
  const { itemCount } = baskets;
  const most = Math.min(topPerItem, itemCount - 1);
  const asked = new Int32Array(itemCount);
  /** What the item adds to each that is asked about, and how strongly. */
  const said = new Float64Array(itemCount);
  const strengths = new Float64Array(itemCount);
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
      for (let at = 0; at < count; at++) {
        const other = asked[at] as number;
        const adds = (said[at] as number) * (scale[other] as number);
        told[other] = adds;
        strengths[at] = Math.abs(adds);
      }
      const least = count > most ? nthLargest(strengths, count, most) : 0;
      const first = kept;
      kept += choose(asked.subarray(0, count), told, least, paired.subarray(first, first + most));
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

/** Writes the items told of more strongly than `least`, and of those told of just so the first that there is room for, and gives how many. */
function choose(asked: Int32Array, told: Float64Array, least: number, into: Int32Array): number {
  let [count, ties] = [0, 0];
  for (let at = 0; at < asked.length; at++) {
    const other = asked[at] as number;
    const strength = Math.abs(told[other] as number);
    if (strength > least) into[count++] = other;
    else if (strength === least && strength > 0) asked[ties++] = other;
  }
  const tied = asked.subarray(0, ties).sort();
  for (let at = 0; at < ties && count < into.length; at++) into[count++] = tied[at] as number;
  into.subarray(0, count).sort();
  return count;
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
