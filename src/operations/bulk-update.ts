import type { z } from 'zod';
import type {
  BulkChange,
  BulkDraft,
  BulkSelection,
  BulkTarget,
  BulkUpdate,
  bulkStarted,
  draftBulkUpdateInput,
} from '../contract/bulk-updates.ts';
import { PublicError } from '../contract/errors.ts';
import { jobs } from '../contract/jobs.ts';
import { asService, type Tx } from '../database/database.ts';
import { type Identity, requireAdmin } from '../database/identity.ts';
import type { Change } from '../database/queries/bulk-updates/changed-value.ts';
import {
  type Chosen,
  changeDraft,
  countDraft,
  makeDraft,
  removeOldDrafts,
} from '../database/queries/bulk-updates/draft.ts';
import { getUpdate } from '../database/queries/bulk-updates/get-update.ts';
import { countConflicts } from '../database/queries/bulk-updates/list-rows.ts';
import {
  addUndo,
  holdUpdate,
  markStarted,
  undosOf,
} from '../database/queries/bulk-updates/run-update.ts';
import { getSavedFilter } from '../database/queries/bulk-updates/saved-filters.ts';
import { enqueueJob } from '../database/queries/jobs/enqueue.ts';
import { getWritableProject } from '../database/queries/projects/get-access.ts';

/**
 * Keeps what was chosen with the values it has now, and says what the change would do. Nothing is changed yet.
 * @throws {PublicError} `forbidden`, or `invalid_input` naming what is wrong with the choice.
 */
export async function draftBulkUpdate(
  tx: Tx,
  identity: Identity,
  input: z.infer<typeof draftBulkUpdateInput>,
): Promise<BulkDraft> {
  const projectId = input.project_id ?? null;
  await refuseOthers(tx, identity, input.target, projectId);
  const chosen = await choose(tx, input.target, input.selection);
  const selection = 'ids' in chosen ? { ids: new Set(chosen.ids).size } : { filter: chosen.filter };
  const change = changeOf(input.change);
  const id = await makeDraft(tx, { target: input.target, projectId, chosen, selection, change });
  await removeOldDrafts(tx, identity.userId);
  return describeDraft(tx, await getUpdate(tx, id));
}

/** Gives one's draft another change; what was chosen stays as it was. */
export async function changeBulkDraft(tx: Tx, id: string, change: BulkChange): Promise<BulkDraft> {
  refuseStarted(await getUpdate(tx, id));
  await changeDraft(tx, id, changeOf(change));
  return describeDraft(tx, await getUpdate(tx, id));
}

/** A draft with what it would do. */
export async function describeDraft(tx: Tx, update: BulkUpdate): Promise<BulkDraft> {
  return { update, ...(await countDraft(tx, update.id, update)) };
}

/**
 * Starts one's draft in the background, `batchSize` rows to a transaction.
 * @throws {PublicError} `invalid_input` where it would change nothing, or let something fall below zero; `conflict`
 * where it was started already.
 */
export async function startBulkUpdate(
  tx: Tx,
  identity: Identity,
  id: string,
  batchSize: number,
): Promise<z.infer<typeof bulkStarted>> {
  const update = await getUpdate(tx, id);
  await refuseOthers(tx, identity, update.target, update.project_id);
  await asService(tx, identity, () => holdUpdate(tx, id));
  refuseStarted(await getUpdate(tx, id));
  const { rows, changes, below_zero } = await countDraft(tx, id, update);
  if (below_zero > 0) {
    throw new PublicError(
      'invalid_input',
      `change.value: ${below_zero} values would fall below zero; take off less, or choose without them.`,
      { field: 'change.value' },
    );
  }
  if (changes === 0) {
    throw new PublicError('invalid_input', 'change: it would change none of the rows chosen.', {
      field: 'change',
    });
  }
  return asService(tx, identity, async () => {
    const runId = await enqueue(tx, identity, { bulkUpdateId: id, batchSize });
    await markStarted(tx, id, { runId, rows });
    return started(id, runId);
  });
}

/**
 * Takes a bulk update back in the background; with `rest`, but for what was changed since.
 * @throws {PublicError} `conflict` where it runs still, is being undone, or would overwrite a later change.
 */
export async function undoBulkUpdate(
  tx: Tx,
  identity: Identity,
  id: string,
  rest: boolean,
): Promise<z.infer<typeof bulkStarted>> {
  const seen = await getUpdate(tx, id);
  await refuseOthers(tx, identity, seen.target, seen.project_id);
  return asService(tx, identity, async () => {
    await holdUpdate(tx, id);
    const update = await getUpdate(tx, id);
    await refuseUndo(tx, update);
    const { standing, conflicts } = await countConflicts(tx, update);
    if (standing === 0) {
      throw new PublicError('conflict', 'Nothing of this bulk update is left to be taken back.');
    }
    if (conflicts > 0 && !rest) {
      throw new PublicError(
        'conflict',
        `${conflicts} of ${standing} values were changed since; taking them back would overwrite that. Undo the rest ("rest": true), and leave these.`,
        { standing, conflicts },
      );
    }
    const undoId = await addUndo(tx, update, identity.userId);
    const runId = await enqueue(tx, identity, { bulkUpdateId: undoId, rest });
    await markStarted(tx, undoId, { runId, rows: standing });
    return started(undoId, runId);
  });
}

async function refuseUndo(tx: Tx, update: BulkUpdate): Promise<void> {
  if (update.kind === 'undo') {
    throw new PublicError('conflict', 'An undo is not undone; make the bulk update again.');
  }
  if (update.state === 'draft') {
    throw new PublicError(
      'conflict',
      'This bulk update was not started; there is nothing to undo.',
    );
  }
  if (update.state === 'queued' || update.state === 'running') {
    throw new PublicError(
      'conflict',
      'This bulk update runs still; cancel it, or wait, then undo it.',
    );
  }
  if ((await undosOf(tx, update.id)).open) {
    throw new PublicError('conflict', 'This bulk update is being undone already.');
  }
}

function refuseStarted(update: BulkUpdate): void {
  if (update.state !== 'draft') {
    throw new PublicError('conflict', 'This bulk update was started already; choose anew.');
  }
}

/** The catalogue is its administrators'; a project's rates are its members'. */
async function refuseOthers(
  tx: Tx,
  identity: Identity,
  target: BulkTarget,
  projectId: string | null,
): Promise<void> {
  if (target === 'project-rates') {
    await getWritableProject(tx, identity, projectId ?? '', { administrators: true });
  } else {
    requireAdmin(identity, 'change the catalogue’s prices and rates');
  }
}

async function choose(tx: Tx, target: BulkTarget, selection: BulkSelection): Promise<Chosen> {
  if ('ids' in selection) return selection;
  const filter =
    'filter' in selection
      ? selection.filter
      : await getSavedFilter(tx, selection.saved_filter, target);
  const foreign = target === 'items' ? ['kind'] : ['section', 'division'];
  const wrong = foreign.find((field) => filter[field as keyof typeof filter] !== undefined);
  if (wrong) {
    const field = `selection.filter.${wrong}`;
    throw new PublicError('invalid_input', `${field}: ${target} have none; leave it out.`, {
      field,
    });
  }
  return { filter };
}

function changeOf({ method, value, round_to }: BulkChange): Change {
  return { method, value: value ?? null, round_to: round_to ?? null };
}

function enqueue(
  tx: Tx,
  identity: Identity,
  input: { bulkUpdateId: string; rest?: boolean; batchSize?: number },
): Promise<string> {
  const trigger = identity.role === 'service_role' ? 'service' : 'person';
  const whole = jobs['bulk-update'].input.parse(input);
  return enqueueJob(tx, 'bulk-update', whole, { trigger, userId: identity.userId });
}

function started(id: string, runId: string) {
  return { success: true as const, id, job_id: runId, status_url: `/api/jobs/runs/${runId}` };
}
