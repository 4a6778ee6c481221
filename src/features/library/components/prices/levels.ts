import * as format from '../../services/format.ts';
import type { PriceHistory } from '../../services/types.ts';
import type { Levels } from './level-chart.ts';

/** An item's monthly prices under its name. */
export interface Named {
  name: string;
  months: PriceHistory['months'];
}

/**
 * Monthly medians as levels that are 100 in the first month all of the items have; null where they share none. Those
 * that have no prices yet do not count.
 */
export function levelsOf(items: readonly Named[]): Levels | null {
  const priced = items.filter(({ months }) => months.some(({ median }) => median > 0));
  const [first, ...others] = priced;
  const base = first?.months.find(
    ({ month, median }) =>
      median > 0 &&
      others.every((other) => other.months.some((one) => one.month === month && one.median > 0)),
  )?.month;
  if (base === undefined || others.length === 0) return null;
  const lines = priced.map(({ name, months }) => {
    const start = months.find(({ month }) => month === base)?.median ?? 0;
    return {
      name,
      months: months.map(({ month, median, observations }) => ({
        month,
        level: (100 * median) / start,
        note: format.plural(observations, 'price'),
      })),
    };
  });
  return { base, lines };
}
