import { PublicError } from '../contract/errors.ts';
import { jobNames, jobs } from '../contract/jobs.ts';
import type { Tx } from '../database/database.ts';
import { audit } from '../database/queries/jobs/audit.ts';
import {
  deleteSchedule,
  type NewSchedule,
  type ScheduleRow,
  writeSchedule,
} from '../database/queries/jobs/schedules.ts';

/** The ids of the schedules jobs have by themselves. */
const builtIn: ReadonlySet<string> = new Set(
  jobNames.flatMap((name) => jobs[name].schedules.map((schedule) => schedule.id)),
);

/**
 * Keeps a schedule of a project or a person, new or in place of the one of its id, and who did so. In a transaction of
 * the service: that `by` may have it run with this input, and that its cron expression can be read, is checked before.
 * @throws {PublicError} `conflict` for an id of ours.
 */
export async function saveSchedule(
  tx: Tx,
  schedule: NewSchedule,
  by: string | null,
): Promise<ScheduleRow> {
  refuseBuiltIn(schedule.id);
  const row = await writeSchedule(tx, schedule, by);
  await audit(tx, [{ by, action: 'reschedule', target: row.id, details: { ...schedule } }]);
  return row;
}

/**
 * Removes a schedule of a project or a person. In a transaction of the service: that `by` may is checked before.
 * @throws {PublicError} `not_found`; `conflict` for one of ours, which can be switched off.
 */
export async function removeSchedule(tx: Tx, id: string, by: string | null): Promise<void> {
  refuseBuiltIn(id);
  if (!(await deleteSchedule(tx, id))) {
    throw new PublicError('not_found', `There is no schedule "${id}".`);
  }
  await audit(tx, [{ by, action: 'unschedule', target: id }]);
}

function refuseBuiltIn(id: string): void {
  if (!builtIn.has(id)) return;
  throw new PublicError(
    'conflict',
    `"${id}" is a schedule of Ratebook's own; switch it off instead.`,
  );
}
