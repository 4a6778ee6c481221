import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Who or what asked for a run. */
export type Trigger = 'schedule' | 'person' | 'service';

/** A run as it begins. */
export interface RunStart {
  id: string;
  jobName: string;
  trigger: Trigger;
  requestedBy: string | null;
  input: unknown;
  /** 1 for the first. */
  attempt: number;
}

/** Writes that a run begins: its row is made, or, where it was queued or tried before, brought up to date. */
export async function logStart(tx: Tx, run: RunStart): Promise<void> {
  await sql`
    insert into public.background_job_logs as l
      (id, job_name, trigger, requested_by, input, status, attempt, started_at)
    values (${run.id}, ${run.jobName}, ${run.trigger}, ${run.requestedBy}, ${JSON.stringify(run.input)}::jsonb,
      'running', ${run.attempt}, now())
    on conflict (id) do update set status = 'running', attempt = excluded.attempt, started_at = now(),
      finished_at = null, phase = null, done = null, total = null`.execute(tx);
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

/** Writes that a run ended well, and what it did. */
export async function logSuccess(tx: Tx, id: string, output: unknown): Promise<void> {
  await sql`
    update public.background_job_logs
    set status = 'completed', finished_at = clock_timestamp(), output = ${JSON.stringify(output)}::jsonb,
      error_message = null, error_stack = null, phase = null
    where id = ${id}`.execute(tx);
}

/** Writes that an attempt failed; `again`: another one will follow. */
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
    where id = ${id}`.execute(tx);
}
