import type { JobName } from '../contract/jobs.ts';
import type { Changes } from '../database/changes.ts';
import type { Database } from '../database/database.ts';
import type { Processors } from './processors.ts';
import type { Handlers } from './run.ts';

/** What is worth knowing of the jobs as they run. */
export type JobEvent =
  | { type: 'run started'; runId: string; job: JobName; attempt: number }
  /** Its work is done; it is over once its transaction is committed, right after. */
  | { type: 'run completed'; runId: string; job: JobName; duration: number }
  | { type: 'run failed'; runId: string; job: JobName; again: boolean; error: unknown }
  | { type: 'queue trouble'; error: unknown };

/** What the queue needs from outside. */
export interface QueueOptions {
  /** Address of the database whose jobs are worked on. LISTEN needs a session: no transaction pooler. */
  url: string;
  /** For log rows, which stay when a run's own transaction is taken back. */
  database: Database;
  /** Tells of queues that are paused or go on. */
  changes: Changes;
  /** Of the schedules that name none. */
  timeZone: string;
  now: () => Date;
  observe: (event: JobEvent) => void;
  /** Is told which of the database's processes serves a run, as its turn begins. */
  servedBy?: ((processId: number) => void) | undefined;
  /** The processors its runs share; as many as they like, where they are left out. */
  processors?: Processors | undefined;
  /** Handlers in place of the product's own: for measurements and tests of the queue itself. */
  handlers?: Partial<Handlers>;
}
