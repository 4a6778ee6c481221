import { changesIn } from '../../services/changes-in.ts';
import * as format from '../../services/format.ts';
import type { LibraryImportReport } from '../../services/types.ts';
import { Figure, Figures } from '../Figure.tsx';

/** What an import did, or would do: counted, then row by row. */
export function ReportView({ report }: { report: LibraryImportReport }) {
  const { items, resources, build_ups, headings } = report;
  const kinds = [
    ['Items', items],
    ['Resources', resources],
    ['Build-ups', build_ups],
    ['Headings', headings],
  ] as const;
  return (
    <section aria-labelledby="report" className="grid grid-cols-1 gap-4">
      <h2 id="report" className="heading">
        {report.dry_run ? 'What an import would do' : 'What was imported'}
      </h2>
      <Figures label={report.dry_run ? 'It would' : 'It did'}>
        {kinds.map(([name, counts]) => (
          <Figure
            key={name}
            name={name}
            value={`${format.count(counts.inserted)} new`}
            note={
              <>
                {format.count(counts.changed)} changed, {format.count(counts.unchanged)} the same
                {counts.skipped > 0 && (
                  <span className="text-warning">, {format.count(counts.skipped)} left out</span>
                )}
              </>
            }
          />
        ))}
      </Figures>
      {report.notes.length > 0 && (
        <ul className="grid gap-1 text-quiet">
          {report.notes.map(({ text, times, sheet = '', line }) => (
            <li key={text}>
              {format.count(times)} × {text}
              {line !== undefined && ` (first in line ${placeOf({ sheet, line })})`}
            </li>
          ))}
        </ul>
      )}
      <Skipped report={report} />
      <Changes report={report} />
    </section>
  );
}

function Skipped({ report: { skipped, reasons } }: { report: LibraryImportReport }) {
  if (skipped.length === 0) return null;
  const all = reasons.reduce((sum, { rows }) => sum + rows, 0);
  return (
    <section aria-labelledby="skipped" className="card overflow-x-auto">
      <h3 id="skipped" className="heading border-b border-line px-3 py-2">
        {format.plural(all, 'row')} left out, and why
      </h3>
      <ul className="border-b border-line px-3 py-2 text-quiet">
        {reasons.slice(0, 8).map(({ reason, rows }) => (
          <li key={reason}>
            {format.plural(rows, 'row')}: {reason}
          </li>
        ))}
      </ul>
      <table className="data">
        <thead>
          <tr>
            <th scope="col" className="number">
              Line
            </th>
            <th scope="col">Row</th>
            <th scope="col">Why</th>
          </tr>
        </thead>
        <tbody>
          {skipped.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line may be told of more than once.
            <tr key={at}>
              <td className="number text-quiet">{placeOf(row)}</td>
              <td className="whitespace-nowrap">
                {row.record} {row.code && <span className="code">{row.code}</span>}
              </td>
              <td className="w-full">
                {row.field} {row.reason}
                {row.value && <span className="code text-quiet"> {row.value}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More shown={skipped.length} all={all} />
    </section>
  );
}

function Changes({ report }: { report: LibraryImportReport }) {
  const { changes } = report;
  if (changes.length === 0) return null;
  const all = changesIn(report);
  return (
    <section aria-labelledby="changes" className="card overflow-x-auto">
      <h3 id="changes" className="heading border-b border-line px-3 py-2">
        Changed and new
      </h3>
      <table className="data">
        <thead>
          <tr>
            <th scope="col" className="number">
              Line
            </th>
            <th scope="col">Row</th>
            <th scope="col">What becomes of it</th>
          </tr>
        </thead>
        <tbody>
          {changes.map((row) => (
            <tr key={`${row.sheet}/${row.line}/${row.record}/${row.code}`}>
              <td className="number text-quiet">{placeOf(row)}</td>
              <td className="whitespace-nowrap">
                {row.record} <span className="code">{row.code}</span>
              </td>
              <td className="w-full">
                {row.action === 'inserted' ? 'is new' : <FieldChanges changes={row.changes} />}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <More shown={changes.length} all={all} />
    </section>
  );
}

function FieldChanges({ changes }: { changes: LibraryImportReport['changes'][number]['changes'] }) {
  const fields = Object.entries(changes);
  if (fields.length === 0) return 'gets the lines of the file';
  return (
    <ul>
      {fields.map(([field, [before, after]]) => (
        <li key={field}>
          <span className="text-quiet">{field}</span> {before ?? 'none'} → {after ?? 'none'}
        </li>
      ))}
    </ul>
  );
}

function More({ shown, all }: { shown: number; all: number }) {
  if (all <= shown) return null;
  return (
    <p className="px-3 py-2 text-small text-quiet">
      The first {format.count(shown)} of {format.count(all)}.
    </p>
  );
}

const placeOf = ({ sheet, line }: { sheet: string; line: number }) =>
  sheet === '' ? format.count(line) : `${sheet}, ${format.count(line)}`;
