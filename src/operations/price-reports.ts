import type { z } from 'zod';
import { PublicError } from '../contract/errors.ts';
import type { ReportRequest, reportSchedule } from '../contract/price-reports.ts';
import { reportRequest } from '../contract/price-reports.ts';
import { asService, type Tx } from '../database/database.ts';
import type { Identity } from '../database/identity.ts';
import { enqueueJob } from '../database/queries/jobs/enqueue.ts';
import {
  getSchedule,
  listSchedules,
  type ScheduleRow,
} from '../database/queries/jobs/schedules.ts';
import { noteReport } from '../database/queries/price-reports/write-report.ts';
import { titleReport } from './make-report.ts';
import { removeSchedule, saveSchedule } from './schedules.ts';

const job = 'make-price-report';
/** Schedules of reports one person may have. */
const mostSchedules = 50;

/**
 * Asks for a report in the background. Gives its id, which is its run's.
 * @throws {PublicError} `not_found` for what is not there or may not be seen.
 */
export async function askForReport(
  tx: Tx,
  identity: Identity,
  request: ReportRequest,
): Promise<string> {
  const ownerId = personOf(identity);
  const title = await titleReport(tx, request);
  const administrator = identity.admin;
  return asService(tx, identity, async () => {
    const input = { request, ownerId, administrator, scheduled: false };
    const id = await enqueueJob(tx, job, input, { trigger: 'person', userId: ownerId });
    await noteReport(tx, { id, ownerId, request, title, scheduled: false, administrator });
    return id;
  });
}

/** When a report is made again, as it was asked for and read. */
export interface ReportTimes {
  cron?: string | undefined;
  every_minutes?: number | undefined;
  time_zone?: string | undefined;
}

/**
 * Has a report made again and again, each seen as its owner sees the prices then. That its times can be read is checked
 * before.
 * @throws {PublicError} `not_found` for what is not there or may not be seen; `conflict` past the most one may have.
 */
export async function scheduleReport(
  tx: Tx,
  identity: Identity,
  request: ReportRequest,
  { cron, every_minutes, time_zone }: ReportTimes,
): Promise<ScheduleRow> {
  const ownerId = personOf(identity);
  await titleReport(tx, request);
  const own = (await listReportSchedules(tx)).filter((row) => row.owner_id === ownerId);
  if (own.length >= mostSchedules) {
    throw new PublicError(
      'conflict',
      `You have ${own.length} schedules of reports; remove one before you add another.`,
    );
  }
  const schedule = {
    id: `report-${crypto.randomUUID()}`,
    jobName: job,
    cron: cron ?? null,
    everyMinutes: every_minutes ?? null,
    timeZone: time_zone ?? null,
    input: { request, ownerId, administrator: identity.admin, scheduled: true },
    projectId: request.project ?? null,
    ownerId,
  } as const;
  return asService(tx, identity, () => saveSchedule(tx, schedule, ownerId));
}

/** The schedules of reports the reader may see: their own and, of a project of theirs, those of others. */
export async function listReportSchedules(tx: Tx): Promise<ScheduleRow[]> {
  return (await listSchedules(tx)).filter((row) => row.job_name === job);
}

/** Switches one's schedule of a report on or off. @throws {PublicError} `not_found`, `forbidden`. */
export async function switchReportSchedule(
  tx: Tx,
  identity: Identity,
  id: string,
  enabled: boolean,
): Promise<ScheduleRow> {
  const row = await ownSchedule(tx, identity, id);
  const { cron, every_minutes, time_zone, missed, input, project_id, owner_id } = row;
  return asService(tx, identity, () =>
    saveSchedule(
      tx,
      {
        id,
        jobName: job,
        cron,
        everyMinutes: every_minutes,
        timeZone: time_zone,
        missed,
        input,
        enabled,
        projectId: project_id,
        ownerId: owner_id,
      },
      identity.userId,
    ),
  );
}

/** Removes one's schedule of a report; what it made stays. @throws {PublicError} `not_found`, `forbidden`. */
export async function removeReportSchedule(tx: Tx, identity: Identity, id: string): Promise<void> {
  await ownSchedule(tx, identity, id);
  await asService(tx, identity, () => removeSchedule(tx, id, identity.userId));
}

/** A schedule as it is told, but for its title and the runs to come. */
export function reportScheduleOf(
  row: ScheduleRow,
  userId: string | null,
): Omit<z.infer<typeof reportSchedule>, 'title' | 'next_runs' | 'time_zone'> {
  const { id, cron, every_minutes, enabled, project_id, owner_id, input } = row;
  const request = reportRequest.parse(input.request);
  return { id, cron, every_minutes, enabled, project_id, own: owner_id === userId, request };
}

async function ownSchedule(tx: Tx, identity: Identity, id: string): Promise<ScheduleRow> {
  const row = await getSchedule(tx, id);
  if (row.job_name !== job) {
    throw new PublicError('not_found', `There is no schedule of a report "${id}".`);
  }
  if (row.owner_id !== identity.userId && !identity.admin) {
    throw new PublicError('forbidden', 'Only its owner or an administrator may change a schedule.');
  }
  return row;
}

function personOf({ userId }: Identity): string {
  if (userId === null) {
    throw new PublicError(
      'forbidden',
      'A report is made for a person; ask for it signed in as one.',
    );
  }
  return userId;
}
