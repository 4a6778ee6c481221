import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import type { EstimateLine, ProjectDetail } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';

/** An estimate's lines under their sections, with what they come to. */
export function EstimateLines(props: {
  estimate: ProjectDetail['estimates'][number];
  currency: string;
}) {
  const { estimate, currency } = props;
  const sections = Map.groupBy(estimate.lines, (line) => line.section_name);
  return (
    <section aria-label={`Estimate ${estimate.name}`} className="card overflow-x-auto">
      <div className="flex h-10 items-center gap-2 border-b border-line px-3">
        <h2 className="heading">{estimate.name}</h2>
        <span className="text-small text-quiet">
          {format.count(estimate.lines.length)} items
          {estimate.status === 'frozen' ? ' · frozen' : ''}
        </span>
        <span className="ml-auto text-large font-semibold">
          {format.money(estimate.total, currency)}
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
            </tr>
          </thead>
          {[...sections].map(([name, lines]) => (
            <Section key={name} name={name} lines={lines} currency={currency} />
          ))}
        </table>
      )}
    </section>
  );
}

function Section(props: { name: string; lines: readonly EstimateLine[]; currency: string }) {
  const { name, lines, currency } = props;
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
      </tr>
      {lines.map((line) => (
        <tr key={line.id} className="hover:bg-hover">
          <td className="w-full max-w-0 truncate max-sm:py-1.5">
            <Link
              to="/items/$itemId"
              params={{ itemId: line.library_item_id }}
              title={line.name}
              className="font-medium hover:underline"
            >
              {line.name}
            </Link>{' '}
            <span className="code text-quiet">{line.code}</span>
            <div className="text-small text-quiet sm:hidden">
              {format.quantity(line.quantity)} {line.unit}
            </div>
          </td>
          <td className="number max-sm:hidden">
            {format.quantity(line.quantity)} <span className="text-quiet">{line.unit}</span>
          </td>
          <td className="number text-quiet max-sm:hidden">
            {line.unit_price === null ? 'no price' : format.money(line.unit_price, currency)}
          </td>
          <td className="number">
            {line.amount === null ? '' : format.money(line.amount, currency)}
          </td>
        </tr>
      ))}
    </tbody>
  );
}
