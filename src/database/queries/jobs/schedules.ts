import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { JobName } from '../../../contract/jobs.ts';
import type { ScheduleChange } from '../../../contract/schedules.ts';
import type { Tx } from '../../database.ts';

/** A schedule as stored: `cron` or `every_minutes` says when it comes. A null time zone follows the server's. */
export interface ScheduleRow {
  id: string;
  job_name: string;
  cron: string | null;
  every_minutes: number | null;
  /** Intervals are counted from here. */
  starts_at: string;
  time_zone: string | null;
  missed: 'skip' | 'once';
  /** With `[redacted]` in the place of each secret, but where it is said to be whole. */
  input: Record<string, unknown>;
  enabled: boolean;
  project_id: string | null;
  /** Who asked for its runs, and hears of them. */
  owner_id: string | null;
  /** The next slot, once a worker has worked it out. */
  due_at: string | null;
  last_run_id: string | null;
  updated_at: string;
}

/** A schedule to be kept; what is left out is a default of the table's. */
export interface NewSchedule {
  id: string;
  jobName: JobName;
  /** One of the two. */
  cron?: string | null | undefined;
  everyMinutes?: number | null | undefined;
  timeZone?: string | null | undefined;
  missed?: 'skip' | 'once' | undefined;
  input?: Record<string, unknown> | undefined;
  enabled?: boolean | undefined;
  projectId?: string | null | undefined;
  ownerId?: string | null | undefined;
}

const columns = sql`id, job_name, cron, every_minutes, starts_at, time_zone, missed, input, enabled, project_id,
  owner_id, due_at, last_run_id, updated_at`;
/** The whole of it, for the service: see `ratebook.redact_schedule()`. */
const wholeInput = sql`coalesce(
  (select s.input from ratebook.schedule_secrets s where s.schedule_id = job_schedules.id), input) as input`;

/** The schedules the reader may see, by id; those of one project where it is given. */
export async function listSchedules(
  tx: Tx,
  { projectId }: { projectId?: string } = {},
): Promise<ScheduleRow[]> {
  const { rows } = await sql<ScheduleRow>`
    select ${columns} from public.job_schedules
    ${projectId === undefined ? sql`` : sql`where project_id = ${projectId}`} order by id`.execute(
    tx,
  );
  return rows;
}

/** @throws {PublicError} `not_found`, also for a schedule the reader may not see. */
export async function getSchedule(tx: Tx, id: string): Promise<ScheduleRow> {
  const { rows } = await sql<ScheduleRow>`
    select ${columns} from public.job_schedules where id = ${id}`.execute(tx);
  const [row] = rows;
  if (!row) throw new PublicError('not_found', `There is no schedule "${id}".`);
  return row;
}

/** What a schedule's runs are given, its secrets included; as the service. */
export async function inputOfSchedule(tx: Tx, id: string): Promise<Record<string, unknown>> {
  const { rows } = await sql<Pick<ScheduleRow, 'input'>>`
    select ${wholeInput} from public.job_schedules where id = ${id}`.execute(tx);
  return rows[0]?.input ?? {};
}

/**
 * Changes what is given of a schedule; `cron` and `every_minutes` take each other's place.
 * @throws {PublicError} `not_found`; `forbidden` where row-level security let nothing change.
 */
export async function changeSchedule(
  tx: Tx,
  id: string,
  change: ScheduleChange,
  userId: string | null,
): Promise<ScheduleRow> {
  await getSchedule(tx, id);
  const when =
    change.cron !== undefined
      ? sql`cron = ${change.cron}, every_minutes = null,`
      : change.every_minutes !== undefined
        ? sql`cron = null, every_minutes = ${change.every_minutes}, starts_at = now(),`
        : sql``;
  const { rows } = await sql<ScheduleRow>`
    update public.job_schedules set ${when}
      enabled = coalesce(${change.enabled ?? null}, enabled),
      missed = coalesce(${change.missed ?? null}, missed),
      time_zone = ${change.time_zone === undefined ? sql`time_zone` : change.time_zone},
      updated_by = ${userId}, updated_at = now()
    where id = ${id} returning ${columns}`.execute(tx);
  const [row] = rows;
  if (!row) throw new PublicError('forbidden', 'Only administrators may change schedules.');
  return row;
}

/** Keeps a schedule, in place of the one of its id where there is one; as the service. */
export async function writeSchedule(
  tx: Tx,
  schedule: NewSchedule,
  userId: string | null,
): Promise<ScheduleRow> {
  const { rows } = await sql<ScheduleRow>`
    insert into public.job_schedules as s
      (id, job_name, cron, every_minutes, time_zone, missed, input, enabled, project_id, owner_id, updated_by)
    values (${schedule.id}, ${schedule.jobName}, ${schedule.cron ?? null}, ${schedule.everyMinutes ?? null},
      ${schedule.timeZone ?? null}, ${schedule.missed ?? 'once'}, ${JSON.stringify(schedule.input ?? {})}::jsonb,
      ${schedule.enabled ?? true}, ${schedule.projectId ?? null}, ${schedule.ownerId ?? null}, ${userId})
    on conflict (id) do update set job_name = excluded.job_name, cron = excluded.cron,
      every_minutes = excluded.every_minutes,
      starts_at = case when s.every_minutes is distinct from excluded.every_minutes then now() else s.starts_at end,
      time_zone = excluded.time_zone, missed = excluded.missed, input = excluded.input, enabled = excluded.enabled,
      project_id = excluded.project_id, owner_id = excluded.owner_id, updated_by = excluded.updated_by, updated_at = now()
    returning ${columns}`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The schedule was not written.');
  return row;
}

/** Has a schedule's runs given another input, of a project where one is named; as the service. */
export async function changeInput(
  tx: Tx,
  id: string,
  input: Record<string, unknown>,
  projectId: string | null,
): Promise<void> {
  await sql`
    update public.job_schedules set input = ${JSON.stringify(input)}::jsonb, project_id = ${projectId}
    where id = ${id}`.execute(tx);
}

/** Adds a schedule where there is none of its id; one that was changed stays as it is. As the service. */
export async function addMissingSchedule(tx: Tx, schedule: NewSchedule): Promise<void> {
  await sql`
    insert into public.job_schedules (id, job_name, cron, missed)
    values (${schedule.id}, ${schedule.jobName}, ${schedule.cron ?? null}, ${schedule.missed ?? 'once'})
    on conflict (id) do nothing`.execute(tx);
}

/** Removes a schedule, as the service; false where there is none. */
export async function deleteSchedule(tx: Tx, id: string): Promise<boolean> {
  const { rows } = await sql`
    delete from public.job_schedules where id = ${id} returning id`.execute(tx);
  return rows.length > 0;
}

/**
 * Holds one schedule that is due at `at`, or whose next slot isn't known, until the transaction ends; another scheduler
 * passes it over. Gives it, its input whole, with the moment it was looked at: `at`, or the database's, which all processes share.
 */
export async function holdDueSchedule(
  tx: Tx,
  at: Date | null,
  except: readonly string[],
): Promise<(ScheduleRow & { moment: string }) | null> {
  const { rows } = await sql<ScheduleRow & { moment: string }>`
    with clock as materialized (select coalesce(${at}::timestamptz, clock_timestamp()) as moment)
    select ${columns}, ${wholeInput}, clock.moment from public.job_schedules, clock
    where enabled and (due_at is null or due_at <= clock.moment) and id <> all (${except}::text[])
    order by due_at nulls first, id limit 1 for update of job_schedules skip locked`.execute(tx);
  return rows[0] ?? null;
}

/** Moves a schedule on to its next slot; `runId` is that of the run it was fired as. */
export async function moveSchedule(
  tx: Tx,
  id: string,
  dueAt: Date,
  runId: string | null,
): Promise<void> {
  await sql`
    update public.job_schedules set due_at = ${dueAt},
      last_run_id = coalesce(${runId}::uuid, last_run_id)
    where id = ${id}`.execute(tx);
}

/** Notes the run a schedule was started as by hand. */
export async function noteRun(tx: Tx, id: string, runId: string): Promise<void> {
  await sql`update public.job_schedules set last_run_id = ${runId} where id = ${id}`.execute(tx);
}

/** Milliseconds, by the database's clock, until the next schedule is due; null where none is. */
export async function untilNextDue(tx: Tx): Promise<number | null> {
  const { rows } = await sql<{ ms: number | null }>`
    select (extract(epoch from min(due_at) - clock_timestamp()) * 1000)::float8 as ms
    from public.job_schedules where enabled`.execute(tx);
  return rows[0]?.ms ?? null;
}
