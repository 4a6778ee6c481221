import { createReadStream } from 'node:fs';
import { access } from 'node:fs/promises';
import { readHeader } from '../import/bid-tabs/columns.ts';
import { type BidRow, readRow } from '../import/bid-tabs/rows.ts';
import { csvRecords } from '../import/csv-records.ts';
import { plainBytes } from '../import/plain-bytes.ts';
import { ImportRefused } from '../import/refused.ts';

/** A row of a bid-tabs file that can be read, with its numbers as numbers. */
export interface Bid {
  contract: string;
  item: string;
  /** Day of the letting, counted from 1970. */
  day: number;
  quantity: number;
  unit: string;
  price: number;
  region: string;
}

/**
 * The bids of a file, plain or .gz, in its order; rows an import would reject are left out.
 * @throws {ImportRefused} where it is no bid-tabs file
 */
export async function readBids(path: string): Promise<Bid[]> {
  await access(path).catch((cause) => {
    throw new ImportRefused(`There is no file ${path} that can be read.`, { cause });
  });
  const records = csvRecords(plainBytes(createReadStream(path)));
  const bids: Bid[] = [];
  let layout: ReturnType<typeof readHeader> | null = null;
  for await (const record of records) {
    if ('problem' in record) {
      if (!layout) throw new ImportRefused(`${path}: the first line is no header.`);
      continue;
    }
    if (!layout) {
      layout = readHeader(record.fields);
      continue;
    }
    const read = readRow(record.fields, record.line, layout);
    if ('row' in read) bids.push(toBid(read.row));
  }
  if (bids.length === 0) throw new ImportRefused(`${path} has no row that can be read.`);
  return bids;
}

function toBid(row: BidRow): Bid {
  return {
    contract: row.contractId,
    item: row.payItem,
    day: Date.parse(`${row.lettingDate}T00:00:00Z`) / 86_400_000,
    quantity: Number(row.quantity),
    unit: row.unit,
    price: Number(row.unitPrice),
    region: row.region,
  };
}
