import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { ReportRequest } from '../../../contract/price-reports.ts';
import type { Tx } from '../../database.ts';

/** A report to be made. */
export interface NewReport {
  /** Its run's. */
  id: string;
  ownerId: string;
  request: ReportRequest;
  title: string;
  scheduled: boolean;
  administrator: boolean;
}

/** Notes down that a report is asked for, as the service; a second time it stays as it is. */
export async function noteReport(tx: Tx, report: NewReport): Promise<void> {
  await sql`
    insert into public.price_reports (id, owner_id, project_id, request, title, scheduled, by_administrator)
    values (${report.id}, ${report.ownerId}, ${report.request.project ?? null}, ${JSON.stringify(report.request)}::jsonb,
      ${report.title}, ${report.scheduled}, ${report.administrator})
    on conflict (id) do nothing`.execute(tx);
}

/** Projects that not everybody may read whose prices a report of this scope holds; as the person it is made for. */
export async function privateSources(tx: Tx, project: string | undefined): Promise<string[]> {
  if (project) return [project];
  const { rows } = await sql<{ id: string }>`
    select id from ratebook.my_private_projects() as own (id) order by id`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Keeps a report's file, as the service; false where the report was removed meanwhile. */
export async function keepFile(
  tx: Tx,
  id: string,
  file: { name: string; bytes: Uint8Array; sources: readonly string[] },
): Promise<boolean> {
  const { rows } = await sql`
    update public.price_reports set file_name = ${file.name}, size = ${file.bytes.byteLength}, made_at = now(),
      sources = ${file.sources}::uuid[]
    where id = ${id} returning id`.execute(tx);
  if (rows.length === 0) return false;
  await sql`
    insert into public.price_report_files (report_id, bytes) values (${id}, ${file.bytes})
    on conflict (report_id) do update set bytes = excluded.bytes`.execute(tx);
  return true;
}

/** @throws {PublicError} `not_found`, also for one the reader may not see; `forbidden` for one of somebody else. */
export async function removeReport(tx: Tx, id: string): Promise<void> {
  const seen = await sql`select from public.price_reports where id = ${id}`.execute(tx);
  if (seen.rows.length === 0) {
    throw new PublicError('not_found', `There is no report ${id} that you may see.`);
  }
  const removed = await sql`
    delete from public.price_reports where id = ${id} returning id`.execute(tx);
  if (removed.rows.length === 0) {
    throw new PublicError('forbidden', 'Only its owner or an administrator may remove a report.');
  }
}
