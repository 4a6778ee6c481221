// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by what is in sight, which a table's layout cannot be.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys for its rows.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and tells which row is active.
import type { CSSProperties, MouseEvent, ReactNode } from 'react';

/** One column of a grid. */
export interface Column<Row> {
  name: string;
  /** A CSS grid track, such as `minmax(12rem, 1fr)`. */
  width: string;
  /** Figures stand on the right. */
  number?: boolean;
  cell: (row: Row) => ReactNode;
}

/** One row of a grid where it stands: cells, or on a phone a card, with a box to choose it by where it can be. */
export function DataGridRow<Row>(props: {
  id: string;
  row: Row;
  /** From 2: the first is that of the names of the columns. */
  rowIndex: number;
  columns: readonly Column<Row>[];
  place: CSSProperties;
  /** The tracks of its cells. */
  template: string;
  card: ((row: Row) => ReactNode) | null;
  active: boolean;
  /** Null where rows cannot be chosen. */
  chosen: boolean | null;
  name: string;
  /** Choose it, or no longer; with `range` all up to it. */
  onChoose: (range: boolean) => void;
  onOpen: ((row: Row) => void) | undefined;
}) {
  const { row, card, chosen, active, onOpen } = props;
  const choosable = chosen !== null;
  const click = (event: MouseEvent) => {
    // A link in the row opens by itself, in a new tab too.
    if ((event.target as Element).closest('a, button, input, label')) return;
    if (choosable && (event.shiftKey || event.ctrlKey || event.metaKey))
      props.onChoose(event.shiftKey);
    else onOpen?.(row);
  };
  const tone = chosen || (active && !choosable) ? 'bg-selected' : 'hover:bg-hover';
  const ring = active && choosable ? 'outline-1 -outline-offset-1 outline-accent' : '';
  const cursor = onOpen ? 'cursor-pointer' : '';
  const look = `absolute inset-x-0 top-0 border-b border-line px-4 sm:px-6 ${cursor} ${tone} ${ring}`;
  const box = choosable && <Box name={props.name} chosen={chosen} onChoose={props.onChoose} />;
  return (
    <div
      id={props.id}
      role="row"
      aria-rowindex={props.rowIndex}
      aria-selected={choosable ? chosen : active}
      tabIndex={-1}
      onClick={click}
      onMouseDown={(event) => {
        // A range of rows is meant, not one of text.
        if (choosable && event.shiftKey) event.preventDefault();
      }}
      className={card ? `${look} flex items-center gap-3` : `${look} grid items-center gap-x-4`}
      style={card ? props.place : { ...props.place, gridTemplateColumns: props.template }}
    >
      {box}
      {card ? (
        <div role="gridcell" className="h-full min-w-0 flex-1 py-2">
          {card(row)}
        </div>
      ) : (
        props.columns.map(({ name, number, cell }) => (
          <div
            key={name}
            role="gridcell"
            className={number ? 'text-right whitespace-nowrap' : 'min-w-0 truncate'}
          >
            {cell(row)}
          </div>
        ))
      )}
    </div>
  );
}

function Box(props: { name: string; chosen: boolean; onChoose: (range: boolean) => void }) {
  return (
    <div role="gridcell">
      <label className="-m-2 flex size-8 cursor-pointer items-center justify-center">
        <input
          type="checkbox"
          aria-label={`Choose ${props.name}`}
          tabIndex={-1}
          checked={props.chosen}
          onChange={({ nativeEvent }) =>
            props.onChoose('shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
          }
          className="size-4 accent-accent"
        />
      </label>
    </div>
  );
}
