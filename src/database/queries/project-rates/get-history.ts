import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { ProjectRate, rateHistory } from '../../../contract/project-rates.ts';
import type { Tx } from '../../database.ts';
import { nameOf } from '../people/names.ts';

type History = z.infer<typeof rateHistory>;

/** Changes shown of one resource, the newest. */
const shown = 200;

/**
 * The rates a project has, had and will have for a resource, and who said so.
 * @throws {PublicError} `not_found`
 */
export async function getRateHistory(
  tx: Tx,
  project: { id: string; currency: string },
  resourceId: string,
): Promise<History> {
  const named = await getNamedResource(tx, resourceId);
  const rates = await sql<ProjectRate>`
    select id, rate::float8 as rate, effective_from, effective_to from public.project_rates
    where project_id = ${project.id} and resource_id = ${resourceId}
    order by effective_from desc`.execute(tx);
  const changes = await sql<Flat>`
    select action, old_rate::float8 as old_rate, old_from, old_to, new_rate::float8 as new_rate, new_from, new_to,
      changed_by, ${nameOf(sql`changed_by`)} as changed_by_name, changed_at
    from public.project_rate_changes where project_id = ${project.id} and resource_id = ${resourceId}
    order by id desc limit ${shown}`.execute(tx);
  return {
    ...named,
    currency: project.currency,
    rates: rates.rows,
    changes: changes.rows.map(({ action, changed_by, changed_by_name, changed_at, ...values }) => ({
      action,
      changed_by,
      changed_by_name,
      changed_at,
      old: rateOf(values.old_rate, values.old_from, values.old_to),
      new: rateOf(values.new_rate, values.new_from, values.new_to),
    })),
  };
}

/**
 * What a resource is called.
 * @throws {PublicError} `not_found`
 */
export async function getNamedResource(
  tx: Tx,
  resourceId: string,
): Promise<Pick<History, 'resource_id' | 'code' | 'name' | 'unit'>> {
  const { rows } = await sql<Pick<History, 'resource_id' | 'code' | 'name' | 'unit'>>`
    select id as resource_id, code, name, unit from public.resources where id = ${resourceId}`.execute(
    tx,
  );
  const [named] = rows;
  if (!named) throw new PublicError('not_found', `There is no resource ${resourceId}.`);
  return named;
}

type Flat = Pick<
  History['changes'][number],
  'action' | 'changed_by' | 'changed_by_name' | 'changed_at'
> &
  Record<'old_rate' | 'new_rate', number | null> &
  Record<'old_from' | 'old_to' | 'new_from' | 'new_to', string | null>;

function rateOf(rate: number | null, from: string | null, to: string | null) {
  return rate === null || from === null ? null : { rate, effective_from: from, effective_to: to };
}
