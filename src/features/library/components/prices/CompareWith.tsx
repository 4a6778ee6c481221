import { keepPreviousData, useQueries, useQuery } from '@tanstack/react-query';
import { Command } from 'cmdk';
import { X } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { LibraryItem, PriceHistory } from '../../services/types.ts';
import { levelsOf } from './levels.ts';

const LevelChart = lazy(() => import('./LevelChart.tsx'));

const mostCompared = 4;
const found = 6;

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
            without={[item.id, ...others]}
            onChoose={(id) => onCompare([...others, id])}
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

/** A search for an item, with what was found below. */
function ItemSearch(props: { without: readonly string[]; onChoose: (id: string) => void }) {
  const [typed, setTyped] = useState('');
  const search = typed.trim();
  const items = useQuery({
    queryKey: ['library', 'compare', search],
    queryFn: ({ signal }) => api.items({ search, limit: found + props.without.length }, signal),
    enabled: search.length > 1,
    placeholderData: keepPreviousData,
  });
  const choice = (items.data?.items ?? [])
    .filter(({ id }) => !props.without.includes(id))
    .slice(0, found);
  return (
    <Command shouldFilter={false} label="Compare with an item" className="relative">
      <Command.Input
        value={typed}
        onValueChange={setTyped}
        placeholder="Compare with…"
        className="field w-48"
        onKeyDown={(event) => {
          if (event.key === 'Escape') setTyped('');
        }}
      />
      <Command.List
        hidden={search.length < 2}
        className="absolute top-9 right-0 z-20 w-80 max-w-[80vw] rounded-lg border border-line bg-raised p-1 shadow-lg"
      >
        <Command.Empty className="px-2 py-2 text-quiet">Nothing is called that.</Command.Empty>
        {choice.map((item) => (
          <Command.Item
            key={item.id}
            value={item.id}
            onSelect={() => {
              setTyped('');
              props.onChoose(item.id);
            }}
            className="flex h-8 cursor-pointer items-center gap-2 rounded px-2 data-[selected=true]:bg-selected"
          >
            <span className="code w-20 shrink-0 text-quiet">{item.code}</span>
            <span className="truncate">{item.name}</span>
          </Command.Item>
        ))}
      </Command.List>
    </Command>
  );
}
