import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import type { BulkEffect } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';

/** What a draft does to open estimates: their totals before and after. */
export function EffectTable({ effect }: { effect: BulkEffect }) {
  const { estimates, touched } = effect;
  return (
    <section aria-labelledby="effect" className="card overflow-x-auto">
      <div className="border-b border-line px-3 py-2">
        <h2 id="effect" className="heading">
          Effect on open estimates
        </h2>
        <p className="text-small text-quiet">
          {touched > estimates.length
            ? `The ${format.count(estimates.length)} most touched of ${format.count(touched)}, largest difference first.`
            : 'At the prices and rates of now, largest difference first.'}
        </p>
      </div>
      {estimates.length === 0 ? (
        <EmptyNote title="No open estimate changes">
          None that you may see has a line whose price follows what is changed here.
        </EmptyNote>
      ) : (
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Estimate</th>
              <th scope="col" className="number max-sm:hidden">
                Before
              </th>
              <th scope="col" className="number">
                After
              </th>
              <th scope="col" className="number">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            {estimates.map((estimate) => (
              <tr key={estimate.estimate_id}>
                <td className="w-full min-w-32 py-1.5">
                  <Link
                    to="/projects/$projectId"
                    params={{ projectId: estimate.project_id }}
                    search={{ estimate: estimate.estimate_id }}
                    title={`${estimate.project_name}, ${estimate.name}`}
                    className="font-medium hover:underline"
                  >
                    {estimate.project_name}
                  </Link>
                  <div className="text-small text-quiet">
                    {estimate.name}, {format.count(estimate.lines)}{' '}
                    {estimate.lines === 1 ? 'line' : 'lines'}
                  </div>
                </td>
                <td className="number text-quiet max-sm:hidden">
                  {format.money(estimate.before, estimate.currency)}
                </td>
                <td className="number">{format.money(estimate.after, estimate.currency)}</td>
                <td className="number" title={format.change(estimate.before, estimate.after) ?? ''}>
                  {format.moneyChange(estimate.before, estimate.after, estimate.currency)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
