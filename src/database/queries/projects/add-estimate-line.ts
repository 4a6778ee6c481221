import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { addEstimateLineInput, estimateLine } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import { linesOf } from './get-project.ts';

/**
 * Adds an item to an estimate and records its use, both or neither; the line is priced at the rates in force at `at`.
 * @throws {PublicError} `not_found` for an estimate the user may not see, `conflict` for a frozen one.
 */
export async function addEstimateLine(
  tx: Tx,
  estimateId: string,
  line: z.infer<typeof addEstimateLineInput>,
  at: Date,
): Promise<z.infer<typeof estimateLine>> {
  const estimate = await tx
    .selectFrom('estimates')
    .select(['project_id', 'status', 'name'])
    .where('id', '=', estimateId)
    .executeTakeFirst();
  if (!estimate) {
    throw new PublicError('not_found', `There is no estimate ${estimateId} that you may see.`);
  }
  if (estimate.status === 'frozen') {
    throw new PublicError(
      'conflict',
      `The estimate "${estimate.name}" is frozen; add the item to an open one.`,
    );
  }
  const element = line.element_id ?? null;
  await sql`select public.track_library_item_usage(${line.library_item_id}::uuid, ${estimate.project_id}::uuid,
    ${estimateId}::uuid, ${element}::uuid, ${line.quantity}::numeric)`.execute(tx);
  const added = await tx
    .insertInto('estimate_items')
    .values({
      estimate_id: estimateId,
      project_id: estimate.project_id,
      element_id: element,
      library_item_id: line.library_item_id,
      quantity: line.quantity,
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  const [row] = await linesOf(tx, estimate.project_id, at, added.id);
  if (!row) throw new Error('The line just added cannot be read.');
  const { estimate_id: _, ...answer } = row;
  return answer;
}
