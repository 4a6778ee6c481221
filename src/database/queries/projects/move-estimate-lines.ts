import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { movedLines, moveLinesInput } from '../../../contract/estimate-elements.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import type { OpenEstimate } from './get-open-estimate.ts';
import { holdEstimate, keepElements } from './hold-estimate.ts';

type Moves = z.infer<typeof moveLinesInput>['lines'];

/** A line as it is. */
interface StandingLine {
  id: string;
  element_id: string | null;
  revision: string;
  item: string;
}

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
  moves: Moves,
): Promise<z.infer<typeof movedLines>> {
  const estimate = await holdEstimate(tx, identity, estimateId);
  const elementIds = moves.map(({ element_id }) => element_id);
  await keepElements(tx, estimate, elementIds);
  const lineIds = moves.map(({ id }) => id);
  const { rows: standing } = await sql<StandingLine>`
    select l.id, l.element_id, l.xmin::text as revision, i.name as item
    from public.estimate_items l join public.library_items i on i.id = l.library_item_id
    where l.estimate_id = ${estimateId} and l.id = any(${lineIds}::uuid[]) order by l.id for update of l`.execute(
    tx,
  );
  requireAsSeen(estimate, moves, standing);
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

function requireAsSeen(
  estimate: OpenEstimate,
  moves: Moves,
  standing: readonly StandingLine[],
): void {
  const known = new Map(standing.map((line) => [line.id, line]));
  const missing = moves.find(({ id }) => !known.has(id));
  if (missing) {
    throw new PublicError(
      'not_found',
      `"${estimate.name}" has no line ${missing.id}; somebody may have removed it meanwhile. Nothing was moved.`,
      { field: 'lines' },
    );
  }
  const changed = moves.filter(({ id, revision }) => known.get(id)?.revision !== revision);
  const [first] = changed;
  if (!first) return;
  const others = changed.length > 1 ? ` and ${changed.length - 1} more were` : ' was';
  throw new PublicError(
    'conflict',
    `"${known.get(first.id)?.item}"${others} changed by somebody else meanwhile; nothing was moved. Look at it, then move it again.`,
    { field: 'lines' },
  );
}
