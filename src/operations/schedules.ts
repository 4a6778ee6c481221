import { PublicError } from '../contract/errors.ts';
import { type JobName, jobNames, jobs } from '../contract/jobs.ts';
import type { Tx } from '../database/database.ts';
import { audit } from '../database/queries/jobs/audit.ts';
import {
  deleteSchedule,
  type NewSchedule,
  type ScheduleRow,
  writeSchedule,
} from '../database/queries/jobs/schedules.ts';
import { seesProject } from '../database/queries/projects/get-access.ts';

/** The ids of the schedules jobs have by themselves: they can be switched off, not removed. */
export const builtIn: ReadonlySet<string> = new Set(
  jobNames.flatMap((name) => jobs[name].schedules.map((schedule) => schedule.id)),
);

/**
 * Keeps a schedule, in place of the one of its id where it has one, else under an id of its own; and who did so. In a
 * transaction of the service: that `by` may have it run with this input, and that its cron expression can be read, is
 * checked before.
 * @throws {PublicError} `conflict` for an id of ours; `not_found` where there is no such project.
 */
export async function saveSchedule(
  tx: Tx,
  schedule: Omit<NewSchedule, 'id'> & { id?: string },
  by: string | null,
): Promise<ScheduleRow> {
  const { jobName, input, id } = schedule;
  if (id !== undefined) refuseBuiltIn(id);
  const kept = {
    ...schedule,
    id: id ?? `${jobName}-${crypto.randomUUID()}`,
    projectId: schedule.projectId ?? (await projectOf(tx, jobName, input)),
  };
  const row = await writeSchedule(tx, kept, by);
  const action = id === undefined ? 'schedule' : 'reschedule';
  await audit(tx, [{ by, action, target: row.id, details: kept }]);
  return row;
}

/**
 * The project that a job's runs with this input are of, where it goes on project by project: such a schedule belongs to
 * it, and its members see it. As the service.
 * @throws {PublicError} `not_found`, naming the field, where there is no such project.
 */
export async function projectOf(
  tx: Tx,
  jobName: JobName,
  input: Record<string, unknown> | undefined,
): Promise<string | null> {
  const { groupBy } = jobs[jobName];
  const project = groupBy === null ? null : input?.[groupBy];
  if (typeof project !== 'string') return null;
  if (await seesProject(tx, project)) return project;
  const field = `input.${groupBy}`;
  throw new PublicError('not_found', `${field}: there is no project ${project}.`, { field });
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
