import { invertPositiveDefinite } from '../linear-algebra/positive-definite.ts';
import { type Baskets, basketCount, type InvertedBaskets, invert, itemCounts } from './baskets.ts';
import { Best } from './best.ts';

/**
 * What each item of an estimate says for and against every other, the strongest only. Item `i` has the rows
 * `offsets[i]` up to, not including, `offsets[i + 1]`, the strongest first.
 */
export type LinearModel = {
  offsets: Int32Array;
  paired: Int32Array;
  /** Added to the paired item's score where an estimate has the item; below 0 it speaks against. */
  weight: Float32Array;
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

/**
 * Learns the weights by which an estimate's items predict each other: B with a zero diagonal that makes
 * ‖√W(X − XB)‖² + λ‖B‖² least, X being baskets × items of 0 and 1, W the baskets' weights (EASE: Steck,
 * "Embarrassingly Shallow Autoencoders for Sparse Data", WWW 2019). Its closed form is Bᵢⱼ = −Pᵢⱼ / Pⱼⱼ with
 * P = (XᵀWX + λI)⁻¹. Where there are fewer baskets than items the same P comes from the smaller matrix of baskets,
 * λP = I − Q, Q = Xᵀ√W (√WXXᵀ√W + λI)⁻¹ √WX, so Bᵢⱼ = Qᵢⱼ / (1 − Qⱼⱼ).
 *
 * A weight is then multiplied by the square root of what the paired item tells, ln(baskets / baskets with it): a sum of
 * such weights ranks what tells one estimate from another before what most have. Chosen in docs/suggestions.md.
 *
 * Time min(baskets, items)³ + items × rows; memory min(baskets, items)² × 16 bytes.
 *
 * @throws RangeError where an option is out of range
 */
export function trainLinearModel(all: Baskets, options: TrainOptions = {}): LinearModel {
  const { ridge = 15, topPerItem = 200, mostBaskets = 2_500 } = options;
  if (!(ridge > 0)) throw new RangeError(`ridge must be above 0, not ${ridge}`);
  const baskets = all.itemCount <= mostBaskets ? all : lastOf(all, mostBaskets);
  const total = basketCount(baskets);
  const given = options.basketWeights?.subarray(basketCount(all) - total);
  const roots = Float64Array.from({ length: total }, (_, at) => Math.sqrt(given?.[at] ?? 1));
  if (roots.some((root) => !(root > 0))) throw new RangeError('basketWeights must be above 0');

  const inverted = invert(baskets);
  const counts = itemCounts(baskets);
  const weightsOf = (total < all.itemCount ? fromBaskets : fromItems)(
    baskets,
    inverted,
    roots,
    ridge,
  );
  const telling = Float64Array.from(counts, (count) => Math.sqrt(count && Math.log(total / count)));
  return strongest({ baskets, inverted, counts, total }, weightsOf, telling, topPerItem);
}

/** Writes the untold weights of one item for all others. */
type WeightsOf = (item: number, out: Float64Array) => void;

/** From the matrix of baskets × baskets. */
function fromBaskets(
  baskets: Baskets,
  inverted: InvertedBaskets,
  roots: Float64Array,
  ridge: number,
): WeightsOf {
  const { items, offsets, itemCount } = baskets;
  const total = basketCount(baskets);
  const shared = new Float64Array(total * total);
  for (let basket = 0; basket < total; basket++) {
    const root = roots[basket] as number;
    for (let row = offsets[basket] as number; row < (offsets[basket + 1] as number); row++) {
      const item = items[row] as number;
      for (let at = inverted.offsets[item] as number; ; at++) {
        const other = inverted.baskets[at] as number;
        const cell = basket * total + other;
        shared[cell] = (shared[cell] as number) + root * (roots[other] as number);
        // They ascend: the lower triangle is all that is needed.
        if (other === basket) break;
      }
    }
    const own = basket * total + basket;
    shared[own] = (shared[own] as number) + ridge;
  }
  const inverse = invertPositiveDefinite(shared, total);

  const rowOf = (item: number) =>
    inverted.baskets.subarray(inverted.offsets[item], inverted.offsets[item + 1]);
  const free = new Float64Array(itemCount).fill(1);
  for (let item = 0; item < itemCount; item++) {
    const mine = rowOf(item);
    let own = 0;
    for (const a of mine) {
      for (const b of mine) {
        own += (roots[a] as number) * (roots[b] as number) * (inverse[a * total + b] as number);
      }
    }
    free[item] = 1 - own;
  }
  const perBasket = new Float64Array(total);
  return (item, out) => {
    perBasket.fill(0);
    for (const basket of rowOf(item)) {
      const root = roots[basket] as number;
      const start = basket * total;
      for (let at = 0; at < total; at++) {
        perBasket[at] = (perBasket[at] as number) + root * (inverse[start + at] as number);
      }
    }
    out.fill(0);
    for (let basket = 0; basket < total; basket++) {
      const value = (perBasket[basket] as number) * (roots[basket] as number);
      for (let row = offsets[basket] as number; row < (offsets[basket + 1] as number); row++) {
        const other = items[row] as number;
        out[other] = (out[other] as number) + value;
      }
    }
    for (let other = 0; other < itemCount; other++) {
      out[other] = (out[other] as number) / (free[other] as number);
    }
  };
}

/** From the matrix of items × items. */
function fromItems(
  { items, offsets, itemCount }: Baskets,
  _inverted: InvertedBaskets,
  roots: Float64Array,
  ridge: number,
): WeightsOf {
  const gram = new Float64Array(itemCount * itemCount);
  roots.forEach((root, basket) => {
    const end = offsets[basket + 1] as number;
    for (let a = offsets[basket] as number; a < end; a++) {
      const start = (items[a] as number) * itemCount;
      for (let b = offsets[basket] as number; b <= a; b++) {
        const cell = start + (items[b] as number);
        gram[cell] = (gram[cell] as number) + root * root;
      }
    }
  });
  for (let item = 0; item < itemCount; item++) {
    const own = item * itemCount + item;
    gram[own] = (gram[own] as number) + ridge;
  }
  const inverse = invertPositiveDefinite(gram, itemCount);
  return (item, out) => {
    for (let other = 0; other < itemCount; other++) {
      out[other] =
        -(inverse[item * itemCount + other] as number) /
        (inverse[other * itemCount + other] as number);
    }
  };
}

interface Counted {
  baskets: Baskets;
  inverted: InvertedBaskets;
  counts: Int32Array;
  total: number;
}

/** The strongest weights of every item, times what the paired item tells. */
function strongest(
  { baskets, inverted, counts, total }: Counted,
  weightsOf: WeightsOf,
  telling: Float64Array,
  topPerItem: number,
): LinearModel {
  const { itemCount } = baskets;
  const most = Math.min(topPerItem, itemCount - 1);
  const offsets = new Int32Array(itemCount + 1);
  const paired = new Int32Array(itemCount * most);
  const weight = new Float32Array(itemCount * most);
  const together = new Int32Array(itemCount * most);
  const best = new Best(Math.max(1, most));
  const weights = new Float64Array(itemCount);
  const shared = new Int32Array(itemCount);
  let kept = 0;
  for (let item = 0; item < itemCount; item++) {
    if ((counts[item] as number) > 0) {
      weightsOf(item, weights);
      countShared(baskets, inverted, item, shared);
      for (let other = 0; other < itemCount; other++) {
        const told = (weights[other] as number) * (telling[other] as number);
        weights[other] = told;
        if (other === item || told === 0) continue;
        const strength = Math.abs(told);
        if (strength >= best.threshold) best.offer(strength, shared[other] as number, other);
      }
      best.drain((other, both) => {
        paired[kept] = other;
        weight[kept] = weights[other] as number;
        together[kept++] = both;
      });
    }
    offsets[item + 1] = kept;
  }
  return {
    offsets,
    paired: paired.slice(0, kept),
    weight: weight.slice(0, kept),
    together: together.slice(0, kept),
    counts,
    baskets: total,
  };
}

/** Writes how many baskets an item shares with each other. */
function countShared(
  { items, offsets }: Baskets,
  inverted: InvertedBaskets,
  item: number,
  shared: Int32Array,
): void {
  shared.fill(0);
  const end = inverted.offsets[item + 1] as number;
  for (let at = inverted.offsets[item] as number; at < end; at++) {
    const basket = inverted.baskets[at] as number;
    for (let row = offsets[basket] as number; row < (offsets[basket + 1] as number); row++) {
      const other = items[row] as number;
      shared[other] = (shared[other] as number) + 1;
    }
  }
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

/**
 * How likely an estimate lacks each item of the library, higher is likelier; of use to rank only, and 0 where nothing
 * is known. `estimate` holds items, each once.
 */
export function scoreByModel(model: LinearModel, estimate: ArrayLike<number>): Float64Array {
  const scores = new Float64Array(model.counts.length);
  for (let at = 0; at < estimate.length; at++) {
    const item = estimate[at] as number;
    for (
      let row = model.offsets[item] as number;
      row < (model.offsets[item + 1] as number);
      row++
    ) {
      const other = model.paired[row] as number;
      scores[other] = (scores[other] as number) + (model.weight[row] as number);
    }
  }
  return scores;
}

/** What one of an estimate's items says of others. */
export type Voice = Pick<LinearModel, 'paired' | 'weight'>;

/** An item by its number, and what the voices add up to. */
export type Scored = { item: number; score: number; isRoutine: boolean };

/**
 * Ranks what the voices of an estimate's items speak for: what tells estimates apart first, then what is routine, each
 * by score; only what scores above 0, and never one of `present`.
 */
export function rankByVoices(
  voices: readonly Voice[],
  {
    present,
    routine,
    limit,
  }: { present: Iterable<number>; routine: Iterable<number>; limit: number },
): Scored[] {
  const scores = new Map<number, number>();
  for (const { paired, weight } of voices) {
    paired.forEach((item, at) => {
      scores.set(item, (scores.get(item) ?? 0) + (weight[at] as number));
    });
  }
  for (const item of present) scores.delete(item);
  const common = new Set(routine);
  const [telling, rest] = [new Best(limit), new Best(limit)];
  for (const [item, score] of scores) {
    if (score > 0) (common.has(item) ? rest : telling).offer(score, 0, item);
  }
  const ranked: Scored[] = [];
  telling.drain((item, _, score) => ranked.push({ item, score, isRoutine: false }));
  rest.drain((item, _, score) => ranked.push({ item, score, isRoutine: true }));
  return ranked.slice(0, limit);
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
