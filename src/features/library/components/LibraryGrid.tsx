import { Link } from '@tanstack/react-router';
import * as format from '../services/format.ts';
import type { Selection } from '../services/selection.ts';
import type { LibraryRow } from '../services/types.ts';
import { type Column, DataGrid } from './DataGrid.tsx';
import { PriceChange, Score, Trend } from './Trend.tsx';

const columns: readonly Column<LibraryRow>[] = [
  {
    name: 'Code',
    width: '6rem',
    cell: (row) => <span className="code text-quiet">{row.code}</span>,
  },
  {
    name: 'Item',
    width: 'minmax(12rem, 1fr)',
    cell: (row) => (
      <>
        <ItemLink row={row} /> <span className="text-small text-quiet">{row.section_name}</span>
      </>
    ),
  },
  { name: 'Unit', width: '3.25rem', cell: (row) => <span className="text-quiet">{row.unit}</span> },
  {
    name: 'Popularity',
    width: '5.5rem',
    number: true,
    cell: (row) => <Score value={row.popularity_score} />,
  },
  { name: 'Trend', width: '3.75rem', cell: (row) => <Trend trend={row.trending} /> },
  {
    name: 'Uses, 30 d',
    width: '4.5rem',
    number: true,
    cell: (row) => format.count(row.usage_count_30d),
  },
  {
    name: 'Uses, all',
    width: '4.5rem',
    number: true,
    cell: (row) => format.count(row.usage_count_total),
  },
  {
    name: 'Own price',
    width: '6rem',
    number: true,
    cell: (row) =>
      row.unit_price === null ? '' : <span>{format.money(row.unit_price, null)}</span>,
  },
  {
    name: 'Newest price',
    width: '6.5rem',
    number: true,
    cell: (row) =>
      row.price === null ? (
        <span className="text-quiet">none yet</span>
      ) : (
        <span className="font-medium">{format.money(row.price, row.currency)}</span>
      ),
  },
  {
    name: 'Change',
    width: '4.5rem',
    number: true,
    cell: (row) => <Change row={row} />,
  },
  {
    name: 'On',
    width: '6rem',
    number: true,
    cell: (row) => row.price_at && <span className="text-quiet">{format.date(row.price_at)}</span>,
  },
];

/** The names have the room of what no item has. */
const columnsWithoutOwnPrice = columns.filter(({ name }) => name !== 'Own price');

/** The library: what each item is called, how much it is used, and what it cost last. */
export function LibraryGrid(props: {
  rows: readonly LibraryRow[];
  total: number;
  onOpen: (row: LibraryRow) => void;
  loadMore: () => void;
  selection?: Selection | undefined;
}) {
  return (
    <DataGrid
      label="Library items"
      columns={props.rows.some((row) => row.unit_price !== null) ? columns : columnsWithoutOwnPrice}
      keyOf={(row) => row.id}
      nameOf={(row) => row.name}
      card={(row) => <Card row={row} />}
      {...props}
    />
  );
}

function ItemLink({ row }: { row: LibraryRow }) {
  return (
    <Link
      to="/items/$itemId"
      params={{ itemId: row.id }}
      tabIndex={-1}
      title={row.name}
      className="font-medium hover:underline"
    >
      {row.name}
    </Link>
  );
}

/** How the newest price differs from the one before; of a lump sum, which says nothing of the market, only that. */
function Change({ row }: { row: LibraryRow }) {
  if (!row.is_lump_sum) return <PriceChange from={row.previous_price} to={row.price} />;
  return (
    <span className="text-small text-quiet" title="Its prices follow what each comprised">
      lump sum
    </span>
  );
}

function Card({ row }: { row: LibraryRow }) {
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate">
        <ItemLink row={row} />
      </div>
      <div className="text-right font-medium">
        {row.price !== null && format.money(row.price, row.currency)}
        {row.price === null && row.unit_price !== null && format.money(row.unit_price, null)}
        <span className="text-small font-normal text-quiet"> / {row.unit}</span>
      </div>
      <div className="truncate text-small text-quiet">
        <span className="code">{row.code}</span> · {row.section_name}
      </div>
      <div className="text-right text-small">
        <Change row={row} />
      </div>
      <div className="col-span-2 flex gap-3 text-small text-quiet">
        <span>{format.count(row.usage_count_total)} uses</span>
        <Trend trend={row.trending} />
      </div>
    </div>
  );
}
