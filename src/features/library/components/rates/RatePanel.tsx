import { useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import * as format from '../../services/format.ts';
import { ratesApi } from '../../services/rates-api.ts';
import { useSession } from '../../services/session.ts';
import type { RateHistory } from '../../services/types.ts';
import { byWhom } from '../../services/who.ts';
import { tellError } from '../jobs/notices.ts';
import { ErrorNote, SkeletonRows } from '../states.tsx';
import { RateForm } from './RateForm.tsx';

type Rate = RateHistory['rates'][number];

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
  const [corrected, setCorrected] = useState<Rate | null>(null);
  const changed = async (work: Promise<RateHistory>) => {
    queries.setQueryData(key, await work);
    // The totals and build-ups of the project follow its rates. Not waited for: one may be filling in the next rate already.
    void queries.invalidateQueries({ queryKey: ['projects', projectId] });
  };
  const remove = async ({ id, ...times }: Rate) => {
    await changed(ratesApi.remove(projectId, id));
    setCorrected(null);
    const back = {
      ...times,
      rate: String(times.rate),
      resource_id: resourceId,
      end_earlier: false,
    };
    toast.success(`Removed ${format.money(times.rate, history.data?.currency ?? null)}.`, {
      action: {
        label: 'Undo',
        onClick: () => void changed(ratesApi.add(projectId, back)).catch(tellError),
      },
      duration: 10_000,
    });
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
          <Rates
            history={history.data}
            writable={writable}
            onCorrect={setCorrected}
            onRemove={(rate) => void remove(rate).catch(tellError)}
          />
        )}
        {corrected && (
          <RateForm
            key={corrected.id}
            currency={currency}
            rate={corrected}
            onCancel={() => setCorrected(null)}
            onSubmit={async ({ end_earlier: _, ...change }) => {
              await changed(ratesApi.change(projectId, corrected.id, change));
              setCorrected(null);
            }}
          />
        )}
        {writable && !corrected && (
          <RateForm
            currency={currency}
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

/** When which rate was, is and will be in force. */
function Rates(props: {
  history: RateHistory;
  writable: boolean;
  onCorrect: (rate: Rate) => void;
  onRemove: (rate: Rate) => void;
}) {
  const { history, writable, onCorrect, onRemove } = props;
  const { rates, currency } = history;
  const now = new Date();
  return (
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
              <span className="sr-only">Correct or remove</span>
            </th>
          )}
        </tr>
      </thead>
      <tbody>
        {rates.map((rate) => (
          <tr key={rate.id}>
            <td className="number font-medium">{format.money(rate.rate, currency)}</td>
            <td className="whitespace-nowrap">
              {format.date(rate.effective_from)}
              {isInForce(rate, now) && <div className="text-small text-quiet">in force</div>}
            </td>
            <td className={`whitespace-nowrap ${rate.effective_to ? '' : 'text-quiet'}`}>
              {rate.effective_to ? format.date(rate.effective_to) : 'open'}
            </td>
            {writable && (
              <td className="text-right whitespace-nowrap">
                <button
                  type="button"
                  className="link"
                  aria-label={`Correct the rate of ${format.money(rate.rate, currency)}`}
                  onClick={() => onCorrect(rate)}
                >
                  Correct
                </button>{' '}
                <button
                  type="button"
                  className="link ml-2"
                  aria-label={`Remove the rate of ${format.money(rate.rate, currency)}`}
                  onClick={() => onRemove(rate)}
                >
                  Remove
                </button>
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const isInForce = ({ effective_from, effective_to }: Rate, at: Date) =>
  new Date(effective_from) <= at && (effective_to === null || at < new Date(effective_to));

function Changes({ changes, currency }: Pick<RateHistory, 'changes' | 'currency'>) {
  const session = useSession();
  if (changes.length === 0) return null;
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
              {byWhom(change.changed_by, change.changed_by_name, session)},{' '}
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
