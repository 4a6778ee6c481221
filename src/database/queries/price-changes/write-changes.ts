import { sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { openEstimates } from '../projects/open-estimates.ts';

/** A change as the run found it. */
export interface NewChange {
  library_item_id: string;
  project_id: string | null;
  currency: string;
  unit: string;
  kind: 'shift' | 'outlier';
  size: number;
  low: number | null;
  high: number | null;
  strength: number;
  price: number;
  since: string;
  found_at: string;
  prices_before: number;
  prices_after: number;
  evidence: string[];
  /** Whether it still asks for attention, rather than being history. */
  is_open: boolean;
}

/** A change that is new and open. */
export interface ToldChange {
  id: string;
  library_item_id: string;
  project_id: string | null;
  currency: string;
  size: number;
}

/**
 * Writes what was found of some items. A change that is known, of the same kind and direction and overlapping in time,
 * is brought up to date and keeps its state: nobody is told of it twice. One that is no longer found is settled, and so
 * is a shift once there is a later one.
 * @returns those that are new and open.
 */
export async function writeChanges(
  tx: Tx,
  items: readonly string[],
  found: readonly NewChange[],
): Promise<ToldChange[]> {
  const { rows } = await sql<ToldChange>`
    with found as materialized (
      select row_number() over () as at, f.* from jsonb_to_recordset(${JSON.stringify(found)}::jsonb) as f (
        library_item_id uuid, project_id uuid, currency text, unit text, kind text, size float8, low float8, high float8,
        strength float8, price float8, since timestamptz, found_at timestamptz, prices_before int, prices_after int,
        evidence uuid[], is_open boolean)
    ), matched as materialized (
      select distinct on (f.at) f.at, c.id from found f
      join public.price_changes c on c.library_item_id = f.library_item_id and c.kind = f.kind
        and c.project_id is not distinct from f.project_id and c.currency = f.currency and c.unit = f.unit
        and (c.size > 0) = (f.size > 0)
        and case when f.kind = 'outlier' then c.since = f.since else c.since <= f.found_at and f.since <= c.found_at end
      order by f.at, abs(extract(epoch from c.since - f.since)), c.id
    ), updated as (
      update public.price_changes c set size = f.size, low = f.low, high = f.high, price = f.price,
        prices_before = f.prices_before, prices_after = f.prices_after, evidence = f.evidence,
        state = case when f.is_open then c.state else 'settled' end
      from (select distinct on (m.id) m.id as of_change, f.* from matched m join found f using (at) order by m.id, f.found_at desc) f
      where c.id = f.of_change
    ), gone as (
      update public.price_changes c set state = 'settled'
      where c.library_item_id = any (${items}::uuid[]) and c.state = 'open' and c.id not in (select id from matched)
    )
    insert into public.price_changes (library_item_id, project_id, currency, unit, kind, size, low, high, strength, price,
      since, found_at, prices_before, prices_after, evidence, state, settled_at)
    select library_item_id, project_id, currency, unit, kind, size, low, high, strength, price, since, found_at,
      prices_before, prices_after, evidence, case when is_open then 'open' else 'settled' end,
      case when not is_open then now() end
    from found where at not in (select at from matched)
    on conflict (library_item_id, project_id, currency, unit, kind, since) do nothing
    returning id, library_item_id, project_id, currency, size, state`.execute(tx);
  return rows.filter((row) => (row as ToldChange & { state: string }).state === 'open');
}

/** The moment of the newest price there is up to now; null without any. */
export async function newestPrice(tx: Tx, now: Date): Promise<Date | null> {
  const { rows } = await sql<{ at: string | null }>`
    select max(captured_at) as at from public.price_snapshots where captured_at <= ${now}`.execute(
    tx,
  );
  return rows[0]?.at ? new Date(rows[0].at) : null;
}

/**
 * One notice to each member of a project in whose open estimates one of these items stands, of the project's own
 * changes or those of public records; it names the largest, and how many there are beside it.
 * @returns how many were told.
 */
export async function tellMembers(
  tx: Tx,
  runId: string,
  changes: readonly string[],
): Promise<number> {
  const { rows } = await sql<{ told: number }>`
    with touched as (
      select distinct m.user_id, c.id, i.code, i.name, c.size, c.library_item_id
      from public.price_changes c
      join public.library_items i on i.id = c.library_item_id
      join public.estimate_items l on l.library_item_id = c.library_item_id
      ${openEstimates(sql`c.currency`)}
      join public.project_members m on m.project_id = p.id
      where c.id = any (${changes}::uuid[]) and c.kind = 'shift' and (c.project_id is null or c.project_id = p.id)
    ), ranked as (
      select *, row_number() over (partition by user_id order by abs(ln(1 + size)) desc, id) as at,
        count(*) over (partition by user_id) as count
      from touched
    ), told as (
      insert into public.notices (user_id, run_id, outcome, title, body, link)
      select user_id, ${runId}::uuid, 'news',
        case when count = 1 then 'A price in your open estimates changed' else count || ' prices in your open estimates changed' end,
        code || ' ' || name || ': ' || case when size > 0 then '+' else '−' end || round(abs(size) * 100) || '%' ||
          case when count > 1 then ', and ' || count - 1 || ' more' else '' end,
        '/items/' || library_item_id
      from ranked where at = 1 returning 1
    )
    select count(*)::int as told from told`.execute(tx);
  return rows[0]?.told ?? 0;
}
