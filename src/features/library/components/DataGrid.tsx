// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by what is in sight, which a table's layout cannot be.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and tells which row is active.
// biome-ignore-all lint/a11y/useKeyWithClickEvents: the grid takes the keys for its rows.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useNarrow } from '../services/use-media.ts';

/** One column of a grid. */
export interface Column<Row> {
  name: string;
  /** A CSS grid track, such as `minmax(12rem, 1fr)`. */
  width: string;
  /** Figures stand on the right. */
  number?: boolean;
  cell: (row: Row) => ReactNode;
}

/** Heights of a row and of a phone's card, in pixels. */
const rowHeight = 36;
const cardHeight = 76;
/** Rows from the end at which the next page is asked for. */
const loadAhead = 20;

/**
 * Thousands of rows, of which only those in sight are drawn; pages are fetched as the reader comes near them.
 * Arrow keys, Page up and down, Home and End move the selection, Enter opens it. On a phone a row is a card.
 */
export function DataGrid<Row>(props: {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** All rows there are, also those not fetched yet. */
  total: number;
  keyOf: (row: Row) => string;
  card: (row: Row) => ReactNode;
  onOpen: (row: Row) => void;
  loadMore: () => void;
}) {
  const { rows, columns, total, loadMore } = props;
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const [selected, setSelected] = useState(-1);
  const height = narrow ? cardHeight : rowHeight;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 12,
    scrollPaddingStart: narrow ? 0 : rowHeight,
  });
  const drawn = virtual.getVirtualItems();
  const last = drawn.at(-1)?.index ?? 0;
  const nearEnd = rows.length < total && last >= rows.length - loadAhead;
  useEffect(() => {
    if (nearEnd) loadMore();
  }, [nearEnd, loadMore]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: with the height, as a window is made narrow, every place changes.
  useEffect(() => virtual.measure(), [virtual, height]);

  const move = (to: number) => {
    const index = Math.min(Math.max(to, 0), rows.length - 1);
    setSelected(index);
    virtual.scrollToIndex(index);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const moves: Record<string, number> = {
      ArrowDown: selected + 1,
      ArrowUp: selected - 1,
      PageDown: selected + page,
      PageUp: selected - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const row = rows[selected];
    if (to !== undefined) move(to);
    else if (event.key === 'Enter' && row && event.target === event.currentTarget)
      props.onOpen(row);
    else return;
    event.preventDefault();
  };

  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  const rowId = (index: number) => `${props.label.replaceAll(' ', '-')}-row-${index}`;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-activedescendant={selected >= 0 ? rowId(selected) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        // Who comes by keyboard sees where they are; a click says so itself.
        const byKey =
          event.target === event.currentTarget && event.target.matches(':focus-visible');
        if (byKey && selected < 0 && rows.length > 0) setSelected(0);
      }}
      className="min-h-0 flex-1 overflow-auto border-t border-line bg-surface"
    >
      <div
        role="row"
        aria-rowindex={1}
        tabIndex={-1}
        style={template}
        className="sticky top-0 z-10 hidden h-9 items-center gap-x-4 border-b border-line bg-surface px-4 text-small font-medium text-quiet sm:px-6 md:grid md:min-w-max"
      >
        {columns.map(({ name, number }) => (
          <div key={name} role="columnheader" className={number ? 'text-right' : ''}>
            {name}
          </div>
        ))}
      </div>
      <div
        role="rowgroup"
        className="relative md:min-w-max"
        style={{ height: virtual.getTotalSize() }}
      >
        {drawn.map(({ index, start }) => {
          const row = rows[index];
          if (row === undefined) return null;
          const chosen = index === selected;
          const look = `absolute inset-x-0 top-0 cursor-pointer border-b border-line px-4 sm:px-6 ${chosen ? 'bg-selected' : 'hover:bg-hover'}`;
          const place = { height, transform: `translateY(${start}px)` };
          return (
            <div
              key={props.keyOf(row)}
              id={rowId(index)}
              role="row"
              aria-rowindex={index + 2}
              aria-selected={chosen}
              tabIndex={-1}
              onClick={(event) => {
                // A link in the row opens by itself, in a new tab too.
                if (!(event.target as Element).closest('a, button')) props.onOpen(row);
              }}
              className={narrow ? look : `${look} grid items-center gap-x-4`}
              style={narrow ? place : { ...place, ...template }}
            >
              {narrow ? (
                <div role="gridcell" className="h-full py-2">
                  {props.card(row)}
                </div>
              ) : (
                columns.map(({ name, number, cell }) => (
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
        })}
      </div>
    </div>
  );
}
