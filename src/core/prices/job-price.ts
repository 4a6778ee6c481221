import { invertPositiveDefinite } from '../linear-algebra/positive-definite.ts';

/** A price somebody gave for an item: for how much of it, where and when. */
export interface PriceObservation {
  /** Days since any fixed day. */
  day: number;
  /** In the item's unit, above 0. */
  quantity: number;
  /** Where, by any name. */
  region: string;
  /** For one unit, above 0. */
  price: number;
}

/** What an item is priced for. */
export type PricedJob = Omit<PriceObservation, 'price'>;

/** A unit price, and the range that holds four of five such prices. */
export interface JobPrice {
  price: number;
  low: number;
  high: number;
  /** Observations it follows from. */
  observations: number;
  /** Share by which the price changes where the quantity doubles; below 0 where more is cheaper. */
  perDoubling: number;
}

/** Days in which an observation comes to count half. */
const halfLife = 540;
/** Residuals beyond so many spreads count less (Huber's weights). */
const clipped = 0.5;
/** What is believed of the logarithm of the price before any is seen, with its standard deviation. */
const priors = {
  /** Slope on the logarithm of the quantity: prices fell by about that on real bids. */
  slope: { mean: -0.2, deviation: 0.2 },
  /** Its curvature, on a third of the square. */
  curve: { mean: 0, deviation: 0.1 },
  /** Each region's own level. */
  region: { mean: 0, deviation: 0.1 },
  level: { mean: 0, deviation: 5 },
} as const;
/** The least spread of a residual; prices of a few equal bids are not known for certain. */
const leastSpread = 0.15;
/** Quantities further than this factor, e⁶, from the median say no more than these. */
const widest = 6;
/** What prices are believed to be off by before any is seen, as firmly as so many observations would tell. */
const believed = { spread: 0.4, weight: 1 } as const;
/** The middles of the quarters of a normal distribution of that spread. */
const believedOff = [-1.15, -0.319, 0.319, 1.15].map((off) => off * believed.spread);
const rounds = 4;
/** Standard deviations beyond which one of ten normal values lies. */
const tenth = 1.2816;
/** Half of what lies outside the range, on each side. */
const tail = 0.1;

/**
 * What an item's past prices say of any job: learned once for an item and a moment, asked often.
 *
 * The logarithm of the price is a level, a slope and a curve on the logarithm of the quantity and a level of the region,
 * each drawn to what is believed before (ridge regression, the posterior mean under normal priors); old observations
 * count less, and far-off ones less and less (iteratively reweighted least squares, Huber, Annals of Mathematical
 * Statistics 35 (1964), 73–101). The range comes from what earlier prices were off by, and is as lopsided as
 * they are, and from how sure the coefficients are of the job asked about (their covariance). What else was tried: docs/prices.md.
 *
 * @param observations earlier than the jobs asked about; in any order
 * @param day the moment at which they are looked at
 * @throws RangeError where there are none, or a price or quantity is not above 0
 */
export function learnJobPrices(
  observations: readonly PriceObservation[],
  day: number,
): (job: PricedJob) => JobPrice {
  if (observations.length === 0) throw new RangeError('There are no prices to learn from.');
  for (const { price, quantity } of observations) {
    if (!(price > 0 && quantity > 0))
      throw new RangeError('Prices and quantities must be above 0.');
  }
  const middle = median(observations.map(({ quantity }) => Math.log(quantity)));
  const level = median(observations.map(({ price }) => Math.log(price)));
  const regions = [...new Set(observations.map(({ region }) => region))].sort();
  const beliefs = [priors.level, priors.slope, priors.curve, ...regions.map(() => priors.region)];
  const featuresOf = ({ quantity, region }: PricedJob) => {
    const x = Math.max(-widest, Math.min(widest, Math.log(quantity) - middle));
    return [1, x, (x * x) / 3, ...regions.map((known) => (known === region ? 1 : 0))];
  };

  const features = observations.map(featuresOf);
  const target = observations.map(({ price }) => Math.log(price) - level);
  const recency = observations.map((seen) => 0.5 ** (Math.max(0, day - seen.day) / halfLife));
  let weights = recency;
  let spread = 0.5;
  let coefficients: number[] = [];
  let covariance: Float64Array = new Float64Array();
  let residuals: number[] = [];
  for (let round = 0; round < rounds; round++) {
    ({ coefficients, covariance } = posterior(features, target, weights, spread, beliefs));
    residuals = features.map((row, at) => (target[at] ?? 0) - product(row, coefficients));
    spread = Math.max(leastSpread, 1.4826 * median(residuals.map(Math.abs)));
    weights = recency.map(
      (weight, at) => weight / Math.max(1, Math.abs(residuals[at] ?? 0) / (clipped * spread)),
    );
  }
  // A line is drawn close to few observations: what they are off by is told together with what is believed of it.
  const off = [...residuals, ...believedOff];
  const counted = [...recency, ...believedOff.map(() => believed.weight / believedOff.length)];
  const [below, above] = [tail, 1 - tail].map((share) => weightedQuantile(off, counted, share));
  return (job) => {
    const row = featuresOf(job);
    const expected = level + product(row, coefficients);
    const doubled = product(featuresOf({ ...job, quantity: 2 * job.quantity }), coefficients);
    const unsure = tenth * Math.sqrt(variance(row, covariance));
    return {
      price: Math.exp(expected),
      low: Math.exp(expected - Math.hypot(Math.min(0, below ?? 0), unsure)),
      high: Math.exp(expected + Math.hypot(Math.max(0, above ?? 0), unsure)),
      observations: observations.length,
      perDoubling: Math.exp(doubled - product(row, coefficients)) - 1,
    };
  };
}

/** Coefficients most likely after what was seen, with normal noise of standard deviation `spread`, and their covariance. */
function posterior(
  features: readonly (readonly number[])[],
  target: readonly number[],
  weights: readonly number[],
  spread: number,
  beliefs: readonly { mean: number; deviation: number }[],
): { coefficients: number[]; covariance: Float64Array } {
  const precision = 1 / spread ** 2;
  const size = beliefs.length;
  const matrix = new Float64Array(size * size);
  beliefs.forEach(({ deviation }, at) => {
    matrix[at * size + at] = 1 / deviation ** 2;
  });
  const right = beliefs.map(({ mean, deviation }) => mean / deviation ** 2);
  features.forEach((row, at) => {
    const weight = (weights[at] ?? 0) * precision;
    row.forEach((value, i) => {
      if (value === 0) return;
      right[i] = (right[i] ?? 0) + weight * value * (target[at] ?? 0);
      row.forEach((other, j) => {
        matrix[i * size + j] = (matrix[i * size + j] ?? 0) + weight * value * other;
      });
    });
  });
  const covariance = invertPositiveDefinite(matrix, size);
  const coefficients = right.map((_, at) =>
    product(right, covariance.subarray(at * size, (at + 1) * size)),
  );
  return { coefficients, covariance };
}

/** Of what the coefficients make of a row. */
function variance(row: readonly number[], covariance: Float64Array): number {
  const size = row.length;
  return row.reduce(
    (sum, value, at) =>
      value === 0
        ? sum
        : sum + value * product(row, covariance.subarray(at * size, (at + 1) * size)),
    0,
  );
}

function product(row: readonly number[], coefficients: ArrayLike<number>): number {
  return row.reduce((sum, value, at) => sum + value * (coefficients[at] ?? 0), 0);
}

/** The middle one, or the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.ceil(sorted.length / 2) - 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** The value below which `share` of the weight lies, between neighbours in proportion. */
function weightedQuantile(
  values: readonly number[],
  weights: readonly number[],
  share: number,
): number {
  const sorted = values
    .map((value, at) => ({ value, weight: weights[at] ?? 0 }))
    .toSorted((a, b) => a.value - b.value);
  const wanted = share * sorted.reduce((sum, { weight }) => sum + weight, 0);
  let passed = 0;
  let previous: { value: number; at: number } | null = null;
  for (const { value, weight } of sorted) {
    // Each value stands in the middle of its weight.
    const at = passed + weight / 2;
    if (at >= wanted) {
      if (!previous) return value;
      const part = (wanted - previous.at) / (at - previous.at);
      return previous.value + part * (value - previous.value);
    }
    previous = { value, at };
    passed += weight;
  }
  return previous?.value ?? 0;
}
