import { createReadStream } from 'node:fs';
import { open, readFile } from 'node:fs/promises';
import pg from 'pg';
import { ConfigError, readConfig } from './config.ts';
import type { LibraryImportReport } from './contract/library-files.ts';
import { connect } from './database/database.ts';
import { DatabaseStartError } from './database/embedded.ts';
import { service } from './database/identity.ts';
import { MigrationError } from './database/migrate.ts';
import { openDatabase } from './database/open.ts';
import { refreshPriceMonths } from './database/queries/prices/refresh-months.ts';
import { lookAtFile, readLibraryFile, UnreadableFile } from './exchange/index.ts';
import { importBidTabs } from './import/bid-tabs/import-bid-tabs.ts';
import { type ImportCommand, parseCommand, UsageError, usage } from './import/command.ts';
import { renderLibraryReport } from './import/library-report.ts';
import { ImportRefused } from './import/refused.ts';
import { type ImportReport, renderReport } from './import/report.ts';
import { aggregatePopularity } from './operations/aggregate-popularity.ts';
import { importLibrary } from './operations/import-library.ts';
import { lookForChangesSoon } from './operations/look-for-changes-soon.ts';

/** `npm run import -- <file>`: imports a file into the database, whether or not the server runs. */
async function main(): Promise<void> {
  const command = parseCommand(process.argv.slice(2));
  if (!command) {
    console.log(usage);
    return;
  }
  await refuseUnreadable(command.file);
  const config = readConfig(process.env);
  const database = await openDatabase(config, { beside: true });
  for (const [signal, number] of [
    ['SIGINT', 2],
    ['SIGTERM', 15],
  ] as const) {
    // What was written so far is taken back with the connection.
    process.once(signal, () => void database.stop().finally(() => process.exit(128 + number)));
  }
  try {
    if (command.format !== 'bid-tabs') {
      console.log(renderLibraryReport(await importLibraryInto(database.url, command)).join('\n'));
      return;
    }
    const report = await importInto(database.url, command);
    console.log(renderReport(report).join('\n'));
    if (!report.dryRun && report.contracts.imported > 0) {
      console.log(await learn(database.url));
    }
  } finally {
    await database.stop();
  }
}

async function refuseUnreadable(file: string): Promise<void> {
  try {
    const handle = await open(file);
    const isFile = (await handle.stat()).isFile();
    await handle.close();
    if (!isFile) throw new UsageError(`${file} is not a file.`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new UsageError(
      code === 'ENOENT' ? `There is no file ${file}.` : `${file} cannot be read (${code}).`,
      { cause: error },
    );
  }
}

async function importInto(url: string, command: ImportCommand): Promise<ImportReport> {
  const client = new pg.Client({ connectionString: url, application_name: 'ratebook import' });
  await client.connect();
  try {
    return await importBidTabs(client, createReadStream(command.file), {
      dryRun: command.dryRun,
      keepDemo: command.keepDemo,
      members: command.members,
      ...(process.stderr.isTTY && { onProgress: showProgress }),
    });
  } finally {
    await client.end();
  }
}

/** A library's file, by the column names it has; in the browser they can be corrected. */
async function importLibraryInto(
  url: string,
  { file, format, dryRun, currency, decimalMark }: ImportCommand,
): Promise<LibraryImportReport> {
  const bytes = await readFile(file);
  const look = await lookAtFile(bytes, file);
  if (look.format !== format.replace('library-', '')) {
    const is = { csv: 'a CSV text', xlsx: 'an Excel workbook', bc3: 'a BC3 file' }[look.format];
    throw new UnreadableFile(`${file} is ${is}, and not what --format ${format} takes.`);
  }
  const mapping = {
    ...look.mapping,
    ...(currency !== null && { currency }),
    ...(decimalMark !== null && { decimal_mark: decimalMark }),
  };
  if (look.format !== 'bc3' && mapping.sheets.every(({ table }) => table === null)) {
    throw new UnreadableFile(
      'No column names of items, resources or build-ups were found; give the file in the browser, where columns can be told.',
    );
  }
  const database = connect(url, { max: 1 });
  try {
    const records = readLibraryFile(bytes, look.format, mapping);
    return await database.as(service, (tx) => importLibrary(tx, records, { dryRun }));
  } finally {
    await database.close();
  }
}

function showProgress(rows: number): void {
  if (rows % 10_000 === 0) process.stderr.write(`\r${rows.toLocaleString('en-US')} rows read\r`);
}

/** More months than any file has: all are summed up at once, so that trends are quick from the start. */
const allMonths = 12_000;

/** Counts and learns as of the newest use there is: bid tabs are past, and as of today nothing would be in use. */
async function learn(url: string): Promise<string> {
  const database = connect(url, { max: 1 });
  try {
    return await database.as(service, async (tx) => {
      const newest = await tx
        .selectFrom('estimate_library_usage')
        .select((use) => use.fn.max('used_at').as('at'))
        .executeTakeFirst();
      await refreshPriceMonths(tx, allMonths);
      const { message } = await aggregatePopularity(tx, new Date(newest?.at ?? Date.now()));
      const soon = await lookForChangesSoon(tx);
      return `${message}\nPrice changes are looked for ${soon ? 'in the background' : 'once a server runs'}.`;
    });
  } finally {
    await database.close();
  }
}

try {
  await main();
} catch (error) {
  if (error instanceof UsageError) {
    console.error(error.message);
    process.exitCode = 2;
  } else {
    const expected = [
      ImportRefused,
      UnreadableFile,
      ConfigError,
      DatabaseStartError,
      MigrationError,
    ];
    const foreseen = expected.some((kind) => error instanceof kind);
    console.error(foreseen && error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
