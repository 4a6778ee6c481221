import { findPriceChanges, median, usualThresholds } from '../core/prices/index.ts';
import type { Tx } from '../database/database.ts';
import {
  type ItemToWatch,
  readSeries,
  type SeriesPrice,
} from '../database/queries/price-changes/read-series.ts';
import {
  type NewChange,
  type ToldChange,
  writeChanges,
} from '../database/queries/price-changes/write-changes.ts';

/** A change found longer than so many days before the newest price is history: kept, but nobody is told. */
const newsDays = 92;
/** Snapshots kept as evidence of a change. */
const mostEvidence = 50;

const dayLength = 86_400_000;

/**
 * Looks at the prices of some items for changes and writes what it finds.
 *
 * @param newest the newest price there is: changes found shortly before it are news
 * @returns the changes that are new and open, with the number of series that were looked at
 */
export async function detectPriceChanges(
  tx: Tx,
  items: readonly ItemToWatch[],
  newest: Date,
  now: Date,
): Promise<{ told: ToldChange[]; series: number }> {
  const watched = new Map(items.filter(({ is_on }) => is_on).map((item) => [item.id, item]));
  const prices = await readSeries(tx, [...watched.keys()], now);
  const series = Map.groupBy(prices, (one) =>
    [one.library_item_id, one.project_id, one.currency, one.unit].join('\t'),
  );
  const found = [...series.values()].flatMap((seen) => {
    const item = watched.get(seen[0]?.library_item_id ?? '');
    return item ? changesOf(seen, item, newest) : [];
  });
  const ids = items.map(({ id }) => id);
  return { told: await writeChanges(tx, ids, found), series: series.size };
}

/** The changes of one series, oldest price first. */
function changesOf(
  seen: readonly SeriesPrice[],
  { least_size, least_strength }: ItemToWatch,
  newest: Date,
): NewChange[] {
  const observations = seen.map(({ captured_at, quantity, region, price }) => ({
    day: Math.floor(Date.parse(captured_at) / dayLength),
    quantity,
    region,
    price,
  }));
  const leastSize = least_size ?? usualThresholds.leastSize;
  const changes = findPriceChanges(observations, {
    ...usualThresholds,
    leastSize,
    leastStrength: least_strength ?? usualThresholds.leastStrength,
  });
  const lastShift = changes.findLast(({ kind }) => kind === 'shift');
  return changes.flatMap((change): NewChange[] => {
    const evidence = change.evidence.flatMap((at) => seen[at] ?? []);
    const first = evidence[0];
    const foundBy = seen.find((_, at) => observations[at]?.day === change.found);
    if (!first || !foundBy) return [];
    const { library_item_id, project_id, currency, unit } = first;
    const isNews = newest.getTime() - Date.parse(foundBy.captured_at) <= newsDays * dayLength;
    const isShift = change.kind === 'shift';
    return [
      {
        library_item_id,
        project_id,
        currency,
        unit,
        kind: change.kind,
        size: change.size,
        low: isShift ? change.low : null,
        high: isShift ? change.high : null,
        strength: change.strength,
        price: median(evidence.map(({ price }) => price)),
        since: first.captured_at,
        found_at: foundBy.captured_at,
        prices_before: isShift ? change.before : seen.length - 1,
        prices_after: evidence.length,
        evidence: evidence.slice(-mostEvidence).map(({ snapshot_id }) => snapshot_id),
        // What later prices made smaller than the threshold is no news any more.
        is_open: isNews && Math.abs(change.size) >= leastSize && (!isShift || change === lastShift),
      },
    ];
  });
}
