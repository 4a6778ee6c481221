import { z } from 'zod';
import { counted } from '../../contract/counted.ts';
import { PublicError } from '../../contract/errors.ts';
import { applyBatch } from '../../database/queries/bulk-updates/apply-batch.ts';
import { countConflicts } from '../../database/queries/bulk-updates/list-rows.ts';
import {
  countBatch,
  finish,
  lastPosition,
  readForRun,
  takeTurn,
  undosOf,
} from '../../database/queries/bulk-updates/run-update.ts';
import { undoBatch } from '../../database/queries/bulk-updates/undo-batch.ts';
import type { Handler, RunContext } from '../run.ts';

/** Where the next batch goes on. */
const checkpoint = z.object({ after: z.int() });

/**
 * Changes what was chosen, or takes such a change back, batch by batch: each commits with its audit, the counts and
 * the checkpoint. Cancelled, it keeps the batches that were done; they can be undone like any others.
 */
export const bulkUpdate: Handler<'bulk-update'> = async (input, run) => {
  const before = run.checkpoint === null ? null : checkpoint.parse(run.checkpoint);
  let after = before?.after ?? 0;
  const { update, last } = await begin(input, run, after);
  const batch = update.undoes === null ? applyBatch : undoBatch;
  const phase = update.undoes === null ? 'Changing' : 'Taking back';
  while (after < last) {
    run.signal.throwIfAborted();
    const upTo = Math.min(after + input.batchSize, last);
    await run.step(async (tx) => {
      await takeTurn(tx, update);
      await countBatch(tx, update.id, await batch(tx, update, after, upTo));
      return { checkpoint: { after: upTo }, progress: { phase, done: upTo, total: last } };
    });
    after = upTo;
  }
  const { changed, left_alone } = await finish(run.tx, update.id);
  return {
    bulk_update_id: update.id,
    changed,
    left_alone,
    message: told(update.kind, changed, left_alone),
  };
};

/**
 * Reads what is to be done, in a step of its own: its row is changed by the steps that follow.
 * @throws {PublicError} where an undo stands, or where one would overwrite a later change and was not told to leave it.
 */
async function begin(
  { bulkUpdateId, rest }: Parameters<typeof bulkUpdate>[0],
  run: RunContext,
  after: number,
) {
  const begun: { update?: Awaited<ReturnType<typeof readForRun>>; last: number } = { last: 0 };
  await run.step(async (tx) => {
    const update = await readForRun(tx, bulkUpdateId, run.now);
    if (update.undoes === null && (await undosOf(tx, update.id)).any) {
      throw new PublicError(
        'invalid_input',
        'This bulk update was undone; make a new one instead.',
      );
    }
    if (update.undoes !== null && !rest && after === 0) {
      refuseConflicts(await countConflicts(tx, { id: update.undoes, target: update.target }));
    }
    begun.update = update;
    begun.last = await lastPosition(tx, update);
    return { checkpoint: { after } };
  });
  if (!begun.update) throw new Error('The first step gave no update.');
  return { update: begun.update, last: begun.last };
}

function refuseConflicts({ standing, conflicts }: { standing: number; conflicts: number }): void {
  if (conflicts === 0) return;
  throw new PublicError(
    'invalid_input',
    `${conflicts} of the ${standing} values were changed since; taking them back would overwrite that. Undo the rest, and leave these.`,
  );
}

function told(kind: 'update' | 'undo', changed: number, left: number): string {
  const done =
    kind === 'update'
      ? `Changed ${counted(changed, 'value')}`
      : `Took ${counted(changed, 'change')} back`;
  return left === 0 ? `${done}.` : `${done}; left ${left} alone.`;
}
