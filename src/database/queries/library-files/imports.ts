import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type {
  FileMapping,
  LibraryFormat,
  LibraryImport,
  LibraryImportReport,
  SheetPreview,
} from '../../../contract/library-files.ts';
import type { Tx } from '../../database.ts';

/** A file as it is kept: with what a first look at it found. */
export interface GivenFile {
  name: string;
  format: LibraryFormat;
  content: Uint8Array;
  mapping: FileMapping;
  look: { sheets: SheetPreview[]; about: string | null };
}

/** Keeps a file, as somebody who may. */
export async function keepFile(tx: Tx, file: GivenFile): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into public.library_imports (file_name, format, content, look, mapping)
    values (${file.name}, ${file.format}, ${file.content}, ${JSON.stringify(file.look)}::jsonb, ${JSON.stringify(file.mapping)}::jsonb)
    returning id`.execute(tx);
  const [row] = rows;
  if (!row) throw new Error('The file just kept cannot be read.');
  return row.id;
}

/** A file that was given, without its content and the fields its columns can be. */
export type KeptImport = Omit<LibraryImport, 'fields'>;

/** @throws {PublicError} `not_found`, also for those who may not see it. */
export async function getImport(tx: Tx, id: string): Promise<KeptImport> {
  const { rows } = await sql<KeptImport>`
    select id, file_name, format, length(content) as bytes, created_at, created_by, mapping,
      look -> 'sheets' as sheets, look ->> 'about' as about, checked as "check", result, run_id
    from public.library_imports where id = ${id}`.execute(tx);
  return found(rows[0], id);
}

/** The content of a file. @throws {PublicError} `not_found` */
export async function getContent(
  tx: Tx,
  id: string,
): Promise<{ format: LibraryFormat; content: Uint8Array; imported: boolean }> {
  const { rows } = await sql<{ format: LibraryFormat; content: Uint8Array; imported: boolean }>`
    select format, content, result is not null as imported from public.library_imports where id = ${id} for update`.execute(
    tx,
  );
  return found(rows[0], id);
}

function found<T>(row: T | undefined, id: string): T {
  if (!row) throw new PublicError('not_found', `There is no file ${id} to import.`);
  return row;
}

/** The files given last, newest first. */
export async function listImports(tx: Tx) {
  const { rows } = await sql<
    Pick<KeptImport, 'id' | 'file_name' | 'format' | 'bytes' | 'created_at' | 'created_by'> & {
      imported: boolean;
    }
  >`
    select id, file_name, format, length(content) as bytes, created_at, created_by, result is not null as imported
    from public.library_imports order by created_at desc, id limit 50`.execute(tx);
  return { imports: rows };
}

/** Writes that a run was started, as the service. What was checked by another mapping says nothing any more. */
export async function markRun(
  tx: Tx,
  id: string,
  runId: string,
  mapping: FileMapping,
): Promise<void> {
  await sql`update public.library_imports set run_id = ${runId}, mapping = ${JSON.stringify(mapping)}::jsonb,
      checked = case when mapping = ${JSON.stringify(mapping)}::jsonb then checked end
    where id = ${id}`.execute(tx);
}

/** Keeps what a run said, as the service. */
export async function keepReport(tx: Tx, id: string, report: LibraryImportReport): Promise<void> {
  const column = sql.ref(report.dry_run ? 'checked' : 'result');
  await sql`update public.library_imports set ${column} = ${JSON.stringify(report)}::jsonb where id = ${id}`.execute(
    tx,
  );
}

/** Removes a file and what was said of it. @throws {PublicError} `not_found` */
export async function removeImport(tx: Tx, id: string): Promise<void> {
  const removed = await sql`delete from public.library_imports where id = ${id}`.execute(tx);
  if (Number(removed.numAffectedRows) === 0) found(undefined, id);
}
