import { ChevronsDownUp, ChevronsUpDown, ListPlus, Plus } from 'lucide-react';
import { Fragment, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import * as format from '../../services/format.ts';
import { type Selection, useSelection } from '../../services/selection.ts';
import type { Estimate } from '../../services/types.ts';
import { useNarrow } from '../../services/use-media.ts';
import { usePageRows } from '../../services/use-page-rows.ts';
import { Editable } from '../Editable.tsx';
import { EmptyNote } from '../states.tsx';
import { AddElement } from './AddElement.tsx';
import { AddItem } from './AddItem.tsx';
import { ElementHeading } from './ElementHeading.tsx';
import { EstimateRow } from './EstimateRow.tsx';
import { LinesBar } from './LinesBar.tsx';
import { type LineRow, lineRows } from './line-rows.ts';
import type { EstimateActions } from './use-estimate-actions.ts';

/**
 * An estimate's lines under their elements and sections, with what these come to; where they may be changed, with the ways to. Of thousands
 * those near the window are drawn.
 */
export function EstimateLines(props: {
  estimate: Estimate;
  currency: string;
  actions: EstimateActions | null;
}) {
  const { estimate, currency, actions } = props;
  const [adding, setAdding] = useState<'item' | 'element' | null>(null);
  const [closed, setClosed] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => lineRows(estimate, closed), [estimate, closed]);
  const shown = useMemo(() => rows.flatMap((row) => ('line' in row ? [row.line.id] : [])), [rows]);
  const selection = useSelection(shown, estimate.lines.length, estimate.id);
  useEffect(() => {
    // Somebody else may have removed some of those that are chosen.
    const there = new Set(estimate.lines.map(({ id }) => id));
    const left = selection.keys.filter((key) => there.has(key));
    if (left.length < selection.keys.length) selection.chooseThese(left);
  }, [estimate.lines, selection]);
  const section = useRef<HTMLElement>(null);
  const adders = {
    item: useRef<HTMLButtonElement>(null),
    element: useRef<HTMLButtonElement>(null),
  };
  const onDone = () => {
    if (adding) adders[adding].current?.focus();
    setAdding(null);
  };
  return (
    <section ref={section} aria-label={`Estimate ${estimate.name}`} className="card">
      <Heading {...{ estimate, currency, actions }}>
        {actions && (
          <>
            <button
              ref={adders.element}
              type="button"
              className="button"
              onClick={() => setAdding('element')}
            >
              <ListPlus size={14} aria-hidden />
              Add element
            </button>
            <button
              ref={adders.item}
              type="button"
              className="button"
              onClick={() => setAdding('item')}
            >
              <Plus size={14} aria-hidden />
              Add item
            </button>
          </>
        )}
      </Heading>
      {actions && adding === 'item' && <AddItem {...{ actions, estimate, onDone }} />}
      {actions && adding === 'element' && <AddElement {...{ actions, estimate, onDone }} />}
      {rows.length === 0 ? (
        <EmptyNote title="Nothing in this estimate yet">
          {actions
            ? 'Add items of the library, or from the suggestions.'
            : 'Its lines will stand here.'}
        </EmptyNote>
      ) : (
        <LinesTable
          {...{ estimate, currency, actions, rows, selection }}
          onClose={(keys) => setClosed(new Set(keys))}
          onChoose={(lineId, range) => selection.toggle(shown.indexOf(lineId), { range })}
          onToggle={(key) => setClosed((seen) => toggled(seen, key))}
        />
      )}
      {actions && (
        <div className="sticky bottom-0 z-10 overflow-hidden rounded-b-lg">
          <LinesBar
            {...{ estimate, selection, actions }}
            onDone={() => section.current?.querySelector<HTMLElement>('thead input')?.focus()}
          />
        </div>
      )}
    </section>
  );
}

/** What it is called, how much is in it and what it comes to; what is done with the whole of it stands beneath. */
function Heading(props: {
  estimate: Estimate;
  currency: string;
  actions: EstimateActions | null;
  children: React.ReactNode;
}) {
  const { estimate, currency, actions } = props;
  const { name } = estimate;
  return (
    <div className="grid gap-y-1 border-b border-line px-3 py-2">
      <div className="flex flex-wrap items-center gap-x-2">
        <h2 className="heading min-w-0">
          {actions ? (
            <Editable
              kind="name"
              label="name of the estimate"
              value={name}
              onSave={actions.renameEstimate}
            >
              {name}
            </Editable>
          ) : (
            name
          )}
        </h2>
        <span className="text-small text-quiet">
          {format.plural(estimate.lines.length, 'item')}
          {estimate.status === 'frozen' ? ' · frozen' : ''}
        </span>
        <span className="ml-auto flex items-center gap-2">
          <span className="text-small text-quiet">at today’s rates</span>
          <span aria-live="polite" className="text-large font-semibold">
            {format.money(estimate.total, currency)}
          </span>
        </span>
      </div>
      <div className="flex flex-wrap items-center gap-2 empty:hidden sm:justify-end">
        {props.children}
      </div>
    </div>
  );
}

function toggled(keys: ReadonlySet<string>, key: string): ReadonlySet<string> {
  const next = new Set(keys);
  if (!next.delete(key)) next.add(key);
  return next;
}

/** Heights of a row until it is drawn, in pixels: in a wide window, and on a phone, where figures stand under the name. */
const heights = { wide: 36, narrow: 57 } as const;

interface TableProps {
  estimate: Estimate;
  currency: string;
  actions: EstimateActions | null;
  rows: readonly LineRow[];
  selection: Selection;
  /** Opens or closes an element, by the key of its heading. */
  onToggle: (key: string) => void;
  /** Closes these elements, and opens the others. */
  onClose: (keys: readonly string[]) => void;
  /** Chooses a line, or no longer; with `range` all from the last one that was. */
  onChoose: (lineId: string, range: boolean) => void;
}

function LinesTable(props: TableProps) {
  const { actions, selection, rows: all } = props;
  const narrow = useNarrow();
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const goes = useFocusAfter(body, all);
  const { rows, after, measure } = usePageRows({
    body,
    count: all.length,
    height: narrow ? heights.narrow : heights.wide,
    focused,
  });
  const columns = (narrow ? 2 : 4) + (actions ? 2 : 0);
  return (
    <div className="overflow-x-auto rounded-b-lg">
      <table className="data" aria-rowcount={all.length + 1}>
        <thead>
          <tr aria-rowindex={1}>
            {actions && (
              <th scope="col" className="w-8 pr-0!">
                <ChooseAll selection={selection} />
              </th>
            )}
            <th scope="col" className="w-full">
              <CloseAll rows={all} onClose={props.onClose} />
              Item
            </th>
            {!narrow && (
              <>
                <th scope="col" className="number min-w-28">
                  Quantity
                </th>
                <th scope="col" className="number min-w-28">
                  Unit price
                </th>
              </>
            )}
            <th scope="col" className="number min-w-28">
              Amount
            </th>
            {actions && (
              <th scope="col">
                <span className="sr-only">Remove</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body} onBlur={() => setFocused(null)}>
          {rows.map(({ index, before }) => {
            const row = all[index];
            if (!row) return null;
            const place = {
              ...{ 'data-index': index, 'aria-rowindex': index + 2, ref: measure },
              onFocus: () => setFocused(index),
            };
            return (
              <Fragment key={row.key}>
                <Room height={before} columns={columns} />
                <AnyRow
                  {...props}
                  {...{ row, narrow, place, columns }}
                  onGone={() => goes(index)}
                />
              </Fragment>
            );
          })}
          <Room height={after} columns={columns} />
        </tbody>
      </table>
    </div>
  );
}

/**
 * Once a row is gone, the focus goes to what is done with the one that stands in its place, or the last: who takes one away after
 * another by keyboard is not led back to the top of the page.
 * @returns what is told which row goes, by its index
 */
function useFocusAfter(body: RefObject<HTMLElement | null>, rows: readonly LineRow[]) {
  const gone = useRef<number | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is once the rows are others that there is something to do.
  useEffect(() => {
    const index = gone.current;
    if (index === null) return;
    gone.current = null;
    const drawn = [...(body.current?.querySelectorAll<HTMLElement>('tr[data-index]') ?? [])];
    const buttons = drawn.flatMap((row) => {
      const button = row.querySelector<HTMLElement>('td:last-child button');
      return button ? [{ button, at: Number(row.dataset.index) }] : [];
    });
    (buttons.find(({ at }) => at >= index) ?? buttons.at(-1))?.button.focus();
  }, [body, rows]);
  return (index: number) => {
    gone.current = index;
  };
}

function AnyRow(
  props: TableProps & {
    row: LineRow;
    narrow: boolean;
    columns: number;
    place: React.ComponentProps<'tr'>;
    onGone: () => void;
  },
) {
  const { row, estimate, currency, actions, selection, narrow, place, onGone } = props;
  // All but amount and what is done with it.
  const columns = props.columns - (actions ? 2 : 1);
  if ('line' in row) {
    const { id } = row.line;
    return (
      <EstimateRow
        {...{ line: row.line, currency, actions, narrow, place, onGone }}
        chosen={selection.has(id)}
        onChoose={(range) => props.onChoose(id, range)}
      />
    );
  }
  if ('section' in row) {
    return (
      <tr className="bg-ground" {...place}>
        <th scope="row" colSpan={columns} className="w-full max-w-0 truncate text-left">
          {row.section}
        </th>
        <td className="number text-quiet">{format.money(row.sum, currency)}</td>
        {actions && <td />}
      </tr>
    );
  }
  return (
    <ElementHeading
      {...{ row, currency, columns, actions, place, onGone }}
      of={estimate.elements.length}
      onToggle={() => props.onToggle(row.key)}
      onChoose={() => selection.chooseThese(row.lines.map(({ id }) => id))}
    />
  );
}

/** Shows the headings of all elements alone, or all their lines again. */
function CloseAll({ rows, onClose }: Pick<TableProps, 'rows' | 'onClose'>) {
  const headings = rows.filter((row) => 'element' in row);
  const open = headings.some((row) => row.open);
  if (headings.length < 2) return null;
  return (
    <button
      type="button"
      className="icon-button -ml-2 mr-0.5 align-middle"
      aria-expanded={open}
      aria-label="Lines of all elements"
      onClick={() => onClose(open ? headings.map(({ key }) => key) : [])}
    >
      {open ? <ChevronsDownUp size={14} aria-hidden /> : <ChevronsUpDown size={14} aria-hidden />}
    </button>
  );
}

function ChooseAll({ selection }: { selection: Selection }) {
  const { all, count } = selection;
  return (
    <label className="-m-2 flex size-8 cursor-pointer items-center justify-center">
      <input
        type="checkbox"
        aria-label="Choose all lines"
        checked={all}
        ref={(box) => {
          if (box) box.indeterminate = !all && count > 0;
        }}
        onChange={() => (all ? selection.clear() : selection.chooseAll())}
        className="size-4 accent-accent"
      />
    </label>
  );
}

/** The room of rows that are not drawn. */
function Room({ height, columns }: { height: number; columns: number }) {
  if (height <= 0) return null;
  return (
    <tr aria-hidden>
      <td colSpan={columns} className="border-0! p-0!" style={{ height }} />
    </tr>
  );
}
