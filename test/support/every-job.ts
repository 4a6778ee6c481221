import type pg from 'pg';
import { costOptions } from '../../src/contract/complex-costs.ts';
import { maxAtOnce } from '../../src/contract/cost-calculations.ts';
import type { JobName } from '../../src/contract/jobs.ts';
import { reportFormat, reportRequest } from '../../src/contract/price-reports.ts';
import type { Database, Tx } from '../../src/database/database.ts';
import { publicErrorOf } from '../../src/database/errors.ts';
import { service } from '../../src/database/identity.ts';
import { enqueueJob } from '../../src/database/queries/jobs/enqueue.ts';
import { shareCounting } from '../../src/database/queries/popularity/countings.ts';
import { draftBulkUpdate, startBulkUpdate } from '../../src/operations/bulk-update.ts';
import { keepCosts } from '../../src/operations/keep-costs.ts';
import { giveFile, startImport } from '../../src/operations/library-imports.ts';
import { askForReport } from '../../src/operations/price-reports.ts';
import { people } from './people.ts';

/** What jobs are asked for about. */
export interface Ground {
  projects: readonly string[];
  /** Library items to calculate while somebody could wait. */
  items: readonly string[];
  /** Library items whose prices a bulk update changes, and in batches of how many. */
  priced: readonly string[];
  batchSize: number;
  /** More library items than are calculated at once; one unit of the n-th of them costs 2 n. */
  calculated: readonly string[];
  /** Items that each import brings. */
  imported: number;
}

/** How much there is of what jobs are asked for about; each as `Ground` says. */
export interface GroundSize {
  priced: number;
  batchSize: number;
  calculated?: number;
  imported?: number;
}

/**
 * Adds to a seeded database what jobs are asked for about: `priced` items whose prices nothing else changes, called
 * "priced n" with a price of `n + 0.5`, and those whose costs are calculated.
 */
export async function prepareGround(
  client: pg.Client,
  { priced, batchSize, calculated = maxAtOnce + 100, imported = 20 }: GroundSize,
): Promise<Ground> {
  const ids = async (sql: string) => (await client.query(sql)).rows.map(({ id }) => String(id));
  const projects = await ids('select id from public.projects order by id');
  const items = await ids('select id from public.library_items order by id limit 20');
  const add = (name: string, count: number) =>
    ids(`insert into public.library_items (section_id, code, name, unit, unit_price)
      select (select id from public.sections order by id limit 1), '${name} ' || n, '${name} ' || n, 'm', n + 0.5
      from generate_series(1, ${count}) n returning id`);
  const ground = {
    projects,
    items,
    priced: await add('priced', priced),
    batchSize,
    imported,
    calculated: await add('calculated', calculated),
  };
  await client.query(
    `with gauge as (
       insert into public.resources (kind, code, name, unit, rate) values ('material', 'gauge', 'Gauge', 't', 2) returning id)
     insert into public.factors (library_item_id, kind, resource_id, quantity_per_unit)
     select i.id, 'material', gauge.id, substr(i.code, 12)::numeric from gauge, public.library_items i
     where i.code like 'calculated %'`,
  );
  return ground;
}

const by = { trigger: 'service', userId: null } as const;

/** Two baskets, of items 0 and 1 and of all three: six pairs, in one block. */
const counted = {
  items: Int32Array.of(0, 1, 0, 1, 2),
  offsets: Int32Array.of(0, 2, 5),
  blocks: [{ from: 0, to: 3 }],
};

type Way = (database: Database, ground: Ground, n: number) => Promise<string>;

/** A way for those that take no input. */
const plainly =
  <Name extends JobName>(name: Name): Way =>
  (database) =>
    database.as(service, (tx) => enqueueJob(tx, name, {} as never, by));

/** Asks for the n-th job of a kind; gives its run's id. One that is missing does not compile. */
const ways: { readonly [Name in JobName]: Way } = {
  'aggregate-library-popularity': plainly('aggregate-library-popularity'),
  'refresh-price-months': plainly('refresh-price-months'),
  'detect-price-changes': plainly('detect-price-changes'),
  'capture-price-snapshots': plainly('capture-price-snapshots'),
  'clean-job-logs': plainly('clean-job-logs'),
  'apply-retention': plainly('apply-retention'),
  'capture-price-snapshot': (database, { projects }, n) => {
    const input = { projectId: projects[n % projects.length] ?? '', includeAllItems: false };
    return database.as(service, (tx) => enqueueJob(tx, 'capture-price-snapshot', input, by));
  },
  'calculate-complex-factors': (database, { projects, items }, n) => {
    const projectId = projects[n % projects.length] ?? '';
    const input = { projectId, libraryItemIds: [...items], options: costOptions.parse({}) };
    return database.as(service, (tx) => enqueueJob(tx, 'calculate-complex-factors', input, by));
  },
  'calculate-costs': (database, { projects, calculated }, n) => {
    const project_id = projects[n % projects.length] ?? '';
    const what = { library_item_ids: [...calculated] };
    return database.as(service, async (tx) => {
      const { run_id } = await keepCosts(tx, service, { project_id, what }, new Date());
      return run_id ?? '';
    });
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
  'import-library': (database, { imported }, n) =>
    database.as(people.admin, async (tx) => {
      const given = await giveFile(tx, `${n}.csv`, new TextEncoder().encode(fileOf(n, imported)));
      const { mapping } = given;
      return (await startImport(tx, people.admin, given.id, { dry_run: false, mapping })).job_id;
    }),
  'count-pair-block': (database) =>
    database.as(service, async (tx) => {
      const { items, offsets, blocks } = counted;
      const baskets = { items, offsets, itemCount: 3 };
      return (await shareCounting(tx, null, baskets, blocks)).runIds[0] ?? '';
    }),
  'make-price-report': (database, { projects }, n) => {
    // By sevenths, since kinds of jobs take turns by numbers that three divides.
    const format = reportFormat.options[(n % 7) % 3];
    const request = reportRequest.parse({ project: projects[n % projects.length], format });
    return database.as(people.admin, (tx) => askForReport(tx, people.admin, request));
  },
};

/** A library of its own for each import: a section, and items whose codes say whose they are. */
function fileOf(n: number, items: number): string {
  const rows = Array.from({ length: items }, (_, at) =>
    [`imported ${n}-${at}`, `Imported ${at}`, 'm', '12.5', `imported ${n}`, 'Imports'].join(),
  );
  return ['Code,Name,Unit,Unit price,Section code,Division code', ...rows, ''].join('\n');
}

/** Asks for the n-th job of a kind. Gives null where the kind takes no second run beside one that is there. */
export async function ask(
  database: Database,
  name: JobName,
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
