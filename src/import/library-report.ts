import type { LibraryImportReport } from '../contract/library-files.ts';
import { plural } from './report.ts';

/** Lines printed of what was left out and of what changed; the report holds more. */
const printed = 20;

/** The report of a library's import as lines for a terminal. */
export function renderLibraryReport(report: LibraryImportReport): string[] {
  const { headings, resources, items, build_ups } = report;
  const sum = (action: 'inserted' | 'changed' | 'unchanged') =>
    [
      [headings[action], 'heading'],
      [resources[action], 'resource'],
      [items[action], 'library item'],
      [build_ups[action], 'build-up'],
    ] as const;
  const line = (action: Parameters<typeof sum>[0]) =>
    `  ${action.padEnd(9)} ${sum(action)
      .map(([count, thing]) => plural(count, thing))
      .join(', ')}`;
  return [
    report.dry_run
      ? 'Dry run: nothing was written. An import would have done this:'
      : `Imported a library in ${report.seconds.toFixed(1)} s.`,
    `  read      ${plural(report.read, 'row')}`,
    line('inserted'),
    line('changed'),
    line('unchanged'),
    ...whatChanged(report),
    ...whatWasSkipped(report),
    ...report.notes.map(
      (note) =>
        `  note      ${note.times} ×: ${note.text}${note.line ? `, first on ${where(note.sheet ?? '', note.line)}` : ''}`,
    ),
  ];
}

function whatChanged({ changes }: LibraryImportReport): string[] {
  return changes
    .filter(({ action }) => action === 'changed')
    .slice(0, printed)
    .map(({ line, sheet, record, code, changes: fields }) => {
      const told = Object.entries(fields).map(
        ([field, [before, after]]) =>
          `${field} ${JSON.stringify(before)} → ${JSON.stringify(after)}`,
      );
      return `    ${where(sheet, line)}: ${record} ${code}${told.length > 0 ? `: ${told.join(', ')}` : ''}`;
    });
}

function whatWasSkipped({ reasons, skipped }: LibraryImportReport): string[] {
  return [
    ...reasons.map(({ reason, rows }) => `  skipped   ${plural(rows, 'row')}: ${reason}`),
    ...skipped.slice(0, printed).map(({ line, sheet, record, code, field, reason, value }) => {
      const what = [record, code, field, reason].filter((word) => word !== null).join(' ');
      return `    ${where(sheet, line)}: ${what}${value ? ` (${JSON.stringify(value)})` : ''}`;
    }),
  ];
}

const where = (sheet: string, line: number) => `${sheet === '' ? '' : `${sheet}, `}line ${line}`;
