/**
 * An item's popularity from 0 to 100, logarithmic so that the first uses count most.
 *
 * min(100, 100 × log10(n + 1) / log10(1001)), rounded to 2 decimals, half away from zero: 0 uses
 * are 0, 10 are 34.71, 1,000 and more are 100. The formula is the contract's.
 *
 * @param usesLast30Days uses in the 30 days before the moment asked for
 * @throws RangeError where that is no whole number of 0 or more
 */
export function popularityScore(usesLast30Days: number): number {
  wholeNumber('usesLast30Days', usesLast30Days);
  const score = Math.min(100, (100 * Math.log10(usesLast30Days + 1)) / Math.log10(1001));
  return Math.round(score * 100) / 100;
}

/** Which way an item's use is going. */
export type Trend = 'up' | 'down' | 'flat';

const trendRule = {
  /** How many standard deviations off a change must be: one in twenty by chance, to each side. */
  deviations: 1.645,
  /** The least change worth a word, as a share of the larger count. */
  share: 0.1,
};

/**
 * Compares an item's uses in the 30 days before a moment with those in the 30 days before these.
 *
 * Up or down only where the change is more than chance and more than a tenth. Two counts of rare,
 * independent events that are equally frequent differ by about the square root of their sum, so
 * the change counts from 1.645 × √(current + previous) on (the normal approximation of the test
 * by Przyborowski & Wilenski, "Homogeneity of Results in Testing Samples from Poisson Series",
 * Biometrika 31 (1940), 313–323). So 0 → 3 and 10 → 20 are up, 100 → 130 is up, and 1 → 2, 5 → 8
 * and 100 → 115 are flat; 100,000 → 105,000, certain but slight, is flat as well.
 *
 * Swapping the counts turns up into down.
 *
 * @throws RangeError where a count is no whole number of 0 or more
 */
export function trend(current: number, previous: number): Trend {
  wholeNumber('current', current);
  wholeNumber('previous', previous);
  const change = Math.abs(current - previous);
  const chance = trendRule.deviations * Math.sqrt(current + previous);
  const slight = trendRule.share * Math.max(current, previous);
  if (change <= chance || change <= slight) return 'flat';
  return current > previous ? 'up' : 'down';
}

function wholeNumber(name: string, value: number): void {
  if (!Number.isInteger(value) || value < 0) {
    throw new RangeError(`${name} must be a whole number of 0 or more, not ${value}`);
  }
}
