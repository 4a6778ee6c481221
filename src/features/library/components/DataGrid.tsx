// biome-ignore-all lint/a11y/useSemanticElements: rows are placed by what is in sight, which a table's layout cannot be.
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid has the focus and tells which row is active.
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import type { Selection } from '../services/selection.ts';
import { observeSizeInTurn } from '../services/size-in-turn.ts';
import { useNarrow } from '../services/use-media.ts';
import { type Column, DataGridRow } from './DataGridRow.tsx';

export type { Column } from './DataGridRow.tsx';

/** A grid's rows, and what can be done with them. */
export interface DataGridProps<Row> {
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  /** All rows there are, also those not fetched yet. */
  total: number;
  keyOf: (row: Row) => string;
  card: (row: Row) => ReactNode;
  /** Where a row leads somewhere. */
  onOpen?: ((row: Row) => void) | undefined;
  loadMore: () => void;
  /** Where rows can be chosen. */
  selection?: Selection | undefined;
  /** How a row is called where it is chosen. */
  nameOf?: (row: Row) => string;
}

/** Heights of a row and of a phone's card, in pixels. */
const rowHeight = 36;
const cardHeight = 76;
/** Rows from the end at which the next page is asked for. */
const loadAhead = 20;

/**
 * Thousands of rows, of which only those in sight are drawn; pages are fetched as the reader comes near them.
 * Arrow keys, Page up and down, Home and End move the active row, Enter opens it. With a `selection`, Space chooses it,
 * Shift with these keys goes on choosing, Ctrl or ⌘ A chooses all that match, Escape none; and so does the pointer, with
 * Shift for a range. On a phone a row is a card.
 */
export function DataGrid<Row>(props: DataGridProps<Row>) {
  const { rows, columns, total, loadMore, selection } = props;
  const narrow = useNarrow();
  const scroller = useRef<HTMLDivElement>(null);
  const [active, setActive] = useState(-1);
  const height = narrow ? cardHeight : rowHeight;
  const virtual = useVirtualizer<HTMLDivElement, Element>({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 6,
    observeElementRect: observeSizeInTurn,
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
    setActive(index);
    virtual.scrollToIndex(index);
    return index;
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroller.current?.clientHeight ?? height) / height) - 1);
    const moves: Record<string, number> = {
      ArrowDown: active + 1,
      ArrowUp: active - 1,
      PageDown: active + page,
      PageUp: active - page,
      Home: 0,
      End: rows.length - 1,
    };
    const to = moves[event.key];
    const row = rows[active];
    if (to !== undefined) {
      const index = move(to);
      if (event.shiftKey) selection?.toggle(index, { range: true });
    } else if (event.key === 'Enter' && row && event.target === event.currentTarget) {
      props.onOpen?.(row);
    } else if (!selection || !choseByKey(event, selection, active)) {
      return;
    }
    event.preventDefault();
  };
  const choose = (index: number, range: boolean) => {
    selection?.toggle(index, { range });
    setActive(index);
    // The grid takes the keys for its rows, also after the pointer.
    scroller.current?.focus({ preventScroll: true });
  };

  const tracks = columns.map(({ width }) => width);
  const template = (selection ? ['1rem', ...tracks] : tracks).join(' ');
  const rowId = (index: number) => `${props.label.replaceAll(' ', '-')}-row-${index}`;
  return (
    <div
      ref={scroller}
      role="grid"
      aria-label={props.label}
      aria-rowcount={total + 1}
      aria-multiselectable={selection ? true : undefined}
      aria-activedescendant={active >= 0 ? rowId(active) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onFocus={(event) => {
        // Who comes by keyboard sees where they are; a click says so itself.
        const byKey =
          event.target === event.currentTarget && event.target.matches(':focus-visible');
        if (byKey && active < 0 && rows.length > 0) setActive(0);
      }}
      className="min-h-0 flex-1 overflow-auto border-t border-line bg-surface"
    >
      <div
        role="row"
        aria-rowindex={1}
        tabIndex={-1}
        style={{ gridTemplateColumns: template }}
        className="sticky top-0 z-10 hidden h-9 items-center gap-x-4 border-b border-line bg-surface px-4 text-small font-medium text-quiet sm:px-6 md:grid md:min-w-max"
      >
        {selection && <ChooseAll selection={selection} total={total} />}
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
          const key = props.keyOf(row);
          return (
            <DataGridRow
              key={key}
              id={rowId(index)}
              row={row}
              rowIndex={index + 2}
              columns={columns}
              place={{ height, transform: `translateY(${start}px)` }}
              template={template}
              card={narrow ? props.card : null}
              active={index === active}
              chosen={selection ? selection.has(key) : null}
              name={props.nameOf?.(row) ?? key}
              onChoose={(range) => choose(index, range)}
              onOpen={props.onOpen}
            />
          );
        })}
      </div>
    </div>
  );
}

/** Space, Ctrl or ⌘ A, Escape; gives whether it was one of them. */
function choseByKey(event: KeyboardEvent, selection: Selection, active: number): boolean {
  if (event.key === ' ' && active >= 0) selection.toggle(active, { range: event.shiftKey });
  else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) selection.chooseAll();
  else if (event.key === 'Escape' && selection.count > 0) selection.clear();
  else return false;
  return true;
}

function ChooseAll({ selection, total }: { selection: Selection; total: number }) {
  const { all, count } = selection;
  return (
    <div role="columnheader">
      <input
        type="checkbox"
        aria-label={`Choose all ${total} that match`}
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = !all && count > 0;
        }}
        onChange={() => (all ? selection.clear() : selection.chooseAll())}
        className="block size-4 accent-accent"
      />
    </div>
  );
}
