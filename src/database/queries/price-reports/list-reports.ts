import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type {
  PriceReport,
  ReportFormat,
  reportsPage,
  reportsQuery,
} from '../../../contract/price-reports.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';

/** Whose run it is sees how far it is; a run's log may go sooner than its report. */
const columns = sql`r.id, r.title, r.project_id, r.owner_id, r.owner_id = auth.uid() as own, r.scheduled, r.request,
  case when r.made_at is not null then 'ready'
    when l.status in ('running', 'failed', 'cancelled') then l.status
    when l.status = 'completed' then 'failed' else 'queued' end as status,
  case when r.made_at is null then l.phase end as phase, case when r.made_at is null then l.error_message end as error,
  r.file_name, r.size, r.created_at, r.made_at,
  r.created_at + make_interval(days => (select ratebook.reports_keep_days())) as expires_at`;

const from = sql`public.price_reports r left join public.background_job_logs l on l.id = r.id`;

/** A page of the reports the reader may see, newest first. */
export async function listReports(
  tx: Tx,
  query: z.infer<typeof reportsQuery>,
): Promise<z.infer<typeof reportsPage>> {
  const after = fromCursor(query.cursor, 2);
  // The cursor keeps the microseconds that an ISO text in milliseconds would lose.
  const { rows } = await sql<PriceReport & { place: string }>`
    select ${columns}, r.created_at::text as place from ${from}
    where ${after ? sql`(r.created_at, r.id) < (${after[0]}::timestamptz, ${after[1]}::uuid)` : sql`true`}
    order by r.created_at desc, r.id desc limit ${query.limit + 1}`.execute(tx);
  const reports = rows.slice(0, query.limit);
  const last = reports.at(-1);
  return {
    reports: reports.map(({ place: _, ...report }) => report),
    next_cursor: rows.length > query.limit && last ? toCursor([last.place, last.id]) : null,
  };
}

/** @throws {PublicError} `not_found`, also for a report the reader may not see. */
export async function getReport(tx: Tx, id: string): Promise<PriceReport> {
  const { rows } =
    await sql<PriceReport>`select ${columns} from ${from} where r.id = ${id}`.execute(tx);
  const [report] = rows;
  if (!report) throw new PublicError('not_found', `There is no report ${id} that you may see.`);
  return report;
}

/** A report's file. @throws {PublicError} `not_found`; `conflict` where it is not made yet. */
export async function readReportFile(
  tx: Tx,
  id: string,
): Promise<{ name: string; format: ReportFormat; bytes: Uint8Array<ArrayBuffer> }> {
  const report = await getReport(tx, id);
  const { rows } = await sql<{ bytes: Uint8Array<ArrayBuffer> }>`
    select bytes from public.price_report_files where report_id = ${id}`.execute(tx);
  const [file] = rows;
  if (!file || report.file_name === null) {
    throw new PublicError('conflict', 'This report is not made yet; look at its status.');
  }
  return { name: report.file_name, format: report.request.format, bytes: file.bytes };
}
