import { type PricesOfDay, priceLevel } from './price-level.ts';

/** One price that is far from its level, where later ones are not. */
export interface PriceOutlier {
  kind: 'outlier';
  /** Share by which it is off. */
  size: number;
  since: number;
  /** Day of the price by which it was known to stand alone. */
  found: number;
  /** In scales of single prices. */
  strength: number;
  /** Its position in what was given. */
  evidence: number[];
}

/** Of fewer prices, none is said to be far off. */
const fewestPrices = 8;
/** A price is not told to be an outlier before so many later ones are there. */
const fewestLater = 2;

/**
 * The prices far from their level that later ones do not support.
 *
 * @param level the days of one level
 * @param positions of each day's prices, in what was given
 * @param scales beyond so many of them a price is far off
 */
export function outliersOf(
  level: readonly PricesOfDay[],
  positions: readonly (readonly number[])[],
  scales: number,
): PriceOutlier[] {
  const { middle, scale, prices } = priceLevel(level);
  if (prices < fewestPrices) return [];
  const seen = level.flatMap(({ day, values }, at) =>
    values.map((value, of) => ({ day, off: value - middle, position: positions[at]?.[of] ?? 0 })),
  );
  return seen.flatMap(({ day, off, position }): PriceOutlier[] => {
    if (Math.abs(off) <= scales * scale) return [];
    const later = seen.filter((one) => one.day > day);
    const next = later.slice(0, fewestLater);
    const alone = !next.some((one) => Math.abs(one.off - off) < Math.abs(off) / 2);
    if (next.length < fewestLater || !alone) return [];
    return [
      {
        kind: 'outlier',
        size: Math.expm1(off),
        since: day,
        found: next.at(-1)?.day ?? day,
        strength: Math.abs(off) / scale,
        evidence: [position],
      },
    ];
  });
}
