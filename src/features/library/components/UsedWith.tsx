import { Link } from '@tanstack/react-router';
import * as format from '../services/format.ts';
import type { ItemStatistics } from '../services/types.ts';
import { EmptyNote } from './states.tsx';
import { Why } from './Why.tsx';

/** What an item is used with, and how often. */
export function UsedWith({ statistics }: { statistics: ItemStatistics }) {
  const pairs = statistics.commonly_paired_with;
  return (
    <section aria-labelledby="used-with" className="card">
      <div className="flex items-center border-b border-line py-1 pr-2 pl-3">
        <h2 id="used-with" className="heading mr-auto flex h-8 items-center">
          Used with
        </h2>
        <Why of="Used with">
          <p>
            <b>Confidence</b>: of the estimates with {statistics.name}, the share that also have the
            other item. <b>Lift</b>: how many times more often than by chance. Listed are the pairs
            whose evidence is strongest, learned from the estimates of the last 24 months.
          </p>
        </Why>
      </div>
      {pairs.length === 0 ? (
        <EmptyNote title="Nothing yet">
          Pairs are learned every night from the estimates that use this item.
        </EmptyNote>
      ) : (
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col" className="number">
                Confidence
              </th>
              <th scope="col" className="number">
                Estimates
              </th>
              <th scope="col" className="number">
                Lift
              </th>
            </tr>
          </thead>
          <tbody>
            {pairs.map((pair) => (
              <tr key={pair.library_item_id} className="hover:bg-hover">
                <td className="w-full max-w-0 truncate">
                  <Link
                    to="/items/$itemId"
                    params={{ itemId: pair.library_item_id }}
                    title={pair.name}
                    className="font-medium hover:underline"
                  >
                    {pair.name}
                  </Link>{' '}
                  <span className="code text-quiet">{pair.code}</span>
                </td>
                <td className="number font-medium">{format.percent(pair.confidence)}</td>
                <td className="number text-quiet">{format.count(pair.together)}</td>
                <td className="number text-quiet">{pair.lift.toFixed(1)} ×</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
