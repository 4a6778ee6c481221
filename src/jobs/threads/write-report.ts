import type { ReportContent, ReportFormat } from '../../contract/price-reports.ts';
import type { ReportFile } from '../../reports/index.ts';
import { inThread } from './in-thread.ts';

/** Writes a report in a thread: a PDF of many pages takes seconds. */
export const writeReportInThread = (
  content: ReportContent,
  format: ReportFormat,
  signal?: AbortSignal,
): Promise<ReportFile> =>
  inThread(new URL('./write-report.thread.ts', import.meta.url), { content, format }, signal);
