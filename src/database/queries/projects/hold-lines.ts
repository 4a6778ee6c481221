import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';
import type { OpenEstimate } from './get-open-estimate.ts';

/** A line as it is, its figures exact. */
export interface StandingLine {
  id: string;
  library_item_id: string;
  element_id: string | null;
  quantity: string;
  unit_price: string | null;
  revision: string;
  item: string;
  unit: string;
}

/** Lines of an estimate as they are, held until the transaction ends; in the order of their ids, so that nobody waits in a ring. */
export async function holdLines(
  tx: Tx,
  estimate: OpenEstimate,
  ids: readonly string[],
): Promise<StandingLine[]> {
  const { rows } = await sql<StandingLine>`
    select l.id, l.library_item_id, l.element_id, trim_scale(l.quantity)::text as quantity,
      trim_scale(l.unit_price)::text as unit_price, l.xmin::text as revision, i.name as item, i.unit
    from public.estimate_items l join public.library_items i on i.id = l.library_item_id
    where l.estimate_id = ${estimate.id} and l.id = any(${ids}::uuid[]) order by l.id for update of l`.execute(
    tx,
  );
  return rows;
}

/**
 * The same, for who saw each of them as it is.
 * @param done what is to be done with them, as in "Nothing was moved"
 * @param again and what one does, having looked at them, as in "then move it again"
 * @throws {PublicError} `not_found` where one is gone, `conflict` where one was changed meanwhile
 */
export async function holdSeenLines(
  tx: Tx,
  estimate: OpenEstimate,
  seen: readonly { id: string; revision: string }[],
  { done, again }: { done: string; again: string },
): Promise<StandingLine[]> {
  const ids = seen.map(({ id }) => id);
  const standing = await holdLines(tx, estimate, ids);
  const known = new Map(standing.map((line) => [line.id, line]));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) {
    throw new PublicError(
      'not_found',
      `"${estimate.name}" has no line ${missing}; somebody may have removed it meanwhile. Nothing was ${done}.`,
      { field: 'lines' },
    );
  }
  const changed = seen.filter(({ id, revision }) => known.get(id)?.revision !== revision);
  const [first] = changed;
  if (!first) return standing;
  const others = changed.length > 1 ? ` and ${changed.length - 1} more were` : ' was';
  throw new PublicError(
    'conflict',
    `"${known.get(first.id)?.item}"${others} changed by somebody else meanwhile; nothing was ${done}. Look at it, then ${again} it again.`,
    { field: 'lines' },
  );
}
