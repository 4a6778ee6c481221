import {
  comparableDays,
  expectedStrength,
  findPriceChanges,
  levelBefore,
  median,
  type PriceShift,
  usualThresholds,
} from '../core/prices/index.ts';
import { seededRandom } from '../demo/random.ts';
import type { Bid } from './bids.ts';
import { fewestTraining, isComparable } from './prices.ts';

/** How shifts of one size were found. */
interface Recall {
  cases: number;
  items: number;
  /** Found before the file ends; null without cases. */
  recall: number | null;
  /** Median of the observations from the shift to the one that told it, both counted, where it was found. */
  medianDelay: number | null;
  /** The same in single prices. */
  medianPrices: number | null;
}

/** Of every shift after which two observations allow it to be told. */
interface AllowedRecall extends Recall {
  /** Found by the second of them. */
  recallWithinTwo: number | null;
}

/** The output of `evaluate changes`. An observation is an item's prices of one letting. */
export interface ChangeEvaluation {
  series: number;
  seriesYears: number;
  /** Shifts told where none was put in, be they real or not. */
  alarms: number;
  falseAlarmsPerSeriesYear: number;
  /** By the size that was put in, in percent. */
  shifts: Record<string, { all: Recall; allowed: AllowedRecall }>;
}

const sizes = [0.1, 0.2, 0.3];
const seed = 20_250_630;
/** Standard errors below which one of ten normal values lies. */
const tenth = 1.2816;

interface Series {
  item: string;
  bids: Bid[];
  /** Days of the test file with a price of it. */
  days: number[];
}

interface Case {
  item: string;
  found: boolean;
  observations: number;
  prices: number;
  /** Whether it was found by the second observation that allows it. */
  inTime: boolean;
}

/**
 * Puts level shifts into real series and looks whether and when they are told, and how often one is told where none was
 * put in. Each series is an item with ten prices in the training file and prices on two days of the test file; it is
 * looked at anew after each of these days, with no price after it. Nothing is learned from the training file but the
 * series' own past.
 *
 * Of each series and size one shift goes up and one down, from a random day of the test file on with another to follow;
 * beside them, one each way from every day after which two observations allow it. An observation allows a shift to be told if two such would show it nine times in ten: if its expected strength, by
 * the scatter of the prices before the shift and the number of prices of that day, is the threshold and 1.28 more.
 */
export function evaluateChanges(train: readonly Bid[], test: readonly Bid[]): ChangeEvaluation {
  const series = seriesOf(train, test);
  const first = Math.min(...test.map(({ day }) => day));
  const last = Math.max(...test.map(({ day }) => day));
  const alarms = series.reduce((sum, one) => sum + alarmsOf(one), 0);
  const seriesYears = (series.length * (last - first)) / 365.25;
  const random = seededRandom(seed);
  const shifts: ChangeEvaluation['shifts'] = {};
  for (const size of sizes) {
    const factors = [1 + size, 1 - size];
    const cases = series.flatMap((one) =>
      factors.map((factor) => putIn(one, random.pick(one.days.slice(0, -1)), factor)),
    );
    const allowed = series.flatMap((one) =>
      one.days.flatMap((since) =>
        factors
          .filter((factor) => allowing(one, since, factor).length >= 2)
          .map((factor) => putIn(one, since, factor)),
      ),
    );
    shifts[String(Math.round(size * 100))] = {
      all: recall(cases),
      allowed: { ...recall(allowed), recallWithinTwo: share(allowed, ({ inTime }) => inTime) },
    };
  }
  return {
    series: series.length,
    seriesYears,
    alarms,
    falseAlarmsPerSeriesYear: alarms / seriesYears,
    shifts,
  };
}

function seriesOf(train: readonly Bid[], test: readonly Bid[]): Series[] {
  const known = Map.groupBy(train.filter(isComparable), ({ item }) => item);
  const later = Map.groupBy(test.filter(isComparable), ({ item }) => item);
  return [...later].flatMap(([item, bids]) => {
    const before = known.get(item) ?? [];
    const days = [...new Set(bids.map(({ day }) => day))].sort((a, b) => a - b);
    if (before.length < fewestTraining || days.length < 2) return [];
    return [{ item, days, bids: [...before, ...bids].sort((a, b) => a.day - b.day) }];
  });
}

/** Shifts told in the test file, each once. */
function alarmsOf({ bids, days }: Series): number {
  const told: PriceShift[] = [];
  for (const day of days) {
    const found = shiftsBy(bids, day, days[0] ?? day);
    told.push(...found.filter((shift) => !told.some((one) => isSame(one, shift))));
  }
  return told.length;
}

/** Shifts that prices up to this day make plain, not before `from`. */
function shiftsBy(bids: readonly Bid[], day: number, from: number): PriceShift[] {
  return findPriceChanges(bids.filter((bid) => bid.day <= day)).filter(
    (change) => change.kind === 'shift' && change.found >= from,
  ) as PriceShift[];
}

/** Looked at anew with more prices, a shift may seem to have begun a little earlier or later. */
function isSame(one: PriceShift, other: PriceShift): boolean {
  return one.size > 0 === other.size > 0 && other.since <= one.found;
}

function putIn({ item, bids, days }: Series, since: number, factor: number): Case {
  const shifted = bids.map((bid) =>
    bid.day < since ? bid : { ...bid, price: bid.price * factor },
  );
  const after = days.filter((day) => day >= since);
  const countOn = (day: number) => bids.filter((bid) => bid.day === day).length;
  const foundOn = after.find((day) =>
    shiftsBy(shifted, day, since).some(({ size }) => size > 0 === factor > 1),
  );
  const seen = after.filter((day) => day <= (foundOn ?? Number.POSITIVE_INFINITY));
  const allowed = allowing({ item, bids, days }, since, factor);
  return {
    item,
    found: foundOn !== undefined,
    observations: seen.length,
    prices: seen.reduce((sum, day) => sum + countOn(day), 0),
    inTime: foundOn !== undefined && foundOn <= (allowed[1] ?? Number.NEGATIVE_INFINITY),
  };
}

/** The days from `since` on whose prices allow a shift by this factor to be told. */
function allowing({ bids, days }: Series, since: number, factor: number): number[] {
  const before = levelBefore(comparableDays(bids.filter(({ day }) => day < since)).days);
  if (!before) return [];
  const needed = usualThresholds.leastStrength + tenth;
  return days.filter((day) => {
    const count = bids.filter((bid) => bid.day === day).length;
    return day >= since && expectedStrength(before, Math.log(factor), [count, count]) >= needed;
  });
}

function recall(cases: readonly Case[]): Recall {
  const found = cases.filter((one) => one.found);
  return {
    cases: cases.length,
    items: new Set(cases.map(({ item }) => item)).size,
    recall: share(cases, (one) => one.found),
    medianDelay: found.length > 0 ? median(found.map(({ observations }) => observations)) : null,
    medianPrices: found.length > 0 ? median(found.map(({ prices }) => prices)) : null,
  };
}

function share(cases: readonly Case[], holds: (one: Case) => boolean): number | null {
  return cases.length > 0 ? cases.filter(holds).length / cases.length : null;
}
