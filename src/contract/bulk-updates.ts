import { z } from 'zod';
import { decimal, id, page, resourceKind } from './common.ts';

/** What can be changed: prices of library items, the catalogue's rates, or a project's own rates. */
export const bulkTarget = z.enum(['items', 'resources', 'project-rates']);

/** Most rows chosen one by one; more are chosen by a filter. */
export const maxChosen = 10_000;
/** Most rows one bulk update changes. */
export const maxRows = 500_000;

/** What finds the rows, as on the pages: every word of `search` in code or name, and a heading or kind. */
export const bulkFilter = z
  .strictObject({
    search: z.string().trim().max(200).default(''),
    /** Of items. */
    section: id.optional(),
    division: id.optional(),
    /** Of resources and of a project's rates. */
    kind: resourceKind.optional(),
  })
  .meta({ id: 'BulkFilter' });

/** Rows one by one (ids of items or of resources), all that a filter finds, or all that a saved filter finds. */
export const bulkSelection = z
  .union([
    z.strictObject({ ids: z.array(id).min(1).max(maxChosen) }),
    z.strictObject({ filter: bulkFilter }),
    z.strictObject({ saved_filter: id }),
  ])
  .meta({ id: 'BulkSelection' });

/**
 * What becomes of a value: more or less by a percentage or an amount, set to a value, or as it is; then, where asked
 * for, rounded half away from zero to a multiple of `round_to`.
 */
export const bulkChange = z
  .strictObject({
    method: z.enum(['percent', 'amount', 'set', 'round']),
    value: decimal.optional(),
    round_to: decimal.optional(),
  })
  .superRefine(({ method, value, round_to }, context) => {
    const refuse = (field: string, message: string) =>
      context.addIssue({ code: 'custom', path: [field], message });
    if (method === 'round' && value !== undefined) refuse('value', 'leave it out to round only');
    if (method === 'round' && round_to === undefined) {
      refuse('round_to', 'give the step to round to, such as "0.05"');
    }
    if (method !== 'round' && value === undefined) refuse('value', `give it for ${method}`);
    if (method === 'percent' && Number(value) < -100) {
      refuse('value', 'must be -100 or more: below, prices would be negative');
    }
    if (method === 'set' && Number(value) < 0) refuse('value', 'must be 0 or more');
    if (round_to !== undefined && Number(round_to) <= 0) refuse('round_to', 'must be above 0');
  })
  .meta({ id: 'BulkChange' });

/** Body of choosing rows and saying what becomes of them. Nothing is changed yet. */
export const draftBulkUpdateInput = z
  .strictObject({
    target: bulkTarget,
    /** Of a project's rates. */
    project_id: id.optional(),
    selection: bulkSelection,
    change: bulkChange,
  })
  .superRefine(({ target, project_id }, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: 'custom', path: ['project_id'], message });
    if (target === 'project-rates' && !project_id) refuse('say which project’s rates');
    if (target !== 'project-rates' && project_id) refuse('leave it out: the catalogue has none');
  });

/** Body of changing a draft's change; what was chosen stays. */
export const changeDraftInput = z.strictObject({ change: bulkChange });

/** A bulk update, or the undo of one. */
export const bulkUpdate = z
  .object({
    id,
    kind: z.enum(['update', 'undo']),
    target: bulkTarget,
    project_id: id.nullable(),
    project_name: z.string().nullable(),
    /** What was chosen: the filter, or how many ids. */
    selection: z.record(z.string(), z.unknown()),
    method: z.enum(['percent', 'amount', 'set', 'round']),
    value: z.string().nullable(),
    round_to: z.string().nullable(),
    undoes: id.nullable(),
    /**
     * `draft`: looked at, not started; `unfinished`: it was started and did not reach its end, as far as the reader
     * may know; what it changed stays.
     */
    state: z.enum(['draft', 'queued', 'running', 'done', 'cancelled', 'failed', 'unfinished']),
    run_id: id.nullable(),
    row_count: z.int(),
    changed: z.int(),
    left_alone: z.int(),
    /** Of its changes, those that were taken back. */
    undone: z.int(),
    requested_by: id.nullable(),
    /** Null where the reader works in no project with them. */
    requested_by_name: z.string().nullable(),
    created_at: z.string(),
    finished_at: z.string().nullable(),
  })
  .meta({ id: 'BulkUpdate' });

/** A draft with what it would do. */
export const bulkDraft = z
  .object({
    update: bulkUpdate,
    rows: z.int(),
    /** Rows whose value would be another. */
    changes: z.int(),
    unchanged: z.int(),
    /** Rows without a value that a percentage, an amount or rounding could change. */
    without_value: z.int(),
    /** Of them, items whose price follows from what they are made of. */
    built_up: z.int(),
    /** Rows that would fall below zero: it cannot be started while there are any. */
    below_zero: z.int(),
  })
  .meta({ id: 'BulkDraft' });

/** Address parameters of its rows. */
export const bulkRowsQuery = z.object({
  show: z.enum(['changes', 'left', 'conflicts']).default('changes'),
  ...page,
});

/**
 * A page of rows by code: what changes or was changed, what was left alone, or what stands in the way of an undo.
 * `present` is the value now; null where there is none, or the row is gone.
 */
export const bulkRowsPage = z
  .object({
    rows: z.array(
      z.object({
        position: z.int(),
        row_id: id,
        code: z.string().nullable(),
        name: z.string().nullable(),
        unit: z.string().nullable(),
        currency: z.string().nullable(),
        old: z.number().nullable(),
        new: z.number().nullable(),
        present: z.number().nullable(),
        /** Of rows left alone, why. */
        reason: z.enum(['changed', 'no value']).nullable(),
      }),
    ),
    total: z.int(),
    next_cursor: z.string().nullable(),
  })
  .meta({ id: 'BulkRowsPage' });

/** Address parameters of the effect. */
export const bulkEffectQuery = z.object({
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/**
 * What a draft does to the open estimates the reader may see, as totals at the prices and rates of now: those with
 * the most lines touched first. `touched` counts all of them, also those beyond `limit`.
 */
export const bulkEffect = z
  .object({
    touched: z.int(),
    estimates: z.array(
      z.object({
        estimate_id: id,
        name: z.string(),
        project_id: id,
        project_code: z.string(),
        project_name: z.string(),
        currency: z.string(),
        lines: z.int(),
        before: z.number(),
        after: z.number(),
      }),
    ),
  })
  .meta({ id: 'BulkEffect' });

/** Body of starting a draft. `batch_size`: rows changed in one transaction. */
export const startBulkUpdateInput = z.strictObject({
  batch_size: z.int().min(1).max(10_000).default(2_000),
});

/** Body of an undo. `rest`: leave alone what was changed since, and take back the rest. */
export const undoBulkUpdateInput = z.strictObject({ rest: z.boolean().default(false) });

/** It was started: where to watch it. */
export const bulkStarted = z
  .object({ success: z.literal(true), id, job_id: id, status_url: z.string() })
  .meta({ id: 'BulkStarted' });

/** Address parameters of the history. */
export const bulkHistoryQuery = z.object({
  target: bulkTarget.optional(),
  project_id: id.optional(),
  ...page,
});

/** A page of the history, newest first, without drafts. */
export const bulkHistoryPage = z
  .object({ updates: z.array(bulkUpdate), next_cursor: z.string().nullable() })
  .meta({ id: 'BulkHistoryPage' });

/** A filter kept under a name, by the one who asks. */
export const savedFilter = z
  .object({ id, target: bulkTarget, name: z.string(), filter: bulkFilter, created_at: z.string() })
  .meta({ id: 'SavedFilter' });
/** All of one's saved filters, by name. */
export const savedFilters = z.object({ filters: z.array(savedFilter) });
/** Body of keeping a filter; one of the same name is replaced. */
export const saveFilterInput = z.strictObject({
  target: bulkTarget,
  name: z.string().trim().min(1).max(100),
  filter: bulkFilter,
});

export type BulkTarget = z.infer<typeof bulkTarget>;
export type BulkFilter = z.infer<typeof bulkFilter>;
export type BulkSelection = z.infer<typeof bulkSelection>;
export type BulkChange = z.infer<typeof bulkChange>;
export type BulkUpdate = z.infer<typeof bulkUpdate>;
export type BulkDraft = z.infer<typeof bulkDraft>;
