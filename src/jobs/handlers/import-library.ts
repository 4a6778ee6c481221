import { counted } from '../../contract/counted.ts';
import { importGivenFile } from '../../operations/library-imports.ts';
import type { Handler } from '../run.ts';

/** Imports a file while nobody waits, or checks it. Who may was checked when it was enqueued. */
export const importLibrary: Handler<'import-library'> = async (
  { importId, dryRun, mapping },
  { tx, progress, signal },
) => {
  const report = await importGivenFile(tx, importId, { dryRun, mapping, progress, signal });
  const { items, resources, build_ups, headings } = report;
  const of = (what: 'inserted' | 'changed') =>
    listed([
      [items[what], 'item'],
      [resources[what], 'resource'],
      [build_ups[what], 'build-up'],
      [headings[what], 'heading'],
    ]);
  const added = of('inserted');
  const changed = of('changed');
  const skipped = report.reasons.reduce((sum, { rows }) => sum + rows, 0);
  const did = [
    added && `${added} ${dryRun ? 'would be added' : 'added'}`,
    changed && `${changed} ${dryRun ? 'would be changed' : 'changed'}`,
    skipped > 0 && `${counted(skipped, 'row')} left out`,
  ].filter(Boolean);
  const read = `${dryRun ? 'Checked' : 'Imported'} ${counted(report.read, 'row')}`;
  return {
    library_import_id: importId,
    dry_run: dryRun,
    ...{ headings, resources, items, build_ups },
    message: `${read}: ${did.length > 0 ? did.join('; ') : 'nothing is new'}.`,
  };
};

/** Such as "1 item, 2 resources and 3 build-ups"; what there is none of is not said. */
function listed(parts: readonly (readonly [count: number, noun: string])[]): string {
  const said = parts.flatMap(([count, noun]) => (count > 0 ? [counted(count, noun)] : []));
  return new Intl.ListFormat('en-GB').format(said);
}
