import { type RawBuilder, sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { unreferenced } from './references.ts';

/** Months for which one capture a week is kept; of older ones, one a month. */
const weeklyMonths = 18;

/**
 * A condition over `t`, a snapshot older than `before`, that holds where it may go: a later capture of its project is of
 * the same week (or month, calendar ones in UTC), and each of its prices and rates has one before and one after it in the
 * project. So no series loses its first or last observation, in whatever order the others go.
 */
export async function thinned(tx: Tx, before: Date): Promise<RawBuilder<unknown>> {
  const free = await unreferenced(tx, 'price_snapshots', [
    'price_snapshot_items',
    'price_snapshot_rates',
  ]);
  const span = sql`case when t.captured_at >= ${before.toISOString()}::timestamptz - make_interval(months => ${sql.lit(weeklyMonths)})
    then 'week' else 'month' end`;
  return sql`${free} and t.source = 'capture'
    and exists (
      select from public.price_snapshots later
      where later.project_id = t.project_id and later.source = 'capture' and later.captured_at > t.captured_at
        and date_trunc(${span}, later.captured_at at time zone 'UTC') = date_trunc(${span}, t.captured_at at time zone 'UTC'))
    and ${between('price_snapshot_items', 'library_item_id')}
    and ${between('price_snapshot_rates', 'resource_id')}`;
}

/** That every row of `table` in the snapshot lies between two others of its project and `column`. */
function between(table: string, column: string): RawBuilder<unknown> {
  const rows = sql.table(`public.${table}`);
  const [own, other] = [sql.ref(`o.${column}`), sql.ref(`x.${column}`)];
  const others = sql`select from ${rows} x where x.project_id = o.project_id and ${other} = ${own}`;
  return sql`not exists (
      select from ${rows} o where o.snapshot_id = t.id and not (
        exists (${others} and x.captured_at < o.captured_at) and exists (${others} and x.captured_at > o.captured_at)))`;
}
