import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';

/** A schedule as stored. A null time zone follows the server's. */
export interface ScheduleRow {
  id: string;
  job_name: string;
  cron: string;
  time_zone: string | null;
  input: unknown;
  enabled: boolean;
  updated_at: string;
}

const columns = sql`id, job_name, cron, time_zone, input, enabled, updated_at`;

/** Every schedule, by id. */
export async function listSchedules(tx: Tx): Promise<ScheduleRow[]> {
  const { rows } = await sql<ScheduleRow>`
    select ${columns} from public.job_schedules order by id`.execute(tx);
  return rows;
}

/**
 * Changes what is given of a schedule.
 * @throws {PublicError} `not_found`; `forbidden` where row-level security let nothing change.
 */
export async function changeSchedule(
  tx: Tx,
  id: string,
  change: {
    enabled?: boolean | undefined;
    cron?: string | undefined;
    time_zone?: string | null | undefined;
  },
  userId: string | null,
): Promise<ScheduleRow> {
  const existing = await tx
    .selectFrom('job_schedules')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst();
  if (!existing) throw new PublicError('not_found', `There is no schedule "${id}".`);
  const { rows } = await sql<ScheduleRow>`
    update public.job_schedules set
      enabled = coalesce(${change.enabled ?? null}, enabled),
      cron = coalesce(${change.cron ?? null}, cron),
      time_zone = ${change.time_zone === undefined ? sql`time_zone` : change.time_zone},
      updated_by = ${userId}, updated_at = now()
    where id = ${id} returning ${columns}`.execute(tx);
  const [row] = rows;
  if (!row) throw new PublicError('forbidden', 'Only administrators may change schedules.');
  return row;
}
