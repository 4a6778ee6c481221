import * as format from '../../services/format.ts';
import type { FrozenComparison } from '../../services/types.ts';
import { type Column, DataGrid } from '../DataGrid.tsx';
import { Difference, nameOf } from './Moves.tsx';

/** A line of the comparison. */
export type ComparedLine = FrozenComparison['lines'][number];

/** The lines of a frozen version beside today's. */
export function ComparedLines(props: {
  comparison: FrozenComparison;
  rows: readonly ComparedLine[];
  /** All of them, also those not fetched yet. */
  total: number;
  loadMore: () => void;
  onOpen: (row: ComparedLine) => void;
}) {
  const { comparison, rows, total, loadMore, onOpen } = props;
  return (
    <DataGrid
      label="Lines compared"
      columns={columnsOf(comparison, rows)}
      rows={rows}
      total={total}
      keyOf={keyOf}
      card={(row) => <Card row={row} comparison={comparison} />}
      onOpen={onOpen}
      loadMore={loadMore}
    />
  );
}

/** Tells lines apart: one whose unit is another now is two. */
export const keyOf = (row: ComparedLine) => `${row.line_id}/${row.unit}`;

const elementColumn: Column<ComparedLine> = {
  name: 'Element',
  width: '7rem',
  cell: (row) => <span className="text-quiet">{row.element_name}</span>,
};

function columnsOf(
  comparison: FrozenComparison,
  rows: readonly ComparedLine[],
): Column<ComparedLine>[] {
  const { currency } = comparison.version;
  const amount = (side: ComparedLine['now']) =>
    side === null ? (
      <span className="text-quiet">none</span>
    ) : (
      format.money(Number(side.amount), currency)
    );
  return [
    {
      name: 'Code',
      width: '6rem',
      cell: (row) => <span className="code text-quiet">{row.code}</span>,
    },
    {
      name: 'Item',
      width: 'minmax(12rem, 1fr)',
      cell: (row) => (
        <span title={row.name} className="font-medium">
          {row.name}
        </span>
      ),
    },
    ...(rows.some(({ element_name }) => element_name !== null) ? [elementColumn] : []),
    {
      name: 'Difference',
      width: '7rem',
      number: true,
      cell: (row) => <Difference value={row.difference} currency={currency} />,
    },
    {
      name: 'Moved by',
      width: 'minmax(12rem, 1fr)',
      cell: (row) => {
        const by = movedBy(row, comparison);
        return (
          <span title={by} className="text-quiet">
            {by}
          </span>
        );
      },
    },
    { name: 'Quantity', width: '9rem', number: true, cell: (row) => <Quantity row={row} /> },
    { name: 'Frozen', width: '7rem', number: true, cell: (row) => amount(row.frozen) },
    { name: 'Now', width: '7rem', number: true, cell: (row) => amount(row.now) },
  ];
}

function Quantity({ row }: { row: ComparedLine }) {
  const then = row.frozen?.quantity;
  const now = row.now?.quantity;
  return (
    <>
      {then !== undefined && now !== undefined && then !== now && (
        <span className="text-quiet">{format.quantity(Number(then))} → </span>
      )}
      {format.quantity(Number(now ?? then))} <span className="text-quiet">{row.unit}</span>
    </>
  );
}

function movedBy({ moves }: ComparedLine, comparison: FrozenComparison): string {
  const [first] = moves;
  if (!first) return '';
  return `${nameOf(first, comparison, 'line')}${moves.length > 1 ? ` and ${moves.length - 1} more` : ''}`;
}

function Card({ row, comparison }: { row: ComparedLine; comparison: FrozenComparison }) {
  const { currency } = comparison.version;
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate font-medium">{row.name}</div>
      <div className="text-right">
        <Difference value={row.difference} currency={currency} />
      </div>
      <div className="truncate text-small text-quiet">
        {[row.element_name, movedBy(row, comparison)].filter(Boolean).join(' · ')}
      </div>
      <div className="text-right text-small text-quiet">
        {row.now ? `now ${format.money(Number(row.now.amount), currency)}` : 'removed'}
      </div>
    </div>
  );
}
