import { sql } from 'kysely';
import type { ItemMonth } from '../../../contract/price-reports.ts';
import type { Tx } from '../../database.ts';
import { type Months, monthsOf, type PriceScope, seriesFrom } from './months.ts';

/**
 * The months with prices of some items from `since` on, by item, the oldest first; each in the currency and unit that are
 * its commonest of the months asked for, as in its trend.
 */
export async function listItemMonths(
  tx: Tx,
  scope: PriceScope & { items: readonly string[] },
  asked: Months,
  since: string,
): Promise<Map<string, ItemMonth[]>> {
  if (scope.items.length === 0) return new Map();
  const { rows } = await sql<{ id: string; months: ItemMonth[] }>`
    with ${monthsOf(scope, { from: since, to: asked.to }, { withPrices: false })}, ${seriesFrom(asked.from)}
    select library_item_id as id,
      jsonb_agg(jsonb_build_object('month', month, 'median', median, 'observations', observations) order by month) as months
    from series group by library_item_id`.execute(tx);
  return new Map(rows.map(({ id, months }) => [id, months]));
}
