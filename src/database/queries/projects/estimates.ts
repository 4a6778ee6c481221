import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type {
  addEstimateInput,
  estimateHead,
  renameEstimateInput,
} from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import { getReadableProject, getWritableProject } from './get-access.ts';
import { getWritableEstimate } from './hold-estimate.ts';

type Head = z.infer<typeof estimateHead>;

/** Of an estimate `o`: another once it has another name. */
export const estimateRevision = sql`md5(o.name)`;

/**
 * Begins an estimate of a project, without lines.
 * @throws {PublicError} `not_found` for a project the user may not see, `forbidden` for those who are no members, `conflict`
 * for a name that another of its estimates has.
 */
export async function addEstimate(
  tx: Tx,
  identity: Identity,
  projectId: string,
  { name }: z.infer<typeof addEstimateInput>,
): Promise<Head> {
  await getReadableProject(tx, projectId);
  await getWritableProject(tx, identity, projectId, { administrators: false });
  await requireFreeName(tx, projectId, name);
  const { rows } = await sql<{ id: string }>`
    insert into public.estimates (project_id, name) values (${projectId}, ${name}) returning id`.execute(
    tx,
  );
  return headOf(tx, rows[0]?.id ?? '');
}

/**
 * Gives an estimate another name, unless somebody renamed it since it was seen.
 * @throws {PublicError} as `addEstimate`, and `conflict` for a frozen one or one that was renamed meanwhile
 */
export async function renameEstimate(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  { revision, name }: z.infer<typeof renameEstimateInput>,
): Promise<Head> {
  const { project_id } = await getWritableEstimate(tx, identity, estimateId);
  await requireFreeName(tx, project_id, name, estimateId);
  const now = await headOf(tx, estimateId);
  if (now.revision !== revision) {
    throw new PublicError(
      'conflict',
      `The estimate was renamed by somebody else meanwhile: it is "${now.name}" now. Look at it, then change it again.`,
      { field: 'revision' },
    );
  }
  await sql`update public.estimates set name = ${name} where id = ${estimateId}`.execute(tx);
  return headOf(tx, estimateId);
}

/** Holds the names of a project's estimates until the transaction ends, so that two never take one at once. */
async function requireFreeName(
  tx: Tx,
  projectId: string,
  name: string,
  of?: string,
): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('estimates:' || ${projectId}, 0))`.execute(
    tx,
  );
  const { rows } = await sql<{ name: string }>`
    select name from public.estimates
    where project_id = ${projectId} and lower(name) = lower(${name}) and id is distinct from ${of ?? null}::uuid`.execute(
    tx,
  );
  const [taken] = rows;
  if (!taken) return;
  throw new PublicError(
    'conflict',
    `The project has an estimate "${taken.name}" already; give this one another name.`,
    { field: 'name' },
  );
}

async function headOf(tx: Tx, id: string): Promise<Head> {
  const { rows } = await sql<Head>`
    select o.id, o.name, o.status, ${estimateRevision} as revision from public.estimates o where o.id = ${id}`.execute(
    tx,
  );
  const [row] = rows;
  if (!row) throw new Error(`The estimate ${id}, just written, cannot be read.`);
  return row;
}
