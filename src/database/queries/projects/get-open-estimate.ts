import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';

/** What is needed of an estimate to work on it. */
export interface OpenEstimate {
  id: string;
  project_id: string;
  name: string;
}

/** @throws {PublicError} `not_found` for an estimate the reader may not see, `conflict` for a frozen one. */
export async function getOpenEstimate(tx: Tx, id: string): Promise<OpenEstimate> {
  const estimate = await tx
    .selectFrom('estimates')
    .select(['project_id', 'status', 'name'])
    .where('id', '=', id)
    .executeTakeFirst();
  if (!estimate) {
    throw new PublicError('not_found', `There is no estimate ${id} that you may see.`);
  }
  const { project_id, status, name } = estimate;
  if (status === 'frozen') {
    throw new PublicError('conflict', `The estimate "${name}" is frozen; work on an open one.`);
  }
  return { id, project_id, name };
}
