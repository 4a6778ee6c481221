import { Best } from '../core/suggestions/best.ts';
import { eachCooccurrence } from '../core/suggestions/cooccurrence.ts';
import {
  fromPairs,
  isRoutine,
  itemCounts,
  scoreByVoices,
  trainLinearModel,
} from '../core/suggestions/index.ts';
import { halfLifeDays } from '../core/suggestions/learn.ts';
import { recencyWeights } from '../core/suggestions/linear-model.ts';
import { seededRandom } from '../demo/random.ts';
import type { Bid } from './bids.ts';

/** How well a ranking finds what was hidden. */
export interface Hits {
  /** Share of cases where the hidden item is among the first 5, or 10. */
  hitAt5: number;
  hitAt10: number;
  /** Mean of 1 / rank. */
  mrr: number;
}

/** The contract's output of `evaluate suggestions`. */
export interface SuggestionEvaluation extends Hits {
  cases: number;
  contracts: number;
  baselines: { popularity: Hits; pairCounts: Hits; confidence: Hits };
  trainSeconds: number;
  msPerQuery: number;
}

/** Items in a smaller share of training contracts are informative. */
const informativeShare = 0.3;
const casesPerContract = 5;
const seed = 20_250_630;

/** Gives each item of the library a score for an estimate; the higher, the earlier it is named. */
type Ranking = (estimate: Int32Array) => Float64Array;

interface Case {
  hidden: number;
  estimate: Int32Array;
}

/**
 * Hides one informative item of a test contract at a time, up to five of a contract, and asks where among all items the
 * estimate lacks it is ranked. Ties count as their average rank.
 */
export function evaluateSuggestions(
  train: readonly Bid[],
  test: readonly Bid[],
): SuggestionEvaluation {
  const { baskets, ages, numbers } = toBaskets(train);
  const counts = itemCounts(baskets);
  const total = ages.length;
  const cases = casesOf(test, numbers, (item) => (counts[item] ?? 0) < informativeShare * total);

  const started = performance.now();
  const model = trainLinearModel(baskets, { basketWeights: recencyWeights(ages, halfLifeDays) });
  const trained = performance.now();
  const ours = hits(cases, (estimate) => {
    const scores = scoreByVoices(model, estimate, baskets.itemCount);
    // What is routine comes after everything that tells estimates apart.
    return scores.map((score, item) =>
      isRoutine(counts[item] ?? 0, total) ? score - routineSinks : score,
    );
  });
  const msPerQuery = (performance.now() - trained) / Math.max(1, cases.length);

  return {
    cases: cases.length,
    contracts: new Set(test.map(({ contract }) => contract)).size,
    ...ours,
    baselines: baselinesOf(cases, baskets, counts),
    trainSeconds: (trained - started) / 1000,
    msPerQuery,
  };
}

/** More than any sum of weights. */
const routineSinks = 1e6;

/** The training contracts as baskets in the order of their letting, and their ages in days at the last of them. */
function toBaskets(train: readonly Bid[]) {
  const byDay = train.toSorted((a, b) => a.day - b.day);
  const numbers = new Map<string, number>();
  const contracts = new Map<string, number>();
  const days: number[] = [];
  const basketOf: number[] = [];
  const itemOf: number[] = [];
  for (const bid of byDay) {
    if (!numbers.has(bid.item)) numbers.set(bid.item, numbers.size);
    if (!contracts.has(bid.contract)) contracts.set(bid.contract, days.push(bid.day) - 1);
    basketOf.push(contracts.get(bid.contract) ?? 0);
    itemOf.push(numbers.get(bid.item) ?? 0);
  }
  const baskets = fromPairs(
    Int32Array.from(basketOf),
    Int32Array.from(itemOf),
    days.length,
    numbers.size,
  );
  const last = days.at(-1) ?? 0;
  return { baskets, ages: days.map((day) => last - day), numbers };
}

function casesOf(
  test: readonly Bid[],
  numbers: ReadonlyMap<string, number>,
  isInformative: (item: number) => boolean,
): Case[] {
  const contracts = Map.groupBy(test, ({ contract }) => contract);
  const random = seededRandom(seed);
  return [...contracts.keys()].sort().flatMap((contract) => {
    const known = [...new Set(contracts.get(contract)?.map(({ item }) => numbers.get(item)))]
      .filter((item) => item !== undefined)
      .sort((a, b) => a - b);
    const hidden = random.shuffled(known.filter(isInformative)).slice(0, casesPerContract);
    return hidden.map((item) => ({
      hidden: item,
      estimate: Int32Array.from(known.filter((other) => other !== item)),
    }));
  });
}

function hits(cases: readonly Case[], rank: Ranking): Hits {
  let [hitAt5, hitAt10, mrr] = [0, 0, 0];
  for (const { hidden, estimate } of cases) {
    const scores = rank(estimate);
    for (const item of estimate) scores[item] = -Infinity;
    const own = scores[hidden] ?? -Infinity;
    let [above, same] = [0, 0];
    for (const score of scores) {
      if (score > own) above += 1;
      else if (score === own) same += 1;
    }
    const place = above + (same + 1) / 2;
    if (place <= 5) hitAt5 += 1;
    if (place <= 10) hitAt10 += 1;
    mrr += 1 / place;
  }
  const share = (sum: number) => (cases.length === 0 ? 0 : sum / cases.length);
  return { hitAt5: share(hitAt5), hitAt10: share(hitAt10), mrr: share(mrr) };
}

/** What a product would do without a model: name what is used most, or what is most often used together. */
function baselinesOf(
  cases: readonly Case[],
  baskets: Parameters<typeof itemCounts>[0],
  counts: Int32Array,
): SuggestionEvaluation['baselines'] {
  const { itemCount } = baskets;
  // Dense: 2,996 items make 36 MB. The item's row holds the baskets it shares with each other.
  const together = new Float32Array(itemCount * itemCount);
  eachCooccurrence(baskets, (item, others, shared) => {
    for (const other of others) together[item * itemCount + other] = shared[other] ?? 0;
  });
  const best = new Best(5);
  const row = (item: number) => together.subarray(item * itemCount, (item + 1) * itemCount);
  return {
    popularity: hits(cases, () => Float64Array.from(counts)),
    // Each of the estimate's items names the five lacking ones it was most often together with.
    pairCounts: hits(cases, (estimate) => {
      const scores = new Float64Array(itemCount);
      const present = new Set(estimate);
      for (const item of estimate) {
        row(item).forEach((shared, other) => {
          if (shared > 0 && !present.has(other)) best.offer(shared, shared, other);
        });
        best.drain((other, shared) => {
          scores[other] = (scores[other] ?? 0) + shared;
        });
      }
      return scores;
    }),
    confidence: hits(cases, (estimate) => {
      const scores = new Float64Array(itemCount);
      for (const item of estimate) {
        const of = counts[item] || 1;
        row(item).forEach((shared, other) => {
          scores[other] = (scores[other] ?? 0) + shared / of;
        });
      }
      return scores;
    }),
  };
}
