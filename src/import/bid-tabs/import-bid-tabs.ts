import type { Readable } from 'node:stream';
import type pg from 'pg';
import { type CsvRecord, csvRecords } from '../csv-records.ts';
import { plainBytes } from '../plain-bytes.ts';
import { ProblemLog } from '../problems.ts';
import { ImportRefused } from '../refused.ts';
import { replaceDemo } from '../replace-demo.ts';
import type { ImportReport, ReplacedDemo } from '../report.ts';
import { type Layout, readHeader } from './columns.ts';
import { stageRows } from './stage-rows.ts';
import { type Written, writeModel } from './write-model.ts';

/** How a file is imported. */
export interface BidTabsOptions {
  /** Do everything and take it back, for the report. */
  dryRun?: boolean;
  /** Leave the demo library beside the imported one. */
  keepDemo?: boolean;
  /** Ids of users who become estimators of the imported projects. */
  members?: readonly string[];
  /** Told how many rows have been read, every few hundred. */
  onProgress?: (rows: number) => void;
}

/** Any number, the same in every Ratebook: imports at once go one after the other. */
const importLock = 7_283_746_502;

/**
 * Imports a bid-tabs file, plain or gzipped, in one transaction of its own: each contract becomes a project
 * with its winning bid as estimate, usage and price snapshot. A row that cannot be used is reported and left
 * out; a second import of the same file changes nothing. Memory does not grow with the file.
 * @throws {ImportRefused} for a file that is no such file; nothing is written then
 */
export async function importBidTabs(
  client: pg.ClientBase,
  file: Readable,
  options: BidTabsOptions = {},
): Promise<ImportReport> {
  const started = performance.now();
  const problems = new ProblemLog();
  const records = csvRecords(plainBytes(file));
  try {
    const layout = await headerOf(records);
    await client.query('begin');
    const result = await inTransaction(client, records, layout, problems, options).catch(
      async (error: unknown) => {
        // Where the connection itself is lost, so is the transaction; the first error says more.
        await client.query('rollback').catch(() => {});
        throw error;
      },
    );
    await client.query(options.dryRun ? 'rollback' : 'commit');
    return report(result, problems, options, (performance.now() - started) / 1000);
  } finally {
    await records.return(undefined);
    file.destroy();
  }
}

interface Result {
  rowsRead: number;
  written: Written;
  demo: ReplacedDemo | null;
}

async function headerOf(records: AsyncGenerator<CsvRecord>): Promise<Layout> {
  const first = await records.next();
  if (first.done) throw new ImportRefused('The file is empty.');
  if ('problem' in first.value) {
    throw new ImportRefused(`The file's first line is no header: ${first.value.problem}.`);
  }
  return readHeader(first.value.fields);
}

async function inTransaction(
  client: pg.ClientBase,
  records: AsyncIterable<CsvRecord>,
  layout: Layout,
  problems: ProblemLog,
  options: BidTabsOptions,
): Promise<Result> {
  await client.query('select pg_advisory_xact_lock($1)', [importLock]);
  // Every statement here is one pass over the rows: compiling it costs more than it saves.
  await client.query(`set local jit = off; set local work_mem = '64MB'`);
  const rowsRead = await stageRows(client, records, layout, problems, options.onProgress);
  const { rowCount } = await client.query('select from bid_rows limit 1');
  // A file without a single good row is no reason to give up the demo.
  const demo = rowCount && !options.keepDemo ? await replaceDemo(client) : null;
  const written = await writeModel(client, problems, options.members ?? []);
  return { rowsRead, written, demo };
}

function report(
  { rowsRead, written, demo }: Result,
  problems: ProblemLog,
  options: BidTabsOptions,
  seconds: number,
): ImportReport {
  const summary = problems.summary();
  return {
    format: 'bid-tabs',
    dryRun: options.dryRun ?? false,
    ...written,
    rows: { read: rowsRead, ...written.rows, rejected: summary.total },
    problems: summary,
    demo,
    seconds,
  };
}
