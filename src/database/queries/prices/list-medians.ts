import { sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { type Months, monthsOf, type PriceScope, seriesFrom } from './months.ts';

/**
 * The median of each month of some items' prices, by item and first day of the month; each in its commonest currency and
 * unit, as its trend.
 */
export async function listMedians(
  tx: Tx,
  scope: PriceScope & { items: readonly string[] },
  asked: Months,
): Promise<Map<string, Map<string, number>>> {
  if (scope.items.length === 0) return new Map();
  const { rows } = await sql<{ id: string; months: [string, number][] }>`
    with ${monthsOf(scope, asked, { withPrices: false })}, ${seriesFrom(asked.from)}
    select library_item_id as id, jsonb_agg(jsonb_build_array(month, median) order by month) as months
    from series group by library_item_id`.execute(tx);
  return new Map(rows.map(({ id, months }) => [id, new Map(months)]));
}
