import type { PgBoss } from 'pg-boss';
import { ZodError } from 'zod';
import type { ErrorCode } from '../contract/errors.ts';
import { type JobName, jobs } from '../contract/jobs.ts';
import { secretsIn, withoutSecrets } from '../core/secrets/index.ts';
import { publicErrorOf } from '../database/errors.ts';
import { service } from '../database/identity.ts';
import {
  holdRun,
  logFailure,
  logLine,
  logProgress,
  saveCheckpoint,
} from '../database/queries/jobs/write-log.ts';
import type { ProgressReport } from '../operations/progress.ts';
import type { QueueOptions } from './options.ts';
import { anyProcessors, type Processor } from './processors.ts';
import { handlers } from './registry.ts';
import type { Handler, RunContext } from './run.ts';
import { inTurn } from './transaction.ts';

/** A worker says so often that it lives, and hears so soon that its run was cancelled. */
const heartbeatRefreshSeconds = 1;
/** A job is taken as soon as it is announced; looking is for retries and those whose announcement was lost. */
const polling = { pollingIntervalSeconds: 1, notifyPollingIntervalSeconds: 2 };
/** Errors that the next attempt would only repeat. */
const permanent: ReadonlySet<ErrorCode> = new Set(['invalid_input', 'not_found', 'forbidden']);

/** What the database waits beyond the longest an attempt may take before it ends its transaction, in milliseconds. */
const graceMs = 5_000;

/**
 * Begins to work on a queue: takes its jobs and does them. That a run began, and that it ended well, is written with
 * pg-boss's own claim and completion (`ratebook.follow_job()`); that it failed, here.
 */
export async function startWorker<Name extends JobName>(
  boss: PgBoss,
  name: Name,
  options: QueueOptions,
): Promise<void> {
  const { database, observe, processors = anyProcessors } = options;
  const { workers, groupLimit } = jobs[name];
  const work = {
    transactional: true,
    includeMetadata: true,
    localConcurrency: workers,
    groupConcurrency: groupLimit,
    heartbeatRefreshSeconds,
    // The run bounds its transaction itself: pg-boss would read a view for it that takes longer than all the rest.
    transactionTimeoutSeconds: 0,
    ...polling,
  } as const;
  const workerId = await boss.work(name, work, async ([job], bossTx) => {
    if (!job) return;
    // Jobs enqueued together wake a worker once, for one of them: it looks for the next as soon as it can.
    boss.notifyWorker(workerId);
    // What the run is given it may use, but what it says is read by others.
    const secrets = secretsIn(job.data);
    const processor = processors.forRun();
    const run = { id: job.id, attempt: job.retryCount + 1, secrets, processor };
    const started = performance.now();
    observe({ type: 'run started', runId: run.id, job: name, attempt: run.attempt });
    try {
      const { signal } = job;
      const turn = {
        runId: run.id,
        attempt: run.attempt,
        // Two workers that look at the same moment may each take a run of a group whose limit is one.
        group: job.groupId && groupLimit === 1 ? `${name}/${job.groupId}` : null,
        timeoutMs: job.expireInSeconds * 1000 + graceMs,
        servedBy: options.servedBy,
        processor,
      };
      const output = await untilAborted(signal, () =>
        inTurn(
          bossTx,
          turn,
          // Its moment is when its turn has come: two captures of one moment would be one snapshot.
          (tx, checkpoint) =>
            handle(name, job.data, { ...contextOf(options, run), tx, checkpoint, signal }, options),
          signal,
        ),
      );
      const duration = performance.now() - started;
      observe({ type: 'run completed', runId: run.id, job: name, duration });
      return withoutSecrets(output, run.secrets);
    } catch (reason) {
      const again = job.retryCount < job.retryLimit && !isPermanent(reason);
      const error = withoutSecrets(reason, run.secrets);
      if (!again) await tryNoMore(boss, name, run.id);
      observe({ type: 'run failed', runId: run.id, job: name, again, error });
      await database.as(service, (tx) => logFailure(tx, run.id, error, again));
      throw error;
    }
  });
}

/** Reads the input and does the work. */
function handle<Name extends JobName>(
  name: Name,
  data: unknown,
  context: RunContext,
  { handlers: replaced }: QueueOptions,
) {
  // The table's type says that each name's handler takes its input; TypeScript loses the pairing over a generic name.
  const handler = (replaced?.[name] ?? handlers[name]) as Handler<Name>;
  return handler(jobs[name].input.parse(data) as never, context);
}

/** An attempt of a run, with the secrets it was given and what it works by. */
interface Attempt {
  id: string;
  attempt: number;
  secrets: readonly string[];
  processor: Processor;
}

/** What a handler is given that writes apart from its transaction. */
function contextOf({ database, now }: QueueOptions, run: Attempt) {
  return {
    runId: run.id,
    now: now(),
    progress: (report: ProgressReport) =>
      database.as(service, (tx) => logProgress(tx, run.id, report)),
    log: (level: 'info' | 'warning' | 'error', message: string) =>
      database.as(service, (tx) => logLine(tx, run, level, withoutSecrets(message, run.secrets))),
    step: (work: Parameters<RunContext['step']>[0]) =>
      run.processor.use(() =>
        database.as(service, async (tx) => {
          await holdRun(tx, run);
          const { checkpoint, progress } = await work(tx);
          await saveCheckpoint(tx, run.id, checkpoint);
          if (progress) await logProgress(tx, run.id, progress);
        }),
      ),
  };
}

/** Ends with what `work` does, or at once when it is to stop; what it wrote is then taken back with its transaction. */
async function untilAborted<T>(signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  signal.throwIfAborted();
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener('abort', abort, { once: true });
  try {
    return await Promise.race([work(), aborted.promise]);
  } finally {
    signal.removeEventListener('abort', abort);
  }
}

function isPermanent(error: unknown): boolean {
  if (error instanceof ZodError) return true;
  const known = publicErrorOf(error);
  return known !== null && permanent.has(known.code);
}

/** Makes this attempt a job's last: pg-boss has no word for that. */
async function tryNoMore(boss: PgBoss, name: JobName, id: string): Promise<void> {
  await boss
    .getDb()
    .executeSql(
      `update pgboss.job set retry_limit = retry_count where name = $1 and id = $2 and state = 'active'`,
      [name, id],
    );
}
