import * as format from '../../services/format.ts';
import type { BulkRow } from '../../services/types.ts';
import { type Column, DataGrid } from '../DataGrid.tsx';

const figure = (value: number | null, row: BulkRow) =>
  value === null ? <span className="text-quiet">none</span> : format.money(value, row.currency);

const naming: readonly Column<BulkRow>[] = [
  {
    name: 'Code',
    width: '5.5rem',
    cell: (row) => <span className="code text-quiet">{row.code}</span>,
  },
  {
    name: 'Name',
    width: 'minmax(8rem, 1fr)',
    cell: (row) => <span title={row.name ?? ''}>{row.name ?? 'no longer there'}</span>,
  },
  { name: 'Unit', width: '3rem', cell: (row) => <span className="text-quiet">{row.unit}</span> },
];

const old: Column<BulkRow> = {
  name: 'Before',
  width: '5.5rem',
  number: true,
  cell: (row) => <span className="text-quiet">{figure(row.old, row)}</span>,
};
const after: Column<BulkRow> = {
  name: 'After',
  width: '5.5rem',
  number: true,
  cell: (row) => <span className="font-medium">{figure(row.new, row)}</span>,
};
const change: Column<BulkRow> = {
  name: 'Change',
  width: '4rem',
  number: true,
  cell: (row) => format.change(row.old, row.new) ?? '',
};
const present: Column<BulkRow> = {
  name: 'Now',
  width: '5.5rem',
  number: true,
  cell: (row) => <span className="font-medium">{figure(row.present, row)}</span>,
};
const reason: Column<BulkRow> = {
  name: 'Why',
  width: '11rem',
  cell: ({ reason: why }) =>
    why === 'no value' ? 'there was nothing to change' : 'changed by somebody else',
};

/** Columns for what changes or was changed, what was left alone, and what stands in the way of an undo. */
const columns = {
  changes: [...naming, old, after, change],
  left: [...naming, present, reason],
  conflicts: [...naming, old, after, present],
} as const;

/** The rows of a bulk update, one by one. */
export function ChangedRows(props: {
  show: keyof typeof columns;
  rows: readonly BulkRow[];
  total: number;
  loadMore: () => void;
}) {
  const { show, ...grid } = props;
  return (
    <DataGrid
      label="Rows"
      columns={columns[show]}
      keyOf={(row) => String(row.position)}
      card={(row) => <Card row={row} show={show} />}
      {...grid}
    />
  );
}

function Card({ row, show }: { row: BulkRow; show: keyof typeof columns }) {
  return (
    <div className="grid h-full grid-cols-[minmax(0,1fr)_auto] content-center gap-x-3 gap-y-0.5">
      <div className="truncate font-medium">{row.name ?? 'no longer there'}</div>
      <div className="text-right font-medium">
        {figure(show === 'changes' ? row.new : row.present, row)}
      </div>
      <div className="code truncate text-quiet">{row.code}</div>
      <div className="text-right text-small text-quiet">
        {show === 'left' ? reason.cell(row) : <>before {figure(row.old, row)}</>}
      </div>
    </div>
  );
}
