// biome-ignore-all lint/a11y/noNoninteractiveElementToInteractiveRole: a tree of rows is a table that can be walked by keys.
// biome-ignore-all lint/a11y/useSemanticElements: inside a treegrid rows and cells are said to be some.
import { Link } from '@tanstack/react-router';
import { ChevronRight } from 'lucide-react';
import {
  type CSSProperties,
  type KeyboardEvent,
  type MouseEvent,
  useMemo,
  useRef,
  useState,
} from 'react';
import * as format from '../../services/format.ts';
import type { BuildUpTree } from '../../services/types.ts';
import { moveBy, type PlacedRow, placed, seen } from './build-up-rows.ts';

const kinds = {
  material: 'Material',
  labor: 'Labor',
  equipment: 'Equipment',
  item: 'Sub-item',
} as const;

/**
 * What one unit of an item is made of, as a tree: each sub-item opens to what is in it, by a click or by the keys of
 * `moveBy`.
 */
export function BuildUp(props: { tree: BuildUpTree; unit: string; currency: string | null }) {
  const { tree, unit, currency } = props;
  const rows = useMemo(() => placed(tree.rows), [tree]);
  const openable = useMemo(() => rows.filter(({ opens }) => opens), [rows]);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [active, setActive] = useState(0);
  const body = useRef<HTMLTableSectionElement>(null);
  const shown = seen(rows, open);
  // What is active may have been closed away with what it is in.
  const reached = shown.some(({ index }) => index === active) ? active : 0;
  const change = ({ opened, closed }: { opened?: number; closed?: number }) => {
    const next = new Set(open);
    if (opened !== undefined) next.add(opened);
    if (closed !== undefined) next.delete(closed);
    setOpen(next);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    // A link in a row has its own Enter.
    const own = event.target instanceof HTMLAnchorElement && event.key === 'Enter';
    const modified = event.altKey || event.ctrlKey || event.metaKey || event.shiftKey;
    const move = own || modified ? null : moveBy(event.key, reached, shown, open);
    if (!move) return;
    event.preventDefault();
    change({
      ...(move.open !== undefined && { opened: move.open }),
      ...(move.close !== undefined && { closed: move.close }),
    });
    setActive(move.to);
    body.current?.querySelector<HTMLElement>(`[data-row="${move.to}"]`)?.focus();
  };
  const onClick = (event: MouseEvent, { index, opens }: PlacedRow) => {
    if (event.target instanceof HTMLAnchorElement) return;
    setActive(index);
    if (opens) change(open.has(index) ? { closed: index } : { opened: index });
  };
  return (
    <section aria-labelledby="build-up" className="card">
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-3 py-1">
        <h2 id="build-up" className="heading mr-auto">
          Build-up of one {unit}, at the catalogue’s rates
        </h2>
        {openable.length > 0 && (
          <button
            type="button"
            className="button"
            onClick={() =>
              setOpen(open.size > 0 ? new Set() : new Set(openable.map(({ index }) => index)))
            }
          >
            {open.size > 0 ? 'Close all' : 'Open all'}
          </button>
        )}
      </div>
      <table role="treegrid" aria-labelledby="build-up" className="data">
        <thead>
          <tr>
            <th scope="col">Resource or sub-item</th>
            <th scope="col" className="max-md:hidden">
              Kind
            </th>
            <th scope="col" className="number max-md:hidden">
              Quantity
            </th>
            <th scope="col" className="number max-md:hidden">
              Rate
            </th>
            <th scope="col" className="number">
              Amount
            </th>
            <th scope="col" className="number">
              Share
            </th>
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown}>
          {shown.map((row) => (
            <Row
              key={row.index}
              row={row}
              open={row.opens ? open.has(row.index) : undefined}
              active={row.index === reached}
              whole={Number(tree.direct_cost)}
              currency={currency}
              onClick={(event) => onClick(event, row)}
            />
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="border-t text-left font-semibold text-ink">
              Direct cost
            </th>
            <td className="border-t border-line max-md:hidden" colSpan={3} />
            <td className="number border-t border-line font-semibold">
              {format.money(Number(tree.direct_cost), currency)}
            </td>
            <td className="number border-t border-line font-semibold">{format.sharePercent(1)}</td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

function Row(props: {
  row: PlacedRow;
  /** Undefined where it cannot be opened. */
  open: boolean | undefined;
  active: boolean;
  /** The direct cost of one unit of the whole item. */
  whole: number;
  currency: string | null;
  onClick: (event: MouseEvent) => void;
}) {
  const { row, open, active, whole, currency, onClick } = props;
  const cost = Number(row.cost);
  return (
    <tr
      data-row={row.index}
      aria-level={row.level}
      aria-posinset={row.position}
      aria-setsize={row.size}
      aria-expanded={open}
      tabIndex={active ? 0 : -1}
      onClick={onClick}
      className={`outline-offset-[-2px] hover:bg-hover ${open === undefined ? '' : 'cursor-pointer'}`}
    >
      <td
        // Six levels fit on a phone, too.
        className="w-full max-w-0 pl-[calc(0.75rem+var(--depth)*0.6rem)] max-md:py-1.5 md:pl-[calc(0.75rem+var(--depth)*1.25rem)]"
        style={{ '--depth': row.level - 1 } as CSSProperties}
      >
        <div className="flex items-center gap-1">
          <ChevronRight
            size={14}
            aria-hidden
            className={`shrink-0 text-quiet ${open === undefined ? 'invisible' : ''} ${open ? 'rotate-90' : ''}`}
          />
          <div className="min-w-0">
            <div className="flex items-baseline gap-1.5">
              <span
                title={row.name}
                className={`truncate ${open === undefined ? '' : 'font-medium'}`}
              >
                {row.name}
              </span>
              <Code row={row} reachable={active} />
            </div>
            <div className="truncate text-small text-quiet md:hidden">{amountOf(row)}</div>
          </div>
        </div>
      </td>
      <td className="text-quiet max-md:hidden">{kinds[row.kind]}</td>
      <td className="number text-quiet max-md:hidden">{amountOf(row)}</td>
      <td className="number text-quiet max-md:hidden">
        {row.rate !== null && format.money(Number(row.rate), currency)}
      </td>
      <td title={row.cost} className="number">
        {format.money(cost, currency)}
      </td>
      <td className="number text-quiet">{whole > 0 && format.sharePercent(cost / whole)}</td>
    </tr>
  );
}

/** The code; of a sub-item a link to it, reached by Tab from the row that is active. */
function Code({ row, reachable }: { row: PlacedRow; reachable: boolean }) {
  if (row.library_item_id === null)
    return <span className="code whitespace-nowrap text-quiet max-md:hidden">{row.code}</span>;
  return (
    <Link
      to="/items/$itemId"
      params={{ itemId: row.library_item_id }}
      tabIndex={reachable ? 0 : -1}
      className="link code whitespace-nowrap"
    >
      {row.code}
    </Link>
  );
}

/** How much of it what it is in takes, as it is worked out. */
function amountOf(row: PlacedRow): string {
  const of = (decimal: string | null) => format.quantity(Number(decimal));
  const quantity = of(row.quantity);
  switch (row.kind) {
    case 'material': {
      const waste = Number(row.wastage_percent) > 0 ? ` + ${of(row.wastage_percent)}% waste` : '';
      return `${quantity} ${row.unit}${waste}`;
    }
    case 'labor':
      return `${quantity} h ÷ ${of(row.productivity_factor)} × ${of(row.crew_size)}`;
    case 'equipment':
      return `${quantity} h × ${format.percent(Number(row.utilization_factor))}`;
    case 'item':
      return `${quantity} ${row.unit}`;
  }
}
