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

/** The ids of the schedules jobs have by themselves: they can be switched off, not removed. */
export const builtIn: ReadonlySet<string> = new Set(
  jobNames.flatMap((name) => jobs[name].schedules.map((schedule) => schedule.id)),
);

/**
 * Makes a schedule an administrator asked for, under an id of its own; one of a job that goes on project by project belongs
 * to the project, whose members see it. In a transaction of the service: who `by` is, what the job takes, and that its
 * cron expression can be read, is checked before.
 * @throws {PublicError} `not_found` where there is no such project.
 */
export async function makeSchedule(
  tx: Tx,
  schedule: Omit<NewSchedule, 'id' | 'projectId' | 'ownerId'>,
  by: string | null,
): Promise<ScheduleRow> {
  const { groupBy } = jobs[schedule.jobName];
  const project = groupBy === null ? null : schedule.input?.[groupBy];
  const made = {
    ...schedule,
    id: `${schedule.jobName}-${crypto.randomUUID()}`,
    projectId: typeof project === 'string' ? project : null,
  };
  const row = await writeSchedule(tx, made, by);
  await audit(tx, [{ by, action: 'schedule', target: row.id, details: made }]);
  return row;
}

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
