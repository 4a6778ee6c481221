import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import type { CalculatedRow } from '../../services/types.ts';
import { type Column, DataGrid } from '../DataGrid.tsx';

/** The items of a calculation: the cost of one unit, and what it comes to with each set of markups. */
export function CalculatedItems(props: {
  rows: readonly CalculatedRow[];
  names: readonly string[];
  currency: string;
  total: number;
  loadMore: () => void;
  onOpen: (row: CalculatedRow) => void;
}) {
  const { names, currency, ...grid } = props;
  const columns: Column<CalculatedRow>[] = [
    {
      name: 'Code',
      width: '6rem',
      cell: (row) => <span className="code text-quiet">{row.code}</span>,
    },
    {
      name: 'Item',
      width: 'minmax(12rem, 1fr)',
      cell: (row) => (
        <Link
          to="/items/$itemId"
          params={{ itemId: row.library_item_id }}
          tabIndex={-1}
          title={row.name}
          className="font-medium hover:underline"
        >
          {row.name}
        </Link>
      ),
    },
    {
      name: 'Quantity',
      width: '7rem',
      number: true,
      cell: (row) => (
        <>
          {format.quantity(row.quantity)} <span className="text-quiet">{row.unit}</span>
        </>
      ),
    },
    {
      name: 'Direct, each',
      width: '7rem',
      number: true,
      cell: (row) =>
        row.direct === null ? (
          <span className="text-bad" title={row.error ?? ''}>
            {row.error === null ? 'not yet' : 'no cost'}
          </span>
        ) : (
          <span className="text-quiet">{format.money(row.direct, currency)}</span>
        ),
    },
    ...names.map((name, place) => ({
      name,
      width: '7rem',
      number: true,
      cell: (row: CalculatedRow) => {
        const total = row.totals[place];
        return total === undefined ? '' : format.money(total, currency);
      },
    })),
  ];
  return (
    <DataGrid
      label="Items calculated"
      columns={columns}
      keyOf={(row) => String(row.position)}
      card={(row) => <Card row={row} currency={currency} />}
      {...grid}
    />
  );
}

function Card({ row, currency }: { row: CalculatedRow; currency: string }) {
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate font-medium">{row.name}</div>
      <div className="text-right font-medium">
        {row.totals[0] !== undefined && format.money(row.totals[0], currency)}
      </div>
      <div className="truncate text-small text-quiet">
        {row.error ?? (
          <>
            {format.quantity(row.quantity)} {row.unit}
          </>
        )}
      </div>
      <div className="text-right text-small text-quiet">
        {row.direct !== null && <>direct {format.money(row.direct, currency)}</>}
      </div>
    </div>
  );
}
