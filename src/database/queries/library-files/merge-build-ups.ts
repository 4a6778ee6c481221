import { sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { isDatabaseError } from '../../errors.ts';

/** Cycles that are taken out one after the other; a file of more is not worth the while. */
const mostCycles = 100;

/**
 * Gives items the staged build-ups, each as a whole: one that has a line that cannot be taken is left alone, and so is
 * one that would make an item contain itself, with its path as the reason.
 */
export async function mergeBuildUps(tx: Tx): Promise<void> {
  await resolve(tx);
  await skipLeftOut(tx);
  await checkLines(tx);
  await sql`insert into import_build_ups (item, item_id, sheet, line, action)
    select distinct on (item) item, item_id, sheet, line,
      case when bool_or(reason is not null) over (partition by item) then 'skipped' end
    from import_factors order by item, n`.execute(tx);
  await compare(tx);
  for (let cycles = 0; ; cycles += 1) {
    const path = await write(tx, cycles < mostCycles);
    if (path === null) break;
    await sql`update import_build_ups set action = 'skipped', reason = ${`would make an item contain itself: ${path}`}
      where action in ('inserted', 'changed') and item = any (${path.split(' → ')}::text[])`.execute(
      tx,
    );
  }
}

async function resolve(tx: Tx): Promise<void> {
  await sql`update import_factors f set item_id = i.id from public.library_items i where i.code = f.item`.execute(
    tx,
  );
  await sql`update import_factors f set resource_id = r.id, kind = r.kind from public.resources r
    where r.code = f.part and (f.kind is null or f.kind = r.kind)`.execute(tx);
  await sql`update import_factors f set sub_item_id = i.id, kind = 'item' from public.library_items i
    where i.code = f.part and f.resource_id is null and (f.kind is null or f.kind = 'item')`.execute(
    tx,
  );
  // A table may have one column for how much, of hours and of pieces.
  await sql`update import_factors set hours = quantity where kind in ('labor', 'equipment') and hours is null`.execute(
    tx,
  );
}

async function checkLines(tx: Tx): Promise<void> {
  await sql`update import_factors f set
      field = case when item_id is null then 'Item code' when resource_id is null and sub_item_id is null then 'Code'
        when kind in ('material', 'item') and quantity is null then 'Quantity'
        when kind in ('labor', 'equipment') and hours is null then 'Hours'
        when kind = 'labor' and productivity = 0 then 'Productivity'
        when sub_item_id = item_id then 'Code' end,
      value = case when item_id is null then item when resource_id is null and sub_item_id is null then part end,
      reason = case when item_id is null then 'is of no item'
        when resource_id is null and sub_item_id is null and kind is not null then format('is no %s', kind)
        when resource_id is null and sub_item_id is null then 'is of no resource and no item'
        when kind in ('material', 'item') and quantity is null then 'is missing'
        when kind in ('labor', 'equipment') and hours is null then 'is missing'
        when kind = 'labor' and productivity = 0 then 'must be above 0'
        when sub_item_id = item_id then 'is the item itself' end
    where reason is null`.execute(tx);
}

/** Of items that were left out themselves: that is why, and not that there is no such item. */
async function skipLeftOut(tx: Tx): Promise<void> {
  await sql`update import_factors f set reason = 'belongs to an item that was left out' from import_items i
    where i.code = f.item and f.reason is null and i.action = 'skipped'
      and not exists (select from import_items o where o.code = i.code and o.action <> 'skipped')`.execute(
    tx,
  );
  await sql`update import_factors f set reason = 'belongs to an item that was left out' from import_unread u
    where u.code = f.item and f.reason is null and f.item_id is null`.execute(tx);
}

/** The lines of a build-up as one value, in order and without superfluous zeros. */
const lines = (
  order: string,
) => sql`jsonb_agg(jsonb_build_array(kind, coalesce(resource_id, sub_item_id),
  trim_scale(quantity_per_unit), trim_scale(wastage_percent), trim_scale(hours_per_unit),
  trim_scale(productivity_factor), trim_scale(crew_size), trim_scale(utilization_factor)) order by ${sql.raw(order)})`;

/** What each kind of line has, as in the table `factors`. */
const amounts = sql`
  case when kind in ('material', 'item') then quantity end as quantity_per_unit,
  case when kind = 'material' then coalesce(wastage, 0) else 0 end as wastage_percent,
  case when kind in ('labor', 'equipment') then hours end as hours_per_unit,
  case when kind = 'labor' then coalesce(productivity, 1) else 1 end as productivity_factor,
  case when kind = 'labor' then coalesce(crew, 1) else 1 end as crew_size,
  case when kind = 'equipment' then coalesce(utilization, 1) else 1 end as utilization_factor`;

async function compare(tx: Tx): Promise<void> {
  await sql`update import_build_ups b
    set action = case when now.lines is null then 'inserted' when now.lines = new.lines then 'unchanged' else 'changed' end
    from (select item, ${lines('n')} as lines
      from (select n, item, kind, resource_id, sub_item_id, ${amounts} from import_factors) f group by item) new
    join import_build_ups o on o.item = new.item
    left join lateral (select ${lines('position, id')} as lines from public.factors where library_item_id = o.item_id) now on true
    where new.item = b.item and b.action is null`.execute(tx);
}

/** Writes what is new or another. Where that closes a cycle it is taken back, and the path is given. */
async function write(tx: Tx, mayClose: boolean): Promise<string | null> {
  await sql`savepoint build_ups`.execute(tx);
  try {
    await sql`delete from public.factors where library_item_id in
      (select item_id from import_build_ups where action = 'changed')`.execute(tx);
    await sql`insert into public.factors (library_item_id, kind, resource_id, sub_item_id, position, quantity_per_unit,
        wastage_percent, hours_per_unit, productivity_factor, crew_size, utilization_factor)
      select f.item_id, kind, resource_id, sub_item_id,
        row_number() over (partition by f.item order by n) - 1, ${amounts}
      from import_factors f join import_build_ups b on b.item = f.item
      where b.action in ('inserted', 'changed')`.execute(tx);
    return null;
  } catch (error) {
    const path =
      isDatabaseError(error) && error.code === '22023'
        ? /contain itself: (.*)\.$/s.exec(error.message)?.[1]
        : undefined;
    if (path === undefined || !mayClose) throw error;
    await sql`rollback to savepoint build_ups`.execute(tx);
    return path;
  }
}
