import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { importBidTabs } from '../src/import/bid-tabs/import-bid-tabs.ts';
import { plainBytes } from '../src/import/plain-bytes.ts';
import { generatedBidTabs } from './support/bid-tabs.ts';
import { withFreshDatabase } from './support/fresh-database.ts';

/** One way of getting the rows in, the median of its rounds. */
interface Measured {
  seconds: number;
  rowsPerSecond: number;
  /** Peak resident memory of this process while it ran, in megabytes. */
  peakMemoryMb: number;
}

const rounds = 3;

/**
 * Imports a bid-tabs file, `args[0]` or 100,000 generated rows, beside a plain `COPY` of the same bytes into an
 * ordinary table of the same columns. Each round has a fresh database of its own on the server of
 * `databaseUrl`, so nothing that is there is touched.
 */
export async function run({
  databaseUrl,
  args,
}: {
  databaseUrl: string;
  args: string[];
}): Promise<object> {
  const folder = await mkdtemp(join(tmpdir(), 'ratebook-bench-'));
  try {
    const file = args[0] ?? join(folder, 'generated.csv');
    if (args[0] === undefined) await pipeline(generatedBidTabs(100_000), createWriteStream(file));
    let rows = 0;
    const imports: Measured[] = [];
    const copies: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      await withFreshDatabase(databaseUrl, async (client) => {
        copies.push(await measure(() => copyPlain(client, file)));
        imports.push(
          await measure(async () => {
            rows = (await importBidTabs(client, createReadStream(file))).rows.read;
            return rows;
          }),
        );
      });
    }
    const result = {
      file: args[0] ?? 'generated',
      bytes: (await stat(file)).size,
      rows,
      rounds,
      import: median(imports),
      copy: median(copies),
    };
    const ratio = Number((result.import.seconds / result.copy.seconds).toFixed(2));
    print(result.import, result.copy, ratio);
    return { ...result, importOverCopy: ratio };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function copyPlain(client: pg.Client, file: string): Promise<number> {
  await client.query(`create table bid_tabs_copied (contract_id text, letting_date date, job_description text,
    county text, region text, pay_item text, description text, quantity numeric, unit text, unit_price numeric)`);
  const copy = client.query(
    copyFrom('copy bid_tabs_copied from stdin with (format csv, header match)'),
  );
  await pipeline(Readable.from(plainBytes(createReadStream(file)), { objectMode: false }), copy);
  return copy.rowCount;
}

/** Runs `work`, which says how many rows it took; memory is looked at every few milliseconds. */
async function measure(work: () => Promise<number>): Promise<Measured> {
  globalThis.gc?.();
  let peak = process.memoryUsage.rss();
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 5);
  const started = performance.now();
  const rows = await work().finally(() => clearInterval(watch));
  const seconds = (performance.now() - started) / 1000;
  return {
    seconds: Number(seconds.toFixed(3)),
    rowsPerSecond: Math.round(rows / seconds),
    peakMemoryMb: Math.round(peak / 2 ** 20),
  };
}

/** The round in the middle by time, with the highest peak of all. */
function median(all: readonly Measured[]): Measured {
  const middle = all.toSorted((a, b) => a.seconds - b.seconds)[Math.floor(all.length / 2)];
  if (!middle) throw new RangeError('Nothing was measured.');
  return { ...middle, peakMemoryMb: Math.max(...all.map(({ peakMemoryMb }) => peakMemoryMb)) };
}

function print(imported: Measured, copied: Measured, ratio: number): void {
  console.table({
    'import into the model': imported,
    'COPY into one table': copied,
  });
  console.log(`The import takes ${ratio} times as long as COPY.`);
}
