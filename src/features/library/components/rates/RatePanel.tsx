import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import * as format from '../../services/format.ts';
import { ratesApi } from '../../services/rates-api.ts';
import { useSession } from '../../services/session.ts';
import type { RateHistory } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { ErrorNote, SkeletonRows } from '../states.tsx';
import { RateForm } from './RateForm.tsx';

/** One resource's rates in a project: in force when, who said so, and a form to give it another. */
export function RatePanel(props: {
  projectId: string;
  resourceId: string;
  /** Whether the reader may change them. */
  writable: boolean;
  onClose: () => void;
}) {
  const { projectId, resourceId, writable } = props;
  const queries = useQueryClient();
  const key = ['projects', projectId, 'rates', 'of', resourceId];
  const history = useQuery({
    queryKey: key,
    queryFn: () => ratesApi.history(projectId, resourceId),
  });
  const changed = async (work: Promise<RateHistory>) => {
    await work;
    // Its rates, and the totals and build-ups of the project follow its rates.
    await queries.invalidateQueries({ queryKey: ['projects', projectId] });
  };
  if (history.error) {
    return <ErrorNote error={history.error} retry={() => void history.refetch()} />;
  }
  if (!history.data) return <SkeletonRows rows={6} />;
  const { name, unit, currency, rates, changes } = history.data;
  return (
    <section aria-label={`Rates of ${name}`} className="grid grid-cols-1 content-start gap-4">
      <div className="card">
        <div className="flex min-h-10 items-center gap-2 border-b border-line px-3">
          <h2 className="heading mr-auto">
            {name} <span className="font-normal text-quiet">per {unit}</span>
          </h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={props.onClose}>
            <X size={15} aria-hidden />
          </button>
        </div>
        {rates.length === 0 && (
          <p className="px-3 py-2.5 text-quiet">
            No rate of the project’s own: the catalogue’s is used.
          </p>
        )}
        {rates.length > 0 && (
          <table className="data">
            <thead>
              <tr>
                <th scope="col" className="number">
                  Rate
                </th>
                <th scope="col">From</th>
                <th scope="col">Until</th>
                {writable && (
                  <th scope="col">
                    <span className="sr-only">Remove</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {rates.map((rate) => (
                <tr key={rate.id}>
                  <td className="number font-medium">{format.money(rate.rate, currency)}</td>
                  <td className="whitespace-nowrap">{format.date(rate.effective_from)}</td>
                  <td className={`whitespace-nowrap ${rate.effective_to ? '' : 'text-quiet'}`}>
                    {rate.effective_to ? format.date(rate.effective_to) : 'open'}
                  </td>
                  {writable && (
                    <td className="text-right">
                      <button
                        type="button"
                        className="link"
                        aria-label={`Remove the rate of ${format.money(rate.rate, currency)}`}
                        onClick={() =>
                          void changed(ratesApi.remove(projectId, rate.id)).catch(tellError)
                        }
                      >
                        Remove
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        {writable && (
          <RateForm
            onSubmit={(rate) =>
              changed(ratesApi.add(projectId, { ...rate, resource_id: resourceId }))
            }
          />
        )}
      </div>
      <Changes changes={changes} currency={currency} />
    </section>
  );
}

function Changes({ changes, currency }: Pick<RateHistory, 'changes' | 'currency'>) {
  const session = useSession();
  if (changes.length === 0) return null;
  const by = (id: string | null) =>
    id === null ? 'the service' : id === session?.user.id ? 'you' : 'another member';
  return (
    <section aria-labelledby="said" className="card">
      <h2 id="said" className="heading flex h-10 items-center border-b border-line px-3">
        Who changed what
      </h2>
      <ol>
        {changes.map((change, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: only ever added to at its top, and drawn anew then.
          <li key={index} className="border-b border-line px-3 py-2 last:border-b-0">
            {told(change, currency)}
            <div className="text-small text-quiet">
              {by(change.changed_by)},{' '}
              <time dateTime={change.changed_at} title={format.moment(change.changed_at)}>
                {format.ago(change.changed_at)}
              </time>
            </div>
          </li>
        ))}
      </ol>
    </section>
  );
}

type Said = NonNullable<RateHistory['changes'][number]['new']>;

function told({ action, old, new: now }: RateHistory['changes'][number], currency: string): string {
  const words = (rate: Said | null) =>
    rate === null ? '' : `${format.money(rate.rate, currency)} ${times(rate)}`;
  if (action === 'added') return `Added ${words(now)}`;
  if (action === 'removed') return `Removed ${words(old)}`;
  if (old && now && old.rate === now.rate) return `${words(old)} is now ${times(now)}`;
  return `${words(old)} is now ${words(now)}`;
}

const times = ({ effective_from, effective_to }: Said) =>
  effective_to === null
    ? `from ${format.date(effective_from)}`
    : `from ${format.date(effective_from)} until ${format.date(effective_to)}`;
