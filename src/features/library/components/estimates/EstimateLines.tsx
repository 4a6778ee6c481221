import { Fragment, useMemo, useRef, useState } from 'react';
import * as format from '../../services/format.ts';
import type { ProjectDetail } from '../../services/types.ts';
import { useNarrow } from '../../services/use-media.ts';
import { usePageRows } from '../../services/use-page-rows.ts';
import { EmptyNote } from '../states.tsx';
import { EstimateRow } from './EstimateRow.tsx';
import { lineRows } from './line-rows.ts';
import type { LineActions } from './use-line-actions.ts';

/**
 * An estimate's lines under their elements and sections, with what these come to; where they may be changed, with the ways to. Of thousands
 * those near the window are drawn.
 */
export function EstimateLines(props: {
  estimate: ProjectDetail['estimates'][number];
  currency: string;
  actions: LineActions | null;
}) {
  const { estimate, currency, actions } = props;
  return (
    <section aria-label={`Estimate ${estimate.name}`} className="card overflow-x-auto">
      <div className="flex min-h-10 flex-wrap items-center gap-x-2 border-b border-line px-3 py-1">
        <h2 className="heading">{estimate.name}</h2>
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
      {estimate.lines.length === 0 ? (
        <EmptyNote title="Nothing in this estimate yet">
          Add items from the suggestions, or record their use through the API.
        </EmptyNote>
      ) : (
        <LinesTable estimate={estimate} currency={currency} actions={actions} />
      )}
    </section>
  );
}

/** Heights of a row until it is drawn, in pixels: in a wide window, and on a phone, where figures stand under the name. */
const heights = { wide: 36, narrow: 57 } as const;

function LinesTable(props: {
  estimate: ProjectDetail['estimates'][number];
  currency: string;
  actions: LineActions | null;
}) {
  const { estimate, currency, actions } = props;
  const narrow = useNarrow();
  const body = useRef<HTMLTableSectionElement>(null);
  const [focused, setFocused] = useState<number | null>(null);
  const all = useMemo(() => lineRows(estimate), [estimate]);
  const { rows, after, measure } = usePageRows({
    body,
    count: all.length,
    height: narrow ? heights.narrow : heights.wide,
    focused,
  });
  const columns = (narrow ? 2 : 4) + (actions ? 1 : 0);
  return (
    <table className="data" aria-rowcount={all.length + 1}>
      <thead>
        <tr aria-rowindex={1}>
          <th scope="col">Item</th>
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
      <tbody
        ref={body}
        onFocus={({ target }) =>
          setFocused(Number(target.closest<HTMLElement>('tr')?.dataset.index ?? -1))
        }
        onBlur={() => setFocused(null)}
      >
        {rows.map(({ index, before }) => {
          const row = all[index];
          if (!row) return null;
          const place = { 'data-index': index, 'aria-rowindex': index + 2, ref: measure };
          return (
            <Fragment key={row.key}>
              <Room height={before} columns={columns} />
              {'line' in row ? (
                <EstimateRow line={row.line} {...{ currency, actions, narrow, place }} />
              ) : (
                <tr className="bg-ground" {...place}>
                  <th
                    scope="row"
                    colSpan={narrow ? 1 : 3}
                    className={`w-full max-w-0 truncate text-left ${row.level === 1 ? 'text-body! font-semibold! text-ink!' : ''}`}
                  >
                    {row.heading}
                  </th>
                  <td className={`number ${row.level === 1 ? 'font-semibold' : 'text-quiet'}`}>
                    {format.money(row.sum, currency)}
                  </td>
                  {actions && <td />}
                </tr>
              )}
            </Fragment>
          );
        })}
        <Room height={after} columns={columns} />
      </tbody>
    </table>
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
