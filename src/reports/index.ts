import type { ReportContent, ReportFormat } from '../contract/price-reports.ts';
import { writeCsv } from './csv.ts';
import type { ReportFile } from './in-thread.ts';
import { writePdf } from './pdf.ts';
import { writeXlsx } from './xlsx.ts';

/** Writes what a report says as a file. */
export type ReportWriter = (content: ReportContent) => Promise<Uint8Array> | Uint8Array;

const writers: Readonly<Record<ReportFormat, ReportWriter>> = {
  xlsx: writeXlsx,
  pdf: writePdf,
  csv: writeCsv,
};

/** A report as a file, named by what it is of and its day. */
export async function writeReport(
  content: ReportContent,
  format: ReportFormat,
): Promise<ReportFile> {
  const day = content.madeAt.toISOString().slice(0, 10);
  return {
    name: `prices-${slug(content.scope)}-${day}.${format}`,
    bytes: await writers[format](content),
  };
}

/** Letters, digits and hyphens of ASCII: a name that every file system and header takes. */
function slug(text: string): string {
  const plain = text.normalize('NFKD').replaceAll(/[^a-zA-Z0-9]+/g, '-');
  return (
    plain
      .toLowerCase()
      .slice(0, 60)
      .replaceAll(/^-+|-+$/g, '') || 'report'
  );
}
