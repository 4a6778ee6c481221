import type { ReportContent, ReportFormat } from '../../contract/price-reports.ts';
import type { ReportFile } from '../../reports/index.ts';
import { startThread } from './in-thread.ts';

/** Writes a report in a thread: a PDF of many pages takes seconds. */
export const writeReportInThread = (
  content: ReportContent,
  format: ReportFormat,
  signal?: AbortSignal,
): Promise<ReportFile> =>
  startThread(new URL('./write-report.thread.ts', import.meta.url), signal).give({
    content,
    format,
  });
