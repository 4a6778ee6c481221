import { learnJobPrices, median } from '../core/prices/index.ts';
import type { Bid } from './bids.ts';

/** How far predictions are from the prices that were bid. */
export interface PriceErrors {
  /** Median of |predicted − true| / true. */
  medianApe: number;
  /** Mean of |ln predicted − ln true|. */
  meanAbsLogError: number;
}

/** The contract's output of `evaluate prices`. */
export interface PriceEvaluation extends PriceErrors {
  rows: number;
  items: number;
  /** Share of true prices inside the stated 80 % interval. */
  coverage80: number;
  baselines: { lastPrice: PriceErrors; median12m: PriceErrors; quantityLogLog: PriceErrors };
}

/** An item with fewer prices in the training file is left out. */
export const fewestTraining = 10;
/** Units whose price is no unit price: allowances and lump sums. */
const lumpSums = new Set(['$', 'L.S.', 'LS', 'LSUM']);

/** The predictions of one row's price. */
interface Predictions {
  truth: number;
  ours: { price: number; low: number; high: number };
  lastPrice: number;
  median12m: number;
  quantityLogLog: number;
}

/**
 * Predicts each test row's unit price from its item, quantity, region and letting date by the rows of that item dated
 * before it, of either file. Rows of items with fewer than ten training rows, and lump sums, are left out, as are rows
 * without a price, of which no error can be told.
 */
export function evaluatePrices(train: readonly Bid[], test: readonly Bid[]): PriceEvaluation {
  const asked = Map.groupBy(test.filter(isPriced), ({ item }) => item);
  const trained = Map.groupBy(train.filter(isPriced), ({ item }) => item);
  const predictions: Predictions[] = [];
  let items = 0;
  for (const [item, rows] of asked) {
    const known = trained.get(item) ?? [];
    if (known.length < fewestTraining) continue;
    const found = ofItem(known, rows);
    if (found.length > 0) items += 1;
    predictions.push(...found);
  }
  const errors = (of: (row: Predictions) => number): PriceErrors => ({
    medianApe: median(predictions.map((row) => Math.abs(of(row) - row.truth) / row.truth)),
    meanAbsLogError: mean(predictions.map((row) => Math.abs(Math.log(of(row) / row.truth)))),
  });
  const inside = ({ truth, ours }: Predictions) => truth >= ours.low && truth <= ours.high;
  return {
    rows: predictions.length,
    items,
    ...errors((row) => row.ours.price),
    coverage80: mean(predictions.map((row) => (inside(row) ? 1 : 0))),
    baselines: {
      lastPrice: errors((row) => row.lastPrice),
      median12m: errors((row) => row.median12m),
      quantityLogLog: errors((row) => row.quantityLogLog),
    },
  };
}

/** A price of a quantity, and of no lump sum: such prices can be held against each other. */
export const isComparable = (bid: Bid) => isPriced(bid) && !lumpSums.has(bid.unit);

const isPriced = ({ price, quantity }: Bid) => price > 0 && quantity > 0;

/** One item's test rows, day by day: what is known on a day is the same for all its rows. */
function ofItem(known: readonly Bid[], asked: readonly Bid[]): Predictions[] {
  const all = [...known, ...asked].sort((a, b) => a.day - b.day);
  const rows = asked.filter(({ unit }) => !lumpSums.has(unit));
  return [...Map.groupBy(rows, ({ day }) => day)].flatMap(([day, ofDay]) => {
    const before = all.filter((bid) => bid.day < day);
    const [last] = before.slice(-1);
    if (!last) return [];
    const year = before.filter((bid) => bid.day > day - 365);
    const priceOf = learnJobPrices(before, day);
    const line = logLog(before);
    const median12m = median((year.length > 0 ? year : before).map(({ price }) => price));
    return ofDay.map((bid) => ({
      truth: bid.price,
      ours: priceOf(bid),
      lastPrice: last.price,
      median12m,
      quantityLogLog: line(bid.quantity),
    }));
  });
}

/** The least-squares line of the logarithm of the price on that of the quantity. */
function logLog(bids: readonly Bid[]): (quantity: number) => number {
  const x = bids.map(({ quantity }) => Math.log(quantity));
  const y = bids.map(({ price }) => Math.log(price));
  const [middleX, middleY] = [mean(x), mean(y)];
  const squares = mean(x.map((value) => (value - middleX) ** 2));
  const products = mean(x.map((value, at) => (value - middleX) * ((y[at] ?? 0) - middleY)));
  const slope = squares > 0 ? products / squares : 0;
  return (quantity) => Math.exp(middleY + slope * (Math.log(quantity) - middleX));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
