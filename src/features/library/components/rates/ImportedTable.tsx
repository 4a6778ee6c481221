import * as format from '../../services/format.ts';
import type { ImportedRates } from '../../services/types.ts';
import { Figure, Figures } from '../Figure.tsx';

const outcomes = {
  added: 'is added',
  replaced: 'takes its place',
  kept: 'its own is kept',
  same: 'is the same',
} as const;

/** What taking over another project's rates would do, resource by resource. */
export function ImportedTable({
  plan,
  currency,
}: {
  plan: ImportedRates;
  currency: string | null;
}) {
  return (
    <>
      <Figures label="What it does">
        <Figure name="Added" value={format.count(plan.added)} />
        <Figure name="Replaced" value={format.count(plan.replaced)} />
        <Figure name="Kept as they are" value={format.count(plan.kept)} />
        <Figure name="The same already" value={format.count(plan.same)} />
      </Figures>
      <section aria-label="Rates" className="card overflow-x-auto">
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Resource</th>
              <th scope="col" className="number max-sm:hidden">
                Catalogue
              </th>
              <th scope="col" className="number">
                Own
              </th>
              <th scope="col" className="number">
                Theirs
              </th>
              <th scope="col" className="max-sm:hidden">
                What becomes of it
              </th>
            </tr>
          </thead>
          <tbody>
            {plan.rates.map((rate) => (
              <tr key={rate.resource_id}>
                <td className="w-full max-w-0 truncate" title={rate.name}>
                  {rate.name} <span className="text-small text-quiet">per {rate.unit}</span>
                </td>
                <td className="number text-quiet max-sm:hidden">
                  {format.money(rate.catalogue_rate, currency)}
                </td>
                <td className="number text-quiet">
                  {rate.own === null ? 'none' : format.money(rate.own, currency)}
                </td>
                <td className="number font-medium">{format.money(rate.theirs, currency)}</td>
                <td
                  className={`whitespace-nowrap max-sm:hidden ${rate.outcome === 'added' || rate.outcome === 'replaced' ? '' : 'text-quiet'}`}
                >
                  {outcomes[rate.outcome]}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </>
  );
}
