import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type {
  FrozenDetail,
  FrozenEstimate,
  FrozenEstimates,
  freezeInput,
} from '../../../contract/frozen-estimates.ts';
import type { Tx } from '../../database.ts';
import { nameOf } from '../people/names.ts';

const versions = (condition: RawBuilder<unknown>) => sql<FrozenEstimate>`
  select f.id, f.project_id, f.estimate_id, e.name as estimate_name, f.name, f.note, f.currency, f.frozen_at, f.frozen_by,
    ${nameOf(sql`f.frozen_by`)} as frozen_by_name, f.line_count, f.unpriced_count, trim_scale(f.total)::text as total
  from public.frozen_estimates f join public.estimates e on e.id = f.estimate_id
  where ${condition}`;

/**
 * Freezes an estimate as it stands, at the rates in force at `at`.
 * @throws {PublicError} `not_found` for an estimate the user may not see, `forbidden` for those who are no members,
 * `conflict` where a version of that name is there, or nothing to freeze.
 */
export async function freezeEstimate(
  tx: Tx,
  estimateId: string,
  { name, note }: z.infer<typeof freezeInput>,
  at: Date,
): Promise<FrozenEstimate> {
  const { rows: seen } = await sql<{ name: string; lines: boolean; taken: boolean }>`
    select e.name,
      exists (select from public.estimate_items l where l.estimate_id = e.id) as lines,
      exists (select from public.frozen_estimates f where f.estimate_id = e.id and f.name = ${name}) as taken
    from public.estimates e where e.id = ${estimateId}`.execute(tx);
  const [estimate] = seen;
  if (!estimate) {
    throw new PublicError('not_found', `There is no estimate ${estimateId} that you may see.`);
  }
  if (!estimate.lines) {
    throw new PublicError(
      'conflict',
      `"${estimate.name}" has no lines yet; add items to it first.`,
    );
  }
  if (estimate.taken) {
    throw new PublicError(
      'conflict',
      `"${estimate.name}" has a frozen version "${name}" already; give this one another name.`,
      { field: 'name' },
    );
  }
  const { rows } = await sql<{ id: string }>`
    select ratebook.freeze_estimate(${estimateId}::uuid, ${name}, ${note}, ${at}) as id`.execute(
    tx,
  );
  return getVersion(tx, rows[0]?.id ?? '');
}

/** The frozen versions of a project's estimates, newest first, and the newest 50 that were removed. */
export async function listVersions(tx: Tx, projectId: string): Promise<FrozenEstimates> {
  const { rows } = await versions(
    sql`f.project_id = ${projectId} order by f.frozen_at desc, f.id`,
  ).execute(tx);
  const removed = await sql<FrozenEstimates['removed'][number]>`
    select name, currency, trim_scale(total)::text as total, frozen_at, frozen_by, removed_by,
      ${nameOf(sql`removed_by`)} as removed_by_name, removed_at
    from public.frozen_estimate_removals where project_id = ${projectId} order by id desc limit 50`.execute(
    tx,
  );
  return { versions: rows, removed: removed.rows };
}

/** @throws {PublicError} `not_found`, also for one the reader may not see. */
export async function getVersion(tx: Tx, id: string): Promise<FrozenEstimate> {
  const { rows } = await versions(sql`f.id = ${id}`).execute(tx);
  const [row] = rows;
  if (!row) throw unknown(id);
  return row;
}

/** A frozen version with its lines, by section and code. */
export async function getFrozenDetail(tx: Tx, id: string): Promise<FrozenDetail> {
  const version = await getVersion(tx, id);
  const { rows } = await sql<FrozenDetail['lines'][number]>`
    select l.line_id, l.element_name, l.section_name, l.library_item_id, l.code, l.name, l.unit,
      trim_scale(l.quantity)::text as quantity, trim_scale(l.unit_price)::text as unit_price, l.price_source, p.parts
    from public.frozen_estimate_lines l
    left join lateral (
      select jsonb_agg(jsonb_build_object('resource_id', r.resource_id, 'kind', r.kind, 'code', r.code, 'name', r.name,
        'unit', r.unit, 'amount', trim_scale(u.amount)::text, 'rate', trim_scale(r.rate)::text,
        'rate_source', r.rate_source, 'cost', trim_scale(u.cost)::text) order by r.code) as parts
      from unnest(l.resources, l.amounts, l.costs) as u (resource_id, amount, cost)
      join public.frozen_estimate_rates r on r.frozen_id = l.frozen_id and r.resource_id = u.resource_id
    ) p on true
    where l.frozen_id = ${id}
    order by l.section_code, l.code, l.line_id`.execute(tx);
  return { ...version, lines: rows };
}

/** @throws {PublicError} `not_found`, also for one the reader may not see. */
export async function removeVersion(tx: Tx, id: string): Promise<void> {
  const removed = await sql`delete from public.frozen_estimates where id = ${id}`.execute(tx);
  if (Number(removed.numAffectedRows) === 0) throw unknown(id);
}

const unknown = (id: string) =>
  new PublicError('not_found', `There is no frozen version ${id} that you may see.`);
