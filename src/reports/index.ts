import type { ReportContent, ReportFormat } from '../contract/price-reports.ts';
import { type ForeseenReport, foresee } from './forecasts.ts';

/** A report's file. */
export interface ReportFile {
  /** Such as "prices-cast-concrete-03-30-2026-11-25.xlsx". */
  name: string;
  bytes: Uint8Array;
}

/** Writes what a report says as a file. */
export type ReportWriter = (content: ForeseenReport) => Promise<Uint8Array> | Uint8Array;

/** Each is loaded for what it is needed for: what draws pages takes longer to load than a table to write. */
const writers: Readonly<Record<ReportFormat, () => Promise<ReportWriter>>> = {
  xlsx: async () => (await import('./xlsx.ts')).writeXlsx,
  pdf: async () => (await import('./pdf.ts')).writePdf,
  csv: async () => (await import('./csv.ts')).writeCsv,
};

/** A report as a file, named by what it is of and its day. */
export async function writeReport(
  content: ReportContent,
  format: ReportFormat,
): Promise<ReportFile> {
  const write = await writers[format]();
  const day = content.madeAt.toISOString().slice(0, 10);
  return {
    name: `prices-${slug(content.scope)}-${day}.${format}`,
    bytes: await write(foresee(content)),
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
