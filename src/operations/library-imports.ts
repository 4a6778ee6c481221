import type { z } from 'zod';
import { PublicError } from '../contract/errors.ts';
import { jobs } from '../contract/jobs.ts';
import type {
  FileMapping,
  importStarted,
  LibraryImport,
  LibraryImportReport,
  LibraryTable,
  startImportInput,
} from '../contract/library-files.ts';
import { asService, type Tx } from '../database/database.ts';
import type { Identity } from '../database/identity.ts';
import { enqueueJob } from '../database/queries/jobs/enqueue.ts';
import {
  getContent,
  getImport,
  type KeptImport,
  keepFile,
  keepReport,
  markRun,
} from '../database/queries/library-files/imports.ts';
import {
  fieldsOf,
  lookAtFile,
  readLibraryFile,
  tableNames,
  UnreadableFile,
} from '../exchange/index.ts';
import { importLibrary, type LibraryImportOptions } from './import-library.ts';

/**
 * Keeps a file that somebody gave, with a first look at it.
 * @throws {PublicError} `invalid_input` where it is nothing a library can be in.
 */
export async function giveFile(tx: Tx, name: string, content: Uint8Array): Promise<LibraryImport> {
  const { format, mapping, ...look } = await told(() => lookAtFile(content, name));
  const id = await keepFile(tx, { name, format, content, mapping, look });
  return withFields(await getImport(tx, id));
}

/** A given file with the fields its columns can be. */
export function withFields(kept: KeptImport): LibraryImport {
  const fields = Object.fromEntries(
    tableNames.map((table) => [
      table,
      fieldsOf(table).map(([name, { label, needed }]) => ({ name, label, needed })),
    ]),
  ) as LibraryImport['fields'];
  return { ...kept, fields };
}

/**
 * Starts a check of a given file, or its import, in the background.
 * @throws {PublicError} `invalid_input` naming what the mapping lacks; `conflict` where it was imported already.
 */
export async function startImport(
  tx: Tx,
  identity: Identity,
  id: string,
  { dry_run: dryRun, mapping }: z.infer<typeof startImportInput>,
): Promise<z.infer<typeof importStarted>> {
  const kept = await getImport(tx, id);
  if (kept.result !== null) {
    throw new PublicError(
      'conflict',
      'This file was imported already; give it again to import it again.',
    );
  }
  if (kept.format !== 'bc3') checkMapping(kept, mapping);
  return asService(tx, identity, async () => {
    const by = { trigger: 'person', userId: identity.userId } as const;
    const runId = await enqueueJob(
      tx,
      jobs['import-library'].name,
      { importId: id, dryRun, mapping },
      by,
    );
    await markRun(tx, id, runId, mapping);
    return { success: true as const, id, job_id: runId, status_url: `/api/jobs/runs/${runId}` };
  });
}

/** The columns a table cannot be read without, and names that are none. */
function checkMapping({ sheets }: KeptImport, mapping: FileMapping): void {
  const refuse = (field: string, sentence: string) => {
    throw new PublicError('invalid_input', `${field}: ${sentence}`, { field });
  };
  for (const [at, { sheet, table, columns }] of mapping.sheets.entries()) {
    const field = `mapping.sheets[${at}]`;
    if (!sheets.some((found) => found.sheet === sheet)) {
      refuse(`${field}.sheet`, `the file has no sheet "${sheet}".`);
    }
    if (table === null) continue;
    checkColumns(table, columns, `${field}.columns`, refuse);
  }
  if (mapping.sheets.every(({ table }) => table === null)) {
    refuse('mapping.sheets', 'say of at least one sheet what its rows are.');
  }
}

function checkColumns(
  table: LibraryTable,
  columns: Record<string, number>,
  where: string,
  refuse: (field: string, sentence: string) => void,
): void {
  const fields = fieldsOf(table);
  for (const [name, { label, needed }] of fields) {
    if (needed === 'always' && columns[name] === undefined) {
      refuse(`${where}.${name}`, `say which column is the ${label.toLowerCase()}.`);
    }
  }
  for (const name of Object.keys(columns)) {
    if (!fields.some(([field]) => field === name)) {
      refuse(`${where}.${name}`, `is no field of ${table}.`);
    }
  }
}

/** Imports or checks a given file, and keeps what came of it. */
export async function importGivenFile(
  tx: Tx,
  id: string,
  { mapping, ...options }: LibraryImportOptions & { mapping: FileMapping },
): Promise<LibraryImportReport> {
  const { format, content, imported } = await getContent(tx, id);
  if (imported) throw new PublicError('invalid_input', 'This file was imported already.');
  const records = readLibraryFile(content, format, mapping);
  const report = await told(() => importLibrary(tx, records, options));
  await keepReport(tx, id, report);
  return report;
}

/** A file that cannot be read is for the person who gave it to know. */
async function told<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read();
  } catch (error) {
    if (error instanceof UnreadableFile) throw new PublicError('invalid_input', error.message);
    throw error;
  }
}
