import * as format from '../../services/format.ts';
import type { Selection } from '../../services/selection.ts';
import type { ProjectRateRow } from '../../services/types.ts';
import { type Column, DataGrid } from '../DataGrid.tsx';

const columnsIn = (currency: string): readonly Column<ProjectRateRow>[] => [
  {
    name: 'Code',
    width: '5.5rem',
    cell: (row) => <span className="code text-quiet">{row.code}</span>,
  },
  {
    name: 'Resource',
    width: 'minmax(8rem, 1fr)',
    cell: (row) => (
      <span className="font-medium" title={row.name}>
        {row.name}
      </span>
    ),
  },
  { name: 'Unit', width: '3rem', cell: (row) => <span className="text-quiet">{row.unit}</span> },
  {
    name: 'Catalogue',
    width: '5rem',
    number: true,
    cell: (row) => (
      <span className="text-quiet">{format.money(row.catalogue_rate, row.catalogue_currency)}</span>
    ),
  },
  {
    name: 'Own rate',
    width: '5rem',
    number: true,
    cell: ({ own }) =>
      own && <span className="font-medium">{format.money(own.rate, currency)}</span>,
  },
  {
    name: 'Against it',
    width: '4rem',
    number: true,
    cell: (row) =>
      row.catalogue_currency === currency
        ? format.change(row.catalogue_rate, row.own?.rate ?? null)
        : '',
  },
  {
    name: 'Since',
    width: '5.5rem',
    number: true,
    cell: ({ own }) => own && <span className="text-quiet">{format.date(own.effective_from)}</span>,
  },
  {
    name: 'Others',
    width: '2.75rem',
    number: true,
    cell: (row) => row.other_rates > 0 && format.count(row.other_rates),
  },
];

/** Resources with what a project pays for each: its own rate, else the catalogue's. */
export function RateGrid(props: {
  rows: readonly ProjectRateRow[];
  currency: string;
  total: number;
  loadMore: () => void;
  onOpen: (row: ProjectRateRow) => void;
  selection?: Selection | undefined;
}) {
  const { currency, ...grid } = props;
  return (
    <DataGrid
      label="Rates"
      columns={columnsIn(currency)}
      keyOf={(row) => row.resource_id}
      nameOf={(row) => row.name}
      card={(row) => <Card row={row} currency={currency} />}
      {...grid}
    />
  );
}

function Card({ row, currency }: { row: ProjectRateRow; currency: string }) {
  const { own } = row;
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate font-medium">{row.name}</div>
      <div className={`text-right ${own ? 'font-medium' : 'text-quiet'}`}>
        {own
          ? format.money(own.rate, currency)
          : format.money(row.catalogue_rate, row.catalogue_currency)}
        <span className="text-small font-normal text-quiet"> / {row.unit}</span>
      </div>
      <div className="code truncate text-quiet">{row.code}</div>
      <div className="text-right text-small text-quiet">
        {own ? `own since ${format.date(own.effective_from)}` : 'the catalogue’s'}
      </div>
    </div>
  );
}
