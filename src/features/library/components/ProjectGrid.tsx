import { Link } from '@tanstack/react-router';
import * as format from '../services/format.ts';
import type { ProjectRow } from '../services/types.ts';
import { type Column, DataGrid } from './DataGrid.tsx';

const columns: readonly Column<ProjectRow>[] = [
  {
    name: 'Code',
    width: '7.5rem',
    cell: (row) => <span className="code text-quiet">{row.code}</span>,
  },
  { name: 'Project', width: 'minmax(16rem, 1fr)', cell: (row) => <ProjectLink row={row} /> },
  {
    name: 'Where',
    width: '11rem',
    cell: (row) => <span className="text-quiet">{format.place(row.county, row.region)}</span>,
  },
  { name: 'State', width: '5rem', cell: (row) => (row.status === 'active' ? 'Active' : 'Closed') },
  { name: 'Yours', width: '4rem', cell: (row) => (row.member ? 'Member' : '') },
  { name: 'Items', width: '4rem', number: true, cell: (row) => format.count(row.items) },
  { name: 'As last captured', width: '11rem', number: true, cell: (row) => <Value row={row} /> },
  {
    name: 'Since',
    width: '6.5rem',
    number: true,
    cell: (row) => <span className="text-quiet">{format.date(row.started_on)}</span>,
  },
];

/** The projects, newest first. */
export function ProjectGrid(props: {
  rows: readonly ProjectRow[];
  total: number;
  onOpen: (row: ProjectRow) => void;
  loadMore: () => void;
}) {
  return (
    <DataGrid
      label="Projects"
      columns={columns}
      keyOf={(row) => row.id}
      card={(row) => <Card row={row} />}
      {...props}
    />
  );
}

/** What it came to when its prices were last captured; what it comes to today is worked out on its page. */
function Value({ row }: { row: ProjectRow }) {
  if (row.value === null) return <span className="text-quiet">none yet</span>;
  return (
    <span title={format.money(row.value, row.currency)}>
      <span className="text-small text-quiet max-md:hidden">
        {row.value_at && format.date(row.value_at)}{' '}
      </span>
      <span className="font-medium">{format.shortMoney(row.value, row.currency)}</span>
    </span>
  );
}

function ProjectLink({ row }: { row: ProjectRow }) {
  return (
    <Link
      to="/projects/$projectId"
      params={{ projectId: row.id }}
      tabIndex={-1}
      title={row.name}
      className="font-medium hover:underline"
    >
      {row.name}
    </Link>
  );
}

function Card({ row }: { row: ProjectRow }) {
  const where = format.place(row.county, row.region);
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate">
        <ProjectLink row={row} />
      </div>
      <div className="text-right">
        <Value row={row} />
      </div>
      <div className="truncate text-small text-quiet">
        <span className="code">{row.code}</span> {where && `· ${where}`}
      </div>
      <div className="text-right text-small text-quiet">{format.date(row.started_on)}</div>
      <div className="col-span-2 text-small text-quiet">
        {[
          row.status === 'closed' && 'closed',
          format.plural(row.items, 'item'),
          row.member && 'you are a member',
          row.value_at && `captured ${format.date(row.value_at)}`,
        ]
          .filter(Boolean)
          .join(' · ')}
      </div>
    </div>
  );
}
