import { sql } from 'kysely';
import type { z } from 'zod';
import type { movedLines, moveLinesInput } from '../../../contract/estimate-elements.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import { holdEstimate, keepElements } from './hold-estimate.ts';
import { holdSeenLines } from './hold-lines.ts';

/**
 * Moves lines of an estimate to elements of it, all of them or, where somebody changed one since it was seen, none. What was
 * recorded of their use stays in the element they were used in.
 * @throws {PublicError} `not_found`, `forbidden` for those who are no members, `conflict` for a frozen estimate or a line
 * that was changed meanwhile.
 */
export async function moveEstimateLines(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  moves: z.infer<typeof moveLinesInput>['lines'],
): Promise<z.infer<typeof movedLines>> {
  const estimate = await holdEstimate(tx, identity, estimateId);
  const elementIds = moves.map(({ element_id }) => element_id);
  await keepElements(tx, estimate, elementIds);
  const standing = await holdSeenLines(tx, estimate, moves, { done: 'moved', again: 'move' });
  const lineIds = moves.map(({ id }) => id);
  const { rows: moved } = await sql<{ id: string; revision: string }>`
    update public.estimate_items l set element_id = m.element_id
    from unnest(${lineIds}::uuid[], ${elementIds}::uuid[]) as m (id, element_id)
    where l.id = m.id and l.element_id is distinct from m.element_id
    returning l.id, l.xmin::text as revision`.execute(tx);
  const revisions = new Map(moved.map(({ id, revision }) => [id, revision]));
  return {
    lines: standing.map(({ id, element_id, revision }) => ({
      id,
      revision: revisions.get(id) ?? revision,
      element_id,
    })),
  };
}
