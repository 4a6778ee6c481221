import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import type { ItemPriceTrend } from '../../services/types.ts';
import { type Column, DataGrid } from '../DataGrid.tsx';
import { PriceChange } from '../Trend.tsx';

/** The items of a market with how their prices moved over so many months. */
export function MarketGrid(props: {
  over: number;
  rows: readonly ItemPriceTrend[];
  /** Whether there are more than these. */
  more: boolean;
  onOpen: (row: ItemPriceTrend) => void;
  loadMore: () => void;
}) {
  const { over, rows, more, onOpen, loadMore } = props;
  return (
    <DataGrid
      label="Market"
      columns={columnsOf(over)}
      rows={rows}
      // How many there are is known with the last page alone.
      total={rows.length + (more ? 1 : 0)}
      keyOf={(row) => row.library_item_id}
      card={(row) => <Card row={row} over={over} />}
      onOpen={onOpen}
      loadMore={loadMore}
    />
  );
}

const moveOf = ({ changes }: ItemPriceTrend, over: number) =>
  changes.find((change) => change.over === over);

const columnsOf = (over: number): Column<ItemPriceTrend>[] => [
  {
    name: 'Code',
    width: '6rem',
    cell: (row) => <span className="code text-quiet">{row.code}</span>,
  },
  {
    name: 'Item',
    width: 'minmax(16rem, 1fr)',
    cell: (row) => (
      <>
        <ItemLink row={row} />{' '}
        <span className="text-small text-quiet">
          {row.is_lump_sum && 'lump sum · '}
          {row.section_name}
        </span>
      </>
    ),
  },
  {
    name: `Change, ${over} mo`,
    width: '6rem',
    number: true,
    cell: (row) => <Move row={row} over={over} />,
  },
  {
    name: 'By quantity',
    width: '6rem',
    number: true,
    cell: (row) => {
      const effect = moveOf(row, over)?.quantity_effect;
      return effect == null || Math.abs(effect) < 0.005 ? (
        ''
      ) : (
        <span className="text-quiet">{format.signedPercent(effect)}</span>
      );
    },
  },
  {
    name: 'Newest median',
    width: '9rem',
    number: true,
    cell: (row) => (
      <>
        <span className="font-medium">{format.money(row.newest_median, row.currency)}</span>{' '}
        <span className="text-quiet">/ {row.unit}</span>
      </>
    ),
  },
  {
    name: 'In',
    width: '5rem',
    number: true,
    cell: (row) => <span className="text-quiet">{format.month(row.newest_month)}</span>,
  },
  { name: 'Prices', width: '4rem', number: true, cell: (row) => format.count(row.observations) },
  {
    name: 'Month to month',
    width: '6.5rem',
    number: true,
    cell: (row) =>
      row.volatility === null ? (
        ''
      ) : (
        <span className="text-quiet">±{format.sharePercent(row.volatility)}</span>
      ),
  },
  {
    name: 'In open estimates',
    width: '9rem',
    number: true,
    cell: ({ touches, currency }) =>
      touches.estimates === 0 ? (
        <span className="text-quiet">none</span>
      ) : (
        <span title={touches.largest.map((one) => one.project_code).join(', ')}>
          {format.shortMoney(touches.amount, currency)}{' '}
          <span className="text-quiet">in {format.count(touches.estimates)}</span>
        </span>
      ),
  },
];

function Move({ row, over }: { row: ItemPriceTrend; over: number }) {
  const move = moveOf(row, over);
  if (!move) return <span className="text-quiet">not seen</span>;
  return (
    <span className="font-medium">
      <PriceChange from={move.from.median} to={move.to.median} />
    </span>
  );
}

function ItemLink({ row }: { row: ItemPriceTrend }) {
  return (
    <Link
      to="/items/$itemId"
      params={{ itemId: row.library_item_id }}
      tabIndex={-1}
      title={row.name}
      className="font-medium hover:underline"
    >
      {row.name}
    </Link>
  );
}

function Card({ row, over }: { row: ItemPriceTrend; over: number }) {
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate">
        <ItemLink row={row} />
      </div>
      <div className="text-right">
        <Move row={row} over={over} />
      </div>
      <div className="truncate text-small text-quiet">
        <span className="code">{row.code}</span> · {row.is_lump_sum && 'lump sum · '}
        {row.section_name}
      </div>
      <div className="text-right text-small">
        {format.money(row.newest_median, row.currency)} / {row.unit}
      </div>
      <div className="col-span-2 truncate text-small text-quiet">
        {format.plural(row.observations, 'price')}
        {row.touches.estimates > 0 &&
          ` · ${format.shortMoney(row.touches.amount, row.currency)} in open estimates`}
      </div>
    </div>
  );
}
