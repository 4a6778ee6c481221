import { costOptions } from '../../src/contract/complex-costs.ts';
import type { JobName } from '../../src/contract/jobs.ts';
import type { Database, Tx } from '../../src/database/database.ts';
import { publicErrorOf } from '../../src/database/errors.ts';
import { service } from '../../src/database/identity.ts';
import { enqueueJob } from '../../src/database/queries/jobs/enqueue.ts';
import { draftBulkUpdate, startBulkUpdate } from '../../src/operations/bulk-update.ts';
import { people } from './people.ts';

/** What jobs are asked for about. */
export interface Ground {
  projects: readonly string[];
  /** Library items to calculate. */
  items: readonly string[];
  /** Library items whose prices a bulk update changes, and in batches of how many. */
  priced: readonly string[];
  batchSize: number;
}

const by = { trigger: 'service', userId: null } as const;

/** Kinds that need a file, a report or a calculation kept beforehand, which are not asked for here yet. */
type NotYet = 'calculate-costs' | 'import-library' | 'make-price-report';
/** Every other kind of job. */
export type AskedFor = Exclude<JobName, NotYet>;

/** Asks for the n-th job of a kind; gives its run's id. One that is missing does not compile. */
const ways: {
  readonly [Name in AskedFor]: (database: Database, ground: Ground, n: number) => Promise<string>;
} = {
  'aggregate-library-popularity': (database) =>
    database.as(service, (tx) => enqueueJob(tx, 'aggregate-library-popularity', {}, by)),
  'refresh-price-months': (database) =>
    database.as(service, (tx) => enqueueJob(tx, 'refresh-price-months', {}, by)),
  'detect-price-changes': (database) =>
    database.as(service, (tx) => enqueueJob(tx, 'detect-price-changes', {}, by)),
  'capture-price-snapshots': (database) =>
    database.as(service, (tx) => enqueueJob(tx, 'capture-price-snapshots', {}, by)),
  'clean-job-logs': (database) =>
    database.as(service, (tx) => enqueueJob(tx, 'clean-job-logs', {}, by)),
  'apply-retention': (database) =>
    database.as(service, (tx) => enqueueJob(tx, 'apply-retention', {}, by)),
  'capture-price-snapshot': (database, { projects }, n) => {
    const input = { projectId: projects[n % projects.length] ?? '', includeAllItems: false };
    return database.as(service, (tx) => enqueueJob(tx, 'capture-price-snapshot', input, by));
  },
  'calculate-complex-factors': (database, { projects, items }, n) => {
    const projectId = projects[n % projects.length] ?? '';
    const input = { projectId, libraryItemIds: [...items], options: costOptions.parse({}) };
    return database.as(service, (tx) => enqueueJob(tx, 'calculate-complex-factors', input, by));
  },
  'bulk-update': (database, { priced, batchSize }) =>
    database.as(people.admin, async (tx: Tx) => {
      const change = { method: 'percent', value: '1' } as const;
      const selection = { ids: [...priced] };
      const { update } = await draftBulkUpdate(tx, people.admin, {
        target: 'items',
        selection,
        change,
      });
      return (await startBulkUpdate(tx, people.admin, update.id, batchSize)).job_id;
    }),
};

/** The names of the jobs that are asked for here. */
export const everyJob = Object.keys(ways) as AskedFor[];

/** Asks for the n-th job of a kind. Gives null where the kind takes no second run beside one that is there. */
export async function ask(
  database: Database,
  name: AskedFor,
  ground: Ground,
  n = 0,
): Promise<string | null> {
  try {
    return await ways[name](database, ground, n);
  } catch (error) {
    if (publicErrorOf(error)?.code === 'conflict') return null;
    throw error;
  }
}
