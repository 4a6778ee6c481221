import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import type { CsvRecord } from '../csv-records.ts';
import type { ProblemLog } from '../problems.ts';
import type { Layout } from './columns.ts';
import { type BidRow, readRow } from './rows.ts';

/** Rows sent to the server at a time. */
const batchSize = 500;

// unit_key: 'L.F.', 'LF' and 'lf' are one unit.
const createTable = `
  create temporary table bid_rows (
    line integer, contract_id text, letting_date date, project_name text, county text, region text,
    pay_item text, description text, quantity numeric, unit text, unit_price numeric,
    unit_key text generated always as (lower(translate(unit, '. ', ''))) stored
  ) on commit drop`;

const copy = `
  copy bid_rows (line, contract_id, letting_date, project_name, county, region,
    pay_item, description, quantity, unit, unit_price) from stdin`;

/**
 * Streams the good rows into the temporary table `bid_rows` of the caller's transaction; the others go to
 * `problems`.
 * @returns the number of rows read, good and bad
 */
export async function stageRows(
  client: pg.ClientBase,
  records: AsyncIterable<CsvRecord>,
  layout: Layout,
  problems: ProblemLog,
  onProgress: (rows: number) => void = () => {},
): Promise<number> {
  let read = 0;
  async function* batches(): AsyncGenerator<Buffer> {
    let batch = '';
    for await (const record of records) {
      read += 1;
      const row = rowOf(record, layout, problems);
      if (row) batch += copyLine(row);
      if (read % batchSize !== 0) continue;
      onProgress(read);
      if (batch !== '') yield Buffer.from(batch);
      batch = '';
    }
    if (batch !== '') yield Buffer.from(batch);
  }
  await client.query(createTable);
  await pipeline(Readable.from(batches(), { objectMode: false }), client.query(copyFrom(copy)));
  await client.query('analyze bid_rows');
  onProgress(read);
  return read;
}

function rowOf(record: CsvRecord, layout: Layout, problems: ProblemLog): BidRow | null {
  if ('problem' in record) {
    problems.add({ line: record.line, field: null, reason: record.problem });
    return null;
  }
  const result = readRow(record.fields, record.line, layout);
  if ('row' in result) return result.row;
  problems.add(result.problem);
  return null;
}

function copyLine(row: BidRow): string {
  const text = `${row.line}\t${row.contractId}\t${row.lettingDate}\t${row.projectName}\t${row.county}\t${row.region}\t${row.payItem}\t${row.description}\t${row.quantity}\t${row.unit}\t${row.unitPrice}\n`;
  // Of what COPY treats specially only the backslash can stand in a row that was let through.
  return text.includes('\\') ? text.replaceAll('\\', '\\\\') : text;
}
