import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { addedLines, addLinesInput } from '../../../contract/estimate-lines.ts';
import type { addEstimateLineInput, estimateLine } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import { lineOf } from './get-project.ts';
import { getWritableEstimate, keepElements } from './hold-estimate.ts';

/**
 * Adds items to an estimate, or puts lines back that were removed, and records their use; all of them or none.
 * @throws {PublicError} `not_found` for an estimate the user may not see, an element it has not or an item the library has not;
 * `forbidden` for those who are no members; `conflict` for a frozen one or a line that is there.
 */
export async function addEstimateLines(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  { lines }: z.infer<typeof addLinesInput>,
): Promise<z.infer<typeof addedLines> & { project_id: string }> {
  const estimate = await getWritableEstimate(tx, identity, estimateId);
  await keepElements(
    tx,
    estimate,
    lines.map(({ element_id }) => element_id),
  );
  await requireItems(tx, lines);
  const ids = lines.map(({ id }) => id ?? crypto.randomUUID());
  const { rows } = await sql<{ id: string; revision: string }>`
    insert into public.estimate_items (id, estimate_id, project_id, element_id, library_item_id, quantity, unit_price)
    select l.id, ${estimateId}, ${estimate.project_id}, l.element_id, l.library_item_id, l.quantity, l.unit_price
    from unnest(${ids}::uuid[], ${lines.map(({ element_id }) => element_id ?? null)}::uuid[],
      ${lines.map(({ library_item_id }) => library_item_id)}::uuid[],
      ${lines.map(({ quantity }) => String(quantity))}::numeric[],
      ${lines.map(({ unit_price }) => unit_price ?? null)}::numeric[])
      as l (id, element_id, library_item_id, quantity, unit_price)
    on conflict (id) do nothing returning id, xmin::text as revision`.execute(tx);
  const revisions = new Map(rows.map(({ id, revision }) => [id, revision]));
  const there = ids.find((id) => !revisions.has(id));
  if (there !== undefined) {
    throw new PublicError(
      'conflict',
      `There is a line ${there} already; leave id out to add another.`,
      { field: 'id' },
    );
  }
  await sql`select ratebook.record_uses(${estimateId}::uuid, ${ids}::uuid[])`.execute(tx);
  return {
    lines: ids.map((id) => ({ id, revision: revisions.get(id) ?? '' })),
    project_id: estimate.project_id,
  };
}

/** Adds one, as it is priced at the rates in force at `at`. */
export async function addEstimateLine(
  tx: Tx,
  identity: Identity,
  estimateId: string,
  line: z.infer<typeof addEstimateLineInput>,
  at: Date,
): Promise<z.infer<typeof estimateLine>> {
  const { lines, project_id } = await addEstimateLines(tx, identity, estimateId, { lines: [line] });
  return lineOf(tx, project_id, at, lines[0]?.id ?? '');
}

async function requireItems(tx: Tx, lines: z.infer<typeof addLinesInput>['lines']): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select w.id from unnest(${lines.map(({ library_item_id }) => library_item_id)}::uuid[]) as w (id)
    where not exists (select from public.library_items i where i.id = w.id) limit 1`.execute(tx);
  const [missing] = rows;
  if (!missing) return;
  throw new PublicError('not_found', `There is no library item ${missing.id}.`, {
    field: 'library_item_id',
  });
}
