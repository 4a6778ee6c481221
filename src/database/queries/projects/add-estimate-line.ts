import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { addEstimateLineInput, estimateLine } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import { lineOf } from './get-project.ts';
import { getWritableEstimate, keepElements } from './hold-estimate.ts';

/**
 * Adds an item to an estimate, or puts a line back that was removed, and records its use, both or neither; the line is
 * priced at the rates in force at `at`.
 * @throws {PublicError} `not_found` for an estimate the user may not see, or an element it has not; `forbidden` for those who
 * are no members; `conflict` for a frozen one or a line that is there.
 */
export async function addEstimateLine(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  line: z.infer<typeof addEstimateLineInput>,
  at: Date,
): Promise<z.infer<typeof estimateLine>> {
  const estimate = await getWritableEstimate(tx, identity, estimateId);
  const { project_id } = estimate;
  const element = line.element_id ?? null;
  await keepElements(tx, estimate, [element]);
  await sql`select public.track_library_item_usage(${line.library_item_id}::uuid, ${project_id}::uuid,
    ${estimateId}::uuid, ${element}::uuid, ${line.quantity}::numeric)`.execute(tx);
  const { rows } = await sql<{ id: string }>`
    insert into public.estimate_items (id, estimate_id, project_id, element_id, library_item_id, quantity, unit_price)
    values (coalesce(${line.id ?? null}::uuid, gen_random_uuid()), ${estimateId}, ${project_id}, ${element},
      ${line.library_item_id}, ${line.quantity}::numeric, ${line.unit_price ?? null}::numeric)
    on conflict (id) do nothing returning id`.execute(tx);
  const [added] = rows;
  if (!added) {
    throw new PublicError(
      'conflict',
      `There is a line ${line.id} already; leave id out to add another.`,
      { field: 'id' },
    );
  }
  return lineOf(tx, project_id, at, added.id);
}
