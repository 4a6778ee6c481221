import { importGivenFile } from '../../operations/library-imports.ts';
import type { Handler } from '../run.ts';

/** Imports a file while nobody waits, or checks it. Who may was checked when it was enqueued. */
export const importLibrary: Handler<'import-library'> = async (
  { importId, dryRun, mapping },
  { tx, progress, signal },
) => {
  const report = await importGivenFile(tx, importId, { dryRun, mapping, progress, signal });
  const { items, resources, build_ups } = report;
  const of = (what: 'inserted' | 'changed') =>
    `${items[what]} items, ${resources[what]} resources and ${build_ups[what]} build-ups`;
  const skipped = items.skipped + resources.skipped + build_ups.skipped + report.headings.skipped;
  const done = dryRun
    ? `Checked ${report.read} rows: ${of('inserted')} would be added, ${of('changed')} changed`
    : `Imported ${report.read} rows: ${of('inserted')} added, ${of('changed')} changed`;
  return {
    library_import_id: importId,
    dry_run: dryRun,
    ...{ headings: report.headings, resources, items, build_ups },
    message: `${done}${skipped > 0 ? `, ${skipped} left out` : ''}.`,
  };
};
