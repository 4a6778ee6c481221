import { Download, Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import * as format from '../../services/format.ts';
import type { PriceReport } from '../../services/types.ts';
import { RunStatus } from '../jobs/RunStatus.tsx';
import { formats } from './ReportForm.tsx';

/** Reports with how far they are; the one that was come for is brought into sight. */
export function ReportList(props: {
  reports: readonly PriceReport[];
  chosen: string | undefined;
  admin: boolean;
  download: (report: PriceReport) => unknown;
  remove: (report: PriceReport) => unknown;
}) {
  const { reports, chosen, admin, download, remove } = props;
  return (
    <section aria-label="Reports" className="card overflow-x-auto">
      <table className="data">
        <thead>
          <tr>
            <th scope="col">Report</th>
            <th scope="col" className="max-sm:hidden">
              Status
            </th>
            <th scope="col" className="number max-md:hidden">
              Size
            </th>
            <th scope="col" className="number max-lg:hidden">
              Kept until
            </th>
            <th scope="col">
              <span className="sr-only">What can be done</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {reports.map((report) => (
            <Row
              key={report.id}
              report={report}
              chosen={report.id === chosen}
              removable={report.own || admin}
              download={() => void download(report)}
              remove={() => void remove(report)}
            />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row(props: {
  report: PriceReport;
  chosen: boolean;
  removable: boolean;
  download: () => void;
  remove: () => void;
}) {
  const { report, chosen } = props;
  const row = useRef<HTMLTableRowElement>(null);
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' });
  }, [chosen]);
  const kind = formats[report.request.format];
  const ready = report.status === 'ready';
  const status = report.status === 'ready' ? 'completed' : report.status;
  return (
    <tr ref={row} className={chosen ? 'bg-selected' : ''} aria-current={chosen || undefined}>
      <td className="py-2">
        <span className="font-medium">{report.title}</span>
        <span className="block text-small text-quiet">
          {kind}, {format.plural(report.request.months, 'month')}, asked for{' '}
          <time dateTime={report.created_at}>{format.moment(report.created_at)}</time>
          {report.scheduled && ' by a schedule'}
          {!report.own && ' by somebody else'}
        </span>
        <span className="text-small sm:hidden">
          <RunStatus status={status} />
        </span>
        {report.error && <span className="block text-small text-bad">{report.error}</span>}
      </td>
      <td className="max-sm:hidden" aria-live="polite">
        <RunStatus status={status} />
        {report.phase && <span className="block text-small text-quiet">{report.phase}</span>}
      </td>
      <td className="number max-md:hidden">{report.size === null ? '' : bytes(report.size)}</td>
      <td className="number text-quiet max-lg:hidden">{format.date(report.expires_at)}</td>
      <td className="number">
        {ready && (
          <button
            type="button"
            className="button"
            aria-label={`Download ${kind}: ${report.title}`}
            onClick={props.download}
          >
            <Download size={14} aria-hidden />
            <span className="max-sm:hidden">Download</span>
          </button>
        )}
        {props.removable && (
          <button
            type="button"
            className="icon-button ml-1 align-middle"
            aria-label={`Remove ${kind}: ${report.title}`}
            onClick={props.remove}
          >
            <Trash2 size={14} aria-hidden />
          </button>
        )}
      </td>
    </tr>
  );
}

/** "34 kB". */
function bytes(size: number): string {
  return size < 1_000_000
    ? `${format.count(Math.max(1, Math.round(size / 1000)))} kB`
    : `${format.quantity(Math.round(size / 100_000) / 10)} MB`;
}
