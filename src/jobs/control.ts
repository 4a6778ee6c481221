import { setTimeout as pause } from 'node:timers/promises';
import { sql } from 'kysely';
import type { PgBoss } from 'pg-boss';
import { PublicError } from '../contract/errors.ts';
import type { JobName } from '../contract/jobs.ts';
import type { Tx } from '../database/database.ts';
import { isDatabaseError } from '../database/errors.ts';
import { type Act, audit } from '../database/queries/jobs/audit.ts';
import type { JobControl } from '../operations/job-control.ts';
import { type BossTransaction, inBossTransaction } from './transaction.ts';
import { workerName } from './worker-name.ts';

interface Run {
  id: string;
  job_name: JobName;
}

/** States of pg-boss's jobs that wait, for their first attempt or another. */
const waiting = ['created', 'retry'];

/** Acts on the queue and on the log in one transaction: both, or neither. */
export function createControl(boss: PgBoss): JobControl {
  /** Does `inQueue` for the runs of each job, then `inLog` for all of them. */
  const change = async (
    ids: readonly string[],
    statuses: readonly string[],
    inQueue: (name: JobName, ids: string[], db: BossTransaction) => Promise<unknown>,
    /** The states the jobs are then in; null where they are gone. */
    states: readonly string[] | null,
    inLog: (tx: Tx, ids: string[]) => Promise<void>,
  ): Promise<number> => {
    const handle = await boss.getDb().beginTransaction?.();
    if (!handle) throw new Error('The queue has no transactions.');
    try {
      await holdJobs(handle.db, ids);
      const runs = await inBossTransaction(handle.db, (tx) => holdRuns(tx, ids, statuses));
      for (const [name, ofJob] of Map.groupBy(runs, (run) => run.job_name)) {
        const wanted = ofJob.map(({ id }) => id);
        await inQueue(name, wanted, handle.db);
        if (states && (await countIn(handle.db, name, wanted, states)) < wanted.length) {
          throw new PublicError(
            'conflict',
            'The queue no longer knows one of these runs, or it has just ended; look again.',
          );
        }
      }
      await inBossTransaction(handle.db, (tx) =>
        inLog(
          tx,
          runs.map(({ id }) => id),
        ),
      );
      await handle.commit();
      return runs.length;
    } catch (error) {
      await handle.rollback();
      if (isDatabaseError(error) && error.code === '23505') {
        throw new PublicError(
          'conflict',
          'This job takes no second run beside one that waits or runs; wait for that one to end.',
        );
      }
      throw error;
    }
  };

  return {
    retry: async (ids, by, input, why = {}) => {
      await untilFailed(boss, ids);
      return change(
        ids,
        ['failed', 'cancelled'],
        async (name, ofJob, db) => {
          await again(boss, name, ofJob, db);
          const [only] = ofJob;
          if (input !== undefined && only !== undefined) {
            await boss.update(name, input, { id: only, db });
          }
        },
        waiting,
        async (tx, retried) => {
          const edited =
            input === undefined ? sql`` : sql`, input = ${JSON.stringify(input)}::jsonb`;
          await sql`update public.background_job_logs set status = 'queued', finished_at = null, starts_at = null,
            phase = null ${edited}
            where id = any (${retried}::uuid[])`.execute(tx);
          const action = input === undefined ? 'retry' : 'edit';
          const details = input === undefined ? why : { ...why, input };
          await audit(tx, acts(retried, { by, action, details }));
        },
      );
    },
    cancel: (ids, by, why = {}) =>
      change(
        ids,
        ['queued', 'running'],
        (name, ofJob, db) => boss.cancel(name, ofJob, { db }),
        ['cancelled'],
        async (tx, cancelled) => {
          await sql`update public.background_job_logs
            set status = 'cancelled', finished_at = now(), phase = null, error_message = 'The run was cancelled.'
            where id = any (${cancelled}::uuid[])`.execute(tx);
          await sql`update public.job_attempts set outcome = 'cancelled', finished_at = now()
            where run_id = any (${cancelled}::uuid[]) and outcome = 'running'`.execute(tx);
          await audit(tx, acts(cancelled, { by, action: 'cancel', details: why }));
        },
      ),
    postpone: (ids, by, until) =>
      change(
        ids,
        ['queued'],
        (name, ofJob, db) => updateEach(boss, name, ofJob, { db, startAfter: until ?? new Date() }),
        waiting,
        async (tx, postponed) => {
          await sql`update public.background_job_logs set starts_at = ${until}
            where id = any (${postponed}::uuid[])`.execute(tx);
          const details = { until: until?.toISOString() ?? null };
          await audit(tx, acts(postponed, { by, action: 'postpone', details }));
        },
      ),
    prioritize: (ids, by, priority) =>
      change(
        ids,
        ['queued'],
        (name, ofJob, db) => updateEach(boss, name, ofJob, { db, priority }),
        waiting,
        async (tx, changed) => {
          await sql`update public.background_job_logs set priority = ${priority}
            where id = any (${changed}::uuid[])`.execute(tx);
          await audit(tx, acts(changed, { by, action: 'prioritize', details: { priority } }));
        },
      ),
    discard: (ids, by, reason, why = {}) =>
      change(
        ids,
        ['failed'],
        // Where the queue has forgotten it already there is nothing to remove.
        (name, ofJob, db) => boss.deleteJob(name, ofJob, { db }),
        null,
        async (tx, discarded) => {
          await sql`update public.background_job_logs set status = 'discarded', discard_reason = ${reason}
            where id = any (${discarded}::uuid[])`.execute(tx);
          await audit(tx, acts(discarded, { by, action: 'discard', details: { ...why, reason } }));
        },
      ),
    inputOf: async (id) => {
      const { rows } = await boss
        .getDb()
        .executeSql('select data from pgboss.job where id = $1', [id]);
      return rows[0]?.data ?? null;
    },
    workers: async () => {
      const instances = await boss.getInstances();
      return instances.filter(({ stoppedOn }) => stoppedOn === null).map(toWorker);
    },
  };
}

/** The queue hears of a failure so soon after the log, and is looked at so often, in milliseconds. */
const hears = { within: 2_000, lookEvery: 20 };

/**
 * Waits until the queue as well knows of the failures that the log tells of: a worker writes into the log first, and hands
 * the job back then. What takes longer was lost with its worker, and is left to the queue.
 */
async function untilFailed(boss: PgBoss, ids: readonly string[]): Promise<void> {
  const deadline = performance.now() + hears.within;
  while (performance.now() < deadline) {
    const { rows } = await boss.getDb().executeSql(
      `select from public.background_job_logs l join pgboss.job j on j.name = l.job_name and j.id = l.id
       where l.id = any ($1::uuid[]) and l.status = 'failed' and j.state = 'active' limit 1`,
      [ids],
    );
    if (rows.length === 0) return;
    await pause(hears.lookEvery);
  }
}

/** pg-boss changes the options of one job at a time; what has begun it leaves alone. */
async function updateEach(
  boss: PgBoss,
  name: JobName,
  ids: readonly string[],
  options: { db: BossTransaction; startAfter?: Date; priority?: number },
) {
  for (const id of ids) await boss.update(name, undefined, { ...options, id });
}

/** pg-boss tries failed jobs again in place, and cancelled ones: both keep their id, and so their run. */
async function again(boss: PgBoss, name: JobName, ids: string[], db: BossTransaction) {
  await boss.resume(name, ids, { db });
  await boss.retry(name, ids, { db });
}

async function countIn(
  db: BossTransaction,
  name: JobName,
  ids: readonly string[],
  states: readonly string[],
): Promise<number> {
  const { rows } = await db.executeSql(
    `select count(*)::int as count from pgboss.job
     where name = $1 and id = any ($2::uuid[]) and state::text = any ($3::text[])`,
    [name, ids, states],
  );
  return rows[0].count;
}

/** Holds the jobs of runs before the runs, as a worker does that claims or completes one: nobody waits in a circle. */
async function holdJobs(db: BossTransaction, ids: readonly string[]): Promise<void> {
  await db.executeSql(
    `select from public.background_job_logs l join pgboss.job j on j.name = l.job_name and j.id = l.id
     where l.id = any ($1::uuid[]) order by j.id for update of j`,
    [ids],
  );
}

async function holdRuns(
  tx: Tx,
  ids: readonly string[],
  statuses: readonly string[],
): Promise<Run[]> {
  const { rows } = await sql<Run>`
    select id, job_name from public.background_job_logs
    where id = any (${ids}::uuid[]) and status = any (${statuses}::text[]) order by id for update`.execute(
    tx,
  );
  return rows;
}

function acts(ids: readonly string[], act: Omit<Act, 'target'>): Act[] {
  return ids.map((target) => ({ ...act, target }));
}

function toWorker(instance: Awaited<ReturnType<PgBoss['getInstances']>>[number]) {
  return {
    name: workerName(instance.host, instance.pid),
    started_at: instance.startedOn.toISOString(),
    seen_at: instance.heartbeatOn.toISOString(),
    alive: instance.live,
    memory_bytes: instance.metrics?.rss ?? null,
  };
}
