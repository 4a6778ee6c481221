import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Who or what asked for a run. */
export type Trigger = 'schedule' | 'person' | 'service';

/** An attempt of a run as it begins. */
export interface RunStart {
  id: string;
  jobName: string;
  trigger: Trigger;
  requestedBy: string | null;
  input: unknown;
  /** 1 for the first. */
  attempt: number;
  /** The process that works on it. */
  worker: string;
  /** Done at once for somebody who waits. */
  foreground: boolean;
}

/**
 * Writes that an attempt begins: the run's row is made, or, where it was queued or tried before, brought up to date.
 * Attempts of it that seem to run still are lost: there is one at a time. Gives the checkpoint of the last step done.
 * @throws {RunTakenOver} where it was cancelled meanwhile.
 */
export async function logStart(tx: Tx, run: RunStart): Promise<unknown> {
  // One statement, and, where nothing else is written with it, one that is not waited for to be on disk: were it lost
  // with the server, so would be the attempt, and the next one writes its own.
  const { rows } = await sql<{ checkpoint: unknown }>`
    with begun as (
      insert into public.background_job_logs as l
        (id, job_name, trigger, requested_by, input, status, attempt, started_at, foreground)
      values (${run.id}, ${run.jobName}, ${run.trigger}, ${run.requestedBy}, ${JSON.stringify(run.input)}::jsonb,
        'running', ${run.attempt}, now(), ${run.foreground})
      on conflict (id) do update set status = 'running', attempt = excluded.attempt, started_at = now(),
        finished_at = null, phase = null
        where l.status in ('queued', 'running')
      returning l.id, l.checkpoint
    ), lost as (
      update public.job_attempts set outcome = 'lost', finished_at = now()
      where run_id = ${run.id} and attempt <> ${run.attempt} and outcome = 'running'
    ), attempted as (
      insert into public.job_attempts (run_id, attempt, worker)
      select id, ${run.attempt}, ${run.worker} from begun
      on conflict (run_id, attempt) do update set worker = excluded.worker, started_at = now(), finished_at = null,
        outcome = 'running', error_message = null, error_stack = null
    )
    select checkpoint, case when not ${run.foreground}::boolean
      then set_config('synchronous_commit', 'off', true) end from begun`.execute(tx);
  const [begun] = rows;
  if (!begun) throw new RunTakenOver('The run was cancelled before it began.');
  return begun.checkpoint;
}

/** Writes how far a run is. `done` and `total` count what the phase counts. */
export async function logProgress(
  tx: Tx,
  id: string,
  progress: { phase: string; done?: number; total?: number },
): Promise<void> {
  await sql`
    update public.background_job_logs
    set phase = ${progress.phase}, done = ${progress.done ?? null}, total = ${progress.total ?? null}
    where id = ${id}`.execute(tx);
}

/** Writes a line into a run's log. */
export async function logLine(
  tx: Tx,
  run: { id: string; attempt: number },
  level: 'info' | 'warning' | 'error',
  message: string,
): Promise<void> {
  await sql`
    insert into public.job_log_lines (run_id, attempt, level, message)
    values (${run.id}, ${run.attempt}, ${level}, ${message})`.execute(tx);
}

/** A step of a run cannot be kept: another attempt has taken over, or the run was cancelled. */
export class RunTakenOver extends Error {
  override name = 'RunTakenOver';
}

/**
 * Holds a run for a step of this attempt: until the transaction ends no other attempt can begin a step.
 * @throws {RunTakenOver}
 */
export async function holdRun(tx: Tx, run: { id: string; attempt: number }): Promise<void> {
  const { rows } = await sql`
    select from public.background_job_logs
    where id = ${run.id} and attempt = ${run.attempt} and status = 'running' for update`.execute(
    tx,
  );
  if (rows.length === 0) {
    throw new RunTakenOver('Another attempt has taken this run over, or it was cancelled.');
  }
}

/** Keeps, with what a step wrote, where the next one goes on. */
export async function saveCheckpoint(tx: Tx, id: string, checkpoint: unknown): Promise<void> {
  await sql`
    update public.background_job_logs set checkpoint = ${JSON.stringify(checkpoint)}::jsonb
    where id = ${id}`.execute(tx);
}

/** Writes that a run ended well, and what it did. */
export async function logSuccess(tx: Tx, id: string, output: unknown): Promise<void> {
  await sql`
    with ended as (
      update public.job_attempts set outcome = 'completed', finished_at = clock_timestamp()
      where run_id = ${id} and outcome = 'running'
    )
    update public.background_job_logs
    set status = 'completed', finished_at = clock_timestamp(), output = ${JSON.stringify(output)}::jsonb,
      error_message = null, error_stack = null, phase = null
    where id = ${id}`.execute(tx);
}

/** Writes that an attempt failed; `again`: another one will follow. A run that was cancelled stays so. */
export async function logFailure(
  tx: Tx,
  id: string,
  error: unknown,
  again: boolean,
): Promise<void> {
  const message = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error ? (error.stack ?? null) : null;
  await sql`
    update public.background_job_logs
    set status = ${again ? 'queued' : 'failed'}, finished_at = ${again ? null : sql`clock_timestamp()`},
      error_message = ${message}, error_stack = ${stack}, phase = null
    where id = ${id} and status = 'running'`.execute(tx);
  await sql`
    update public.job_attempts
    set outcome = 'failed', finished_at = clock_timestamp(), error_message = ${message}, error_stack = ${stack}
    where run_id = ${id} and outcome = 'running'`.execute(tx);
}
