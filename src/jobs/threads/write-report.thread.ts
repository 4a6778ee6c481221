import type { ReportContent, ReportFormat } from '../../contract/price-reports.ts';
import { writeReport } from '../../reports/index.ts';
import { answer } from './answer.ts';

/* The thread of write-report.ts: answers with the file, and ends. */
await answer(({ content, format }: { content: ReportContent; format: ReportFormat }) =>
  writeReport(content, format),
);
