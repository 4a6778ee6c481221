import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type {
  changeEvidence,
  foundChange,
  priceChangesPage,
  priceChangesQuery,
} from '../../../contract/price-changes.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';
import type { Months, PriceScope } from '../prices/months.ts';
import { openEstimates } from '../projects/open-estimates.ts';

type Query = z.infer<typeof priceChangesQuery>;
type FoundChange = z.infer<typeof foundChange>;

/** The changes the reader may see, the newest first, each with the open estimates that they may see it touch. */
export async function listPriceChanges(
  tx: Tx,
  query: Query,
): Promise<z.infer<typeof priceChangesPage>> {
  const after = fromCursor(query.cursor, 2);
  const { rows } = await sql<FoundChange>`
    select ${told} where ${matching(query)}
      ${after ? sql`and (c.found_at, c.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql``}
    order by c.found_at desc, c.id desc limit ${query.limit + 1}`.execute(tx);
  const changes = rows.slice(0, query.limit);
  const last = changes.at(-1);
  const more = rows.length > changes.length && last;
  return {
    changes,
    next_cursor: more ? toCursor([last.found_at, last.id]) : null,
  };
}

/**
 * The changes of a scope found in some months, as far as the reader may see them: open ones before settled ones, and of
 * these those with the most money at stake first.
 */
export async function listChangesAtStake(
  tx: Tx,
  scope: PriceScope,
  { from, to }: Months,
  limit: number,
): Promise<FoundChange[]> {
  const { rows } = await sql<FoundChange>`
    select * from (select ${told} where ${matching(scope)}
      and c.found_at >= ${from}::timestamp at time zone 'UTC'
      and c.found_at < (${to}::date + interval '1 month') at time zone 'UTC') c
    order by state, abs((touches ->> 'at_stake')::float8) desc, abs(size) desc, id limit ${limit}`.execute(
    tx,
  );
  return rows;
}

/** The prices a change rests on, as far as the reader may see them. */
export async function getEvidence(
  tx: Tx,
  changeId: string,
): Promise<z.infer<typeof changeEvidence>> {
  await mustExist(tx, changeId);
  const { rows } = await sql<z.infer<typeof changeEvidence>['prices'][number]>`
    select o.snapshot_id, o.project_id, p.code as project_code, o.captured_at, o.quantity::float8 as quantity,
      o.unit_price::float8 as unit_price
    from public.price_changes c
    join public.price_snapshot_items o on o.snapshot_id = any (c.evidence) and o.library_item_id = c.library_item_id
    join public.projects p on p.id = o.project_id
    where c.id = ${changeId} order by o.captured_at desc, o.snapshot_id`.execute(tx);
  return { prices: rows };
}

/**
 * Settles a change, or opens it again.
 * @throws {PublicError} `not_found` where the reader may not see it, `forbidden` where they may but not settle it.
 */
export async function settleChange(
  tx: Tx,
  changeId: string,
  state: 'open' | 'settled',
): Promise<void> {
  await mustExist(tx, changeId);
  const { rows } = await sql`
    update public.price_changes set state = ${state} where id = ${changeId} returning id`.execute(
    tx,
  );
  if (rows.length === 0) {
    throw new PublicError(
      'forbidden',
      'Only administrators settle changes among public records; ask one of them.',
    );
  }
}

async function mustExist(tx: Tx, changeId: string): Promise<void> {
  const { rows } = await sql`select id from public.price_changes where id = ${changeId}`.execute(
    tx,
  );
  if (rows.length === 0) {
    throw new PublicError('not_found', `There is no price change ${changeId} (id).`);
  }
}

function matching(query: Partial<Query> & PriceScope): RawBuilder<unknown> {
  const conditions = [
    sql`true`,
    query.item && sql`c.library_item_id = ${query.item}`,
    query.items && sql`c.library_item_id = any (${query.items}::uuid[])`,
    query.section && sql`i.section_id = ${query.section}`,
    query.division && sql`n.division_id = ${query.division}`,
    query.project && sql`c.project_id = ${query.project}`,
    query.kind && sql`c.kind = ${query.kind}`,
    query.state && sql`c.state = ${query.state}`,
    query.from && sql`c.found_at >= ${query.from}::date`,
    query.touching && sql`exists (select ${lines})`,
  ].filter((condition) => condition !== undefined && condition !== '' && condition !== false);
  return sql.join(conditions as RawBuilder<unknown>[], sql` and `);
}

/** Lines of open estimates that a change `c` touches, under the reader's own policies. */
const lines = sql`from public.estimate_items l
  ${openEstimates(sql`c.currency`)}
  where l.library_item_id = c.library_item_id and (c.project_id is null or c.project_id = p.id)`;

const touches = sql`(
  select jsonb_build_object('estimates', count(*), 'projects', count(distinct project_id),
    'amount', coalesce(sum(amount), 0), 'at_stake', coalesce(sum(amount), 0) * c.size / (1 + c.size),
    'largest', coalesce(jsonb_agg(jsonb_build_object('project_id', project_id, 'project_code', project_code,
      'estimate_name', estimate_name, 'quantity', quantity, 'amount', amount) order by amount desc, id)
      filter (where at <= 3), '[]'))
  from (
    select e.id, p.id as project_id, p.code as project_code, e.name as estimate_name,
      sum(l.quantity)::float8 as quantity, sum(l.quantity)::float8 * c.price as amount,
      row_number() over (order by sum(l.quantity) desc, e.id) as at
    ${lines} group by e.id, p.id
  ) touched)`;

/** What is told of a change `c`, and what it is read from. */
const told = sql`c.id, c.library_item_id, i.code, i.name, n.code as section_code, n.name as section_name, c.project_id,
  o.code as project_code, c.currency, c.unit, c.kind, c.size, c.low, c.high, c.strength, c.price, c.since, c.found_at,
  c.prices_before, c.prices_after, c.state, c.settled_at, c.told_at, ${touches} as touches
  from public.price_changes c
  join public.library_items i on i.id = c.library_item_id
  join public.sections n on n.id = i.section_id
  left join public.projects o on o.id = c.project_id`;
