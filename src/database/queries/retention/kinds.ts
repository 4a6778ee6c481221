import { type RawBuilder, sql } from 'kysely';
import type { RetentionKind } from '../../../contract/retention.ts';
import { type Expiry, expiringRows } from './expired-rows.ts';
import { unreferenced } from './references.ts';
import { thinned } from './thinned-snapshots.ts';

/** That no run of this id, which would still need the row, waits for its turn or runs. */
const notAwaited = (runId: RawBuilder<unknown>) => sql`not exists (
  select from public.background_job_logs l where l.id = ${runId} and l.status in ('queued', 'running'))`;

/** How each kind of data is removed by its age; one that is missing does not compile. */
export const expiries: Readonly<Record<RetentionKind, Expiry>> = {
  runs: expiringRows({
    table: 'background_job_logs',
    key: ['id'],
    age: 'finished_at',
    example: sql`t.job_name || ', ' || t.status`,
    where: async (tx) => {
      // Its attempts and its log are parts of a run, and go with it.
      const free = await unreferenced(tx, 'background_job_logs', ['job_attempts', 'job_log_lines']);
      return sql`${free} and not exists (
        select from public.notices n where n.run_id = t.id and n.read_at is null)`;
    },
  }),
  audit: expiringRows({
    table: 'job_audit',
    key: ['id'],
    age: 'at',
    example: sql`t.action || ' ' || left(t.target, 40)`,
  }),
  alerts: expiringRows({
    table: 'job_alerts',
    key: ['id'],
    age: 'resolved_at',
    example: sql`t.rule || ' of ' || t.subject`,
  }),
  notices: expiringRows({
    table: 'notices',
    key: ['id'],
    age: 'read_at',
    example: sql`t.title || ', ' || t.outcome`,
  }),
  reports: expiringRows({
    table: 'price_reports',
    key: ['id'],
    age: 'created_at',
    example: sql`left(t.title, 60)`,
    // Its run has the same id.
    where: async () => notAwaited(sql`t.id`),
  }),
  'queue-samples': expiringRows({
    table: 'job_queue_samples',
    key: ['at', 'name'],
    age: 'at',
    example: sql`t.name || ': ' || t.ready`,
  }),
  'price-snapshots': expiringRows({
    table: 'price_snapshots',
    key: ['id'],
    age: 'captured_at',
    example: sql`(select p.code from public.projects p where p.id = t.project_id) || ', ' || t.captured_at::date`,
    where: thinned,
  }),
  'library-imports': expiringRows({
    table: 'library_imports',
    key: ['id'],
    age: 'created_at',
    example: sql`left(t.file_name, 60)`,
    where: async () => notAwaited(sql`t.run_id`),
  }),
  'suggestion-feedback': expiringRows({
    table: 'suggestion_feedback',
    key: ['estimate_id', 'library_item_id'],
    age: 'shown_at',
    example: sql`(select i.code from public.library_items i where i.id = t.library_item_id) || ', ' ||
      case when t.accepted_at is not null then 'taken in' when t.dismissed_at is not null then 'dismissed' else 'shown' end`,
    // Shown before that day, and not decided on since.
    where: async (_tx, before) => sql`
      coalesce(t.accepted_at, t.dismissed_at, t.shown_at) < ${before.toISOString()}::timestamptz
      and not (t.dismissed_at is not null and exists (
        select from public.estimates e where e.id = t.estimate_id and e.status = 'open'))`,
  }),
};
