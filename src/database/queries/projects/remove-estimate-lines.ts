import { sql } from 'kysely';
import type { z } from 'zod';
import type { removedLines, removeLinesInput } from '../../../contract/estimate-lines.ts';
import type { removedEstimateLine } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import { getWritableEstimate } from './hold-estimate.ts';
import { holdSeenLines, type StandingLine } from './hold-lines.ts';

/**
 * Takes lines out of an estimate and their uses back, all of them or, where somebody changed one since it was seen, none. Gives
 * what is needed to put them back as they were.
 * @throws {PublicError} `not_found`, `forbidden` for those who are no members, `conflict` for a frozen estimate or a line
 * that was changed meanwhile.
 */
export async function removeEstimateLines(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  { lines: seen }: z.infer<typeof removeLinesInput>,
): Promise<z.infer<typeof removedLines>> {
  const estimate = await getWritableEstimate(tx, identity, estimateId);
  const standing = await holdSeenLines(tx, estimate, seen, { done: 'removed', again: 'remove' });
  const removed = new Map(
    (await takeOut(tx, estimateId, standing)).map((line) => [line.id, line] as const),
  );
  return { lines: seen.flatMap(({ id }) => removed.get(id) ?? []) };
}

/** Takes lines that are held out of an estimate, and their uses back. */
export async function takeOut(
  tx: Tx,
  estimateId: string,
  lines: readonly StandingLine[],
): Promise<z.infer<typeof removedEstimateLine>[]> {
  await sql`delete from public.estimate_items where id = any(${lines.map(({ id }) => id)}::uuid[])`.execute(
    tx,
  );
  await sql`select ratebook.take_back_uses(${estimateId}::uuid,
    ${lines.map(({ library_item_id }) => library_item_id)}::uuid[],
    ${lines.map(({ element_id }) => element_id)}::uuid[])`.execute(tx);
  return lines.map(({ id, library_item_id, element_id, quantity, unit_price }) => ({
    id,
    library_item_id,
    element_id,
    quantity,
    unit_price,
  }));
}
