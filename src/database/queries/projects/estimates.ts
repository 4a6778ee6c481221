import { sql } from 'kysely';
import type { z } from 'zod';
import { counted } from '../../../contract/counted.ts';
import { PublicError } from '../../../contract/errors.ts';
import type {
  addEstimateInput,
  estimateHead,
  removedEstimate,
  removeEstimateQuery,
  renameEstimateInput,
} from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import { copyEstimate } from './copy-estimate.ts';
import { getReadableProject, getWritableProject } from './get-access.ts';
import { getOpenEstimate } from './get-open-estimate.ts';
import { getWritableEstimate } from './hold-estimate.ts';

type Head = z.infer<typeof estimateHead>;

/** Of an estimate `o`: another once it has another name. */
export const estimateRevision = sql`md5(o.name)`;

/**
 * Begins an estimate of a project, without lines or with those of another.
 * @throws {PublicError} `not_found` for a project or an estimate to copy that the user may not see, `forbidden` for those who are
 * no members, `conflict` for a name that another of its estimates has, or agreed prices that are in another currency.
 */
export async function addEstimate(
  tx: Tx,
  identity: Identity,
  projectId: string,
  { name, copy_of }: z.infer<typeof addEstimateInput>,
): Promise<Head> {
  await getReadableProject(tx, projectId);
  const project = await getWritableProject(tx, identity, projectId, { administrators: false });
  await requireFreeName(tx, projectId, name);
  const { rows } = await sql<{ id: string }>`
    insert into public.estimates (project_id, name) values (${projectId}, ${name}) returning id`.execute(
    tx,
  );
  const id = rows[0]?.id ?? '';
  if (copy_of) await copyEstimate(tx, copy_of, { id, project });
  return headOf(tx, id);
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

/**
 * Removes an estimate with its lines and elements, and takes back what was used in it; refused where somebody renamed it or
 * changed how many lines it has since it was seen, and while there are versions that were frozen of it. There is no way back.
 * @throws {PublicError} `not_found`, `forbidden` for those who are no members, `conflict` otherwise.
 */
export async function removeEstimate(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  seen: z.infer<typeof removeEstimateQuery>,
): Promise<z.infer<typeof removedEstimate>> {
  const { project_id } = await getOpenEstimate(tx, estimateId);
  await getWritableProject(tx, identity, project_id, { administrators: false });
  // Held at once as one that goes: who has kept it and then wanted to remove it would wait for another who had.
  await sql`select from public.estimates where id = ${estimateId} for update`.execute(tx);
  const { rows } = await sql<{
    name: string;
    revision: string;
    lines: number;
    frozen: string[];
  }>`
    select o.name, ${estimateRevision} as revision,
      (select count(*)::int from public.estimate_items l where l.estimate_id = o.id) as lines,
      array(select f.name from public.frozen_estimates f where f.estimate_id = o.id order by f.frozen_at desc) as frozen
    from public.estimates o where o.id = ${estimateId}`.execute(tx);
  const [now] = rows;
  if (!now) {
    throw new PublicError('not_found', 'The estimate was removed by somebody else meanwhile.');
  }
  requireAsSeen(now, seen);
  requireNothingFrozen(now);
  await sql`select ratebook.take_back_all_uses(${estimateId}::uuid)`.execute(tx);
  await sql`delete from public.estimates where id = ${estimateId}`.execute(tx);
  return { id: estimateId, name: now.name, lines: now.lines };
}

function requireAsSeen(
  now: { name: string; revision: string; lines: number },
  seen: z.infer<typeof removeEstimateQuery>,
): void {
  if (now.revision !== seen.revision) {
    throw new PublicError(
      'conflict',
      `The estimate was renamed by somebody else meanwhile: it is "${now.name}" now. Look at it, then remove it again.`,
      { field: 'revision' },
    );
  }
  if (now.lines !== seen.lines) {
    throw new PublicError(
      'conflict',
      `"${now.name}" was changed by somebody else meanwhile: it has ${counted(now.lines, 'line')} now. Look at it, then remove it again.`,
      { field: 'lines' },
    );
  }
}

function requireNothingFrozen({ name, frozen }: { name: string; frozen: string[] }): void {
  const [newest] = frozen;
  if (newest === undefined) return;
  const versions =
    frozen.length === 1
      ? `a frozen version, "${newest}", which is kept with it. Remove that version`
      : `${frozen.length} frozen versions, the newest "${newest}", which are kept with it. Remove these versions`;
  throw new PublicError(
    'conflict',
    `"${name}" has ${versions} first, if what was bid is not to be kept.`,
  );
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
