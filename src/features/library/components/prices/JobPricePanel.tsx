import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { JobPrice, LibraryItem, PriceHistory } from '../../services/types.ts';
import { ErrorNote } from '../states.tsx';
import { Why } from '../Why.tsx';
import { usualQuantity } from './prices.ts';

/** What an item is likely to cost in a quantity and region, by what was paid before. */
export function JobPricePanel(props: { item: LibraryItem; history: PriceHistory }) {
  const { item, history } = props;
  const regions = [...new Set(history.observations.flatMap(({ region }) => region ?? []))].sort();
  const [typed, setTyped] = useState(() => String(usualQuantity(history) ?? 100));
  const [region, setRegion] = useState('');
  const quantity = useDeferredValue(Number(typed));
  const price = useQuery({
    queryKey: ['library', 'item', item.id, 'price', quantity, region],
    queryFn: () => api.jobPrice(item.id, { quantity, region: region || undefined }),
    enabled: quantity > 0,
    placeholderData: keepPreviousData,
  });
  return (
    <section aria-labelledby="job-price" className="card">
      <h2 id="job-price" className="heading border-b border-line px-3 py-2">
        Price for a job
      </h2>
      <div className="grid gap-3 p-3">
        <div className="flex flex-wrap gap-2">
          <label className="grid gap-0.5 text-small text-quiet">
            Quantity, {item.unit}
            <input
              type="number"
              min="0.001"
              step="any"
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              className="field w-32 text-right"
            />
          </label>
          {regions.length > 0 && (
            <label className="grid gap-0.5 text-small text-quiet">
              Region
              <select
                value={region}
                onChange={(event) => setRegion(event.target.value)}
                className="field"
              >
                <option value="">any</option>
                {regions.map((name) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
          )}
        </div>
        <div aria-live="polite">
          {!(quantity > 0) && <p className="text-quiet">Give a quantity above 0.</p>}
          {price.error && <ErrorNote error={price.error} retry={() => void price.refetch()} />}
          {quantity > 0 && price.data && <Told told={price.data} />}
        </div>
      </div>
    </section>
  );
}

function Told({ told }: { told: JobPrice }) {
  const { price, low, high, currency } = told;
  if (price === null || low === null || high === null) {
    return <p className="text-quiet">No price of this item was seen yet.</p>;
  }
  const what = told.basis === 'bid' ? 'bid or agreed' : 'captured';
  return (
    <>
      <p className="flex items-center gap-1">
        <b className="text-large">{format.money(price, currency)}</b> per {told.unit}
        <Why of="this price">
          <p>
            From {format.count(told.observations)} prices {what}, the newest of{' '}
            {told.newest && format.date(told.newest)}. Newer ones count more, far-off ones less.
          </p>
          {told.per_doubling !== null && (
            <p className="mt-1.5">
              Twice the quantity: {told.per_doubling < 0 ? '−' : '+'}
              {format.percent(Math.abs(told.per_doubling))} per {told.unit}.
            </p>
          )}
        </Why>
      </p>
      <p className="text-small text-quiet">
        Four of five such prices lie between {format.money(low, currency)} and{' '}
        {format.money(high, currency)}.
      </p>
    </>
  );
}
