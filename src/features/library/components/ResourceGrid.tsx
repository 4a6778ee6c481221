import * as format from '../services/format.ts';
import type { Selection } from '../services/selection.ts';
import type { ResourceRow } from '../services/types.ts';
import { type Column, DataGrid } from './DataGrid.tsx';

const kinds = { material: 'Material', labor: 'Labor', equipment: 'Equipment' } as const;

const columns: readonly Column<ResourceRow>[] = [
  {
    name: 'Code',
    width: '8rem',
    cell: (row) => <span className="code text-quiet">{row.code}</span>,
  },
  {
    name: 'Resource',
    width: 'minmax(16rem, 1fr)',
    cell: (row) => (
      <span className="font-medium" title={row.name}>
        {row.name}
      </span>
    ),
  },
  { name: 'Kind', width: '6rem', cell: (row) => kinds[row.kind] },
  { name: 'Unit', width: '4rem', cell: (row) => <span className="text-quiet">{row.unit}</span> },
  { name: 'In items', width: '5rem', number: true, cell: (row) => format.count(row.used_in) },
  {
    name: 'Rate',
    width: '7rem',
    number: true,
    cell: (row) => <span className="font-medium">{format.money(row.rate, row.currency)}</span>,
  },
  {
    name: 'Since',
    width: '6.5rem',
    number: true,
    cell: (row) => <span className="text-quiet">{format.date(row.updated_at)}</span>,
  },
];

/** What items are made of, at the catalogue's rates. */
export function ResourceGrid(props: {
  rows: readonly ResourceRow[];
  total: number;
  loadMore: () => void;
  selection?: Selection | undefined;
}) {
  return (
    <DataGrid
      label="Resources"
      columns={columns}
      keyOf={(row) => row.id}
      nameOf={(row) => row.name}
      card={(row) => <Card row={row} />}
      {...props}
    />
  );
}

function Card({ row }: { row: ResourceRow }) {
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate font-medium">{row.name}</div>
      <div className="text-right font-medium">
        {format.money(row.rate, row.currency)}
        <span className="text-small font-normal text-quiet"> / {row.unit}</span>
      </div>
      <div className="truncate text-small text-quiet">
        <span className="code">{row.code}</span> · {kinds[row.kind]}
      </div>
      <div className="text-right text-small text-quiet">
        in {format.plural(row.used_in, 'item')}
      </div>
    </div>
  );
}
