import { type RawBuilder, sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import { getWritableProject } from './get-access.ts';
import { getOpenEstimate, type OpenEstimate } from './get-open-estimate.ts';

/**
 * An open estimate for those who may work on it: its project's members, administrators only where they are. It is kept from
 * being removed until the transaction ends.
 * @throws {PublicError} `not_found`, `conflict` for a frozen one, `forbidden` for those who are no members.
 */
export async function getWritableEstimate(
  tx: Tx,
  identity: Identity,
  id: string,
): Promise<OpenEstimate> {
  const estimate = await getOpenEstimate(tx, id);
  await getWritableProject(tx, identity, estimate.project_id, { administrators: false });
  await lock(tx, estimate, sql`for key share`);
  return estimate;
}

/**
 * As `getWritableEstimate`, and held: of those who change what its lines stand under, one does at a time. Lines are added and
 * changed meanwhile.
 */
export async function holdEstimate(tx: Tx, identity: Identity, id: string): Promise<OpenEstimate> {
  const estimate = await getWritableEstimate(tx, identity, id);
  await lock(tx, estimate, sql`for no key update`);
  return estimate;
}

async function lock(tx: Tx, { id, name }: OpenEstimate, how: RawBuilder<unknown>): Promise<void> {
  const { rows } = await sql`select from public.estimates where id = ${id} ${how}`.execute(tx);
  if (rows.length > 0) return;
  throw new PublicError('not_found', `"${name}" was removed by somebody else meanwhile.`);
}

/**
 * Keeps elements of an estimate from being removed until the transaction ends.
 * @throws {PublicError} `not_found` where the estimate has not all of them
 */
export async function keepElements(
  tx: Tx,
  { id, name }: OpenEstimate,
  elementIds: readonly (string | null | undefined)[],
): Promise<void> {
  const wanted = [...new Set(elementIds.filter((one) => one != null))];
  if (wanted.length === 0) return;
  const { rows } = await sql<{ id: string }>`
    select id from public.estimate_elements where estimate_id = ${id} and id = any(${wanted}::uuid[])
    order by id for key share`.execute(tx);
  const kept = new Set(rows.map((row) => row.id));
  const missing = wanted.find((one) => !kept.has(one));
  if (missing === undefined) return;
  throw new PublicError(
    'not_found',
    `"${name}" has no element ${missing}; somebody may have removed it meanwhile.`,
    { field: 'element_id' },
  );
}
