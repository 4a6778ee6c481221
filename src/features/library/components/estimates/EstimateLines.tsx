import * as format from '../../services/format.ts';
import type { EstimateLine, ProjectDetail } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';
import { EstimateRow } from './EstimateRow.tsx';
import type { LineActions } from './use-line-actions.ts';

/** An estimate's lines under their sections, with what they come to; where they may be changed, with the ways to. */
export function EstimateLines(props: {
  estimate: ProjectDetail['estimates'][number];
  currency: string;
  actions: LineActions | null;
}) {
  const { estimate, currency, actions } = props;
  const sections = Map.groupBy(estimate.lines, (line) => line.section_name);
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
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col" className="number max-sm:hidden">
                Quantity
              </th>
              <th scope="col" className="number max-sm:hidden">
                Unit price
              </th>
              <th scope="col" className="number">
                Amount
              </th>
              {actions && (
                <th scope="col">
                  <span className="sr-only">Remove</span>
                </th>
              )}
            </tr>
          </thead>
          {[...sections].map(([name, lines]) => (
            <Section key={name} {...{ name, lines, currency, actions }} />
          ))}
        </table>
      )}
    </section>
  );
}

function Section(props: {
  name: string;
  lines: readonly EstimateLine[];
  currency: string;
  actions: LineActions | null;
}) {
  const { name, lines, currency, actions } = props;
  const sum = lines.reduce((total, { amount }) => total + (amount ?? 0), 0);
  return (
    <tbody>
      <tr className="bg-ground">
        <th scope="rowgroup" className="w-full max-w-0 truncate text-left">
          {name}
        </th>
        <td className="max-sm:hidden" />
        <td className="max-sm:hidden" />
        <td className="number text-quiet">{format.money(sum, currency)}</td>
        {actions && <td />}
      </tr>
      {lines.map((line) => (
        <EstimateRow key={line.id} line={line} currency={currency} actions={actions} />
      ))}
    </tbody>
  );
}
