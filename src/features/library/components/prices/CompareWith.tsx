import { useQueries } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { lazy, Suspense, useMemo } from 'react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { LibraryItem, PriceHistory } from '../../services/types.ts';
import { ItemSearch } from '../ItemSearch.tsx';
import { levelsOf } from './levels.ts';

const LevelChart = lazy(() => import('./LevelChart.tsx'));

const mostCompared = 4;

/**
 * An item's price beside that of others: the medians of their months, each 100 in the first month they share, so that
 * what is priced by the ton and what is priced by the metre can be looked at together.
 */
export function CompareWith(props: {
  item: LibraryItem;
  /** Its prices of the months that are looked at. */
  history: PriceHistory;
  /** Ids of the others. */
  others: readonly string[];
  onCompare: (others: readonly string[]) => void;
}) {
  const { item, history, others, onCompare } = props;
  const items = useQueries({
    queries: others.map((id) => ({
      queryKey: ['library', 'item', id],
      queryFn: () => api.item(id),
    })),
  });
  const months = history.months;
  const period = { from: months[0]?.month, to: undefined };
  const prices = useQueries({
    queries: others.map((id) => ({
      queryKey: ['library', 'item', id, 'prices', period.from],
      queryFn: () => api.prices(id, period),
    })),
    combine: (results) => results.map(({ data }) => data),
  });
  const names = items.map(({ data }) => data?.name ?? '…');
  const levels = useMemo(
    () =>
      levelsOf([
        { name: item.name, months },
        ...prices.map((one, at) => ({ name: names[at] ?? '…', months: one?.months ?? [] })),
      ]),
    [item.name, months, prices, names],
  );
  return (
    <section aria-labelledby="compare" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-2">
        <h2 id="compare" className="heading mr-auto">
          Compared with
        </h2>
        {others.map((id, at) => (
          <button
            key={id}
            type="button"
            className="button max-w-60"
            onClick={() => onCompare(others.filter((other) => other !== id))}
          >
            <span className="truncate">{names[at]}</span> <X size={13} aria-hidden />
            <span className="sr-only">: compare no more</span>
          </button>
        ))}
        {others.length < mostCompared && (
          <ItemSearch
            label="Compare with an item"
            placeholder="Compare with…"
            without={[item.id, ...others]}
            onChoose={({ id }) => onCompare([...others, id])}
          />
        )}
      </div>
      {others.length === 0 ? (
        <p className="px-3 py-3 text-quiet">
          Search for an item to see both their prices from 100 on.
        </p>
      ) : (
        <div className="p-3">
          {levels ? (
            <Suspense fallback={<div className="h-72 animate-pulse rounded bg-hover" />}>
              <LevelChart levels={levels} />
            </Suspense>
          ) : (
            <p className="text-quiet">They have no month of these in common.</p>
          )}
          {levels && (
            <p className="mt-1 text-small text-quiet">
              Medians of each month; {format.month(levels.base)} is 100. The axis does not start at
              zero.
            </p>
          )}
        </div>
      )}
    </section>
  );
}
