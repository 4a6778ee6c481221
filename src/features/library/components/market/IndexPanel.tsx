import { lazy, type ReactNode, Suspense, useMemo } from 'react';
import * as format from '../../services/format.ts';
import type { PriceIndex } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';
import { Why } from '../Why.tsx';

const LevelChart = lazy(() => import('../prices/LevelChart.tsx'));

/** The price index of a market: figures and a chart, with what chooses its months in its head. */
export function IndexPanel({ index, children }: { index: PriceIndex; children: ReactNode }) {
  const levels = useMemo(() => {
    const seen = (month: PriceIndex['months'][number]) =>
      `${format.plural(month.observed, 'item')} seen, the others keep their price`;
    const line = (name: string, of: 'jevons' | 'laspeyres') => ({
      name,
      months: index.months.map((month) => ({
        month: month.month,
        level: month[of],
        note: seen(month),
      })),
    });
    const lines = [line('Every item alike', 'jevons'), line('By cost', 'laspeyres')];
    const drawn = lines.filter(({ months }) => months.some(({ level }) => level !== null));
    return { base: index.base ?? '', lines: drawn };
  }, [index]);
  const newest = index.months.at(-1);
  return (
    <section aria-labelledby="index" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line py-1 pr-2 pl-3">
        <h2 id="index" className="heading mr-auto flex h-8 items-center">
          Price index
        </h2>
        <span className="flex items-center gap-1">
          {children}
          <Why of="Price index">
            <p>
              A fixed basket: the {format.plural(index.items, 'item')} seen in a quarter of the
              months with prices of the year up to {index.base && format.month(index.base)}, which
              is 100. One that was not seen in a month keeps its last price; one beyond three times
              its usual price of that year, or below a third, counts as no farther off.
            </p>
            <p className="mt-1.5">
              <b>Every item alike</b>: the geometric mean of the price ratios (Jevons).{' '}
              <b>By cost</b>: by what was spent on each in that year (Laspeyres).
            </p>
            {index.lump_sums > 0 && (
              <p className="mt-1.5">
                {format.plural(index.lump_sums, 'lump sum')} left out: the unit says so, or most
                prices are for exactly one and lie far apart. They move by what each comprised.
              </p>
            )}
            {index.left_out > 0 && (
              <p className="mt-1.5">
                {format.plural(index.left_out, 'item')} left out: priced in another currency, or
                only later.
              </p>
            )}
          </Why>
        </span>
      </div>
      {newest && index.base ? (
        <>
          <dl className="flex flex-wrap gap-x-8 gap-y-2 px-3 pt-2.5 pb-1">
            <Level name="Every item alike" level={newest.jevons} />
            <Level name="By cost" level={newest.laspeyres} />
            <div>
              <dt className="text-small text-quiet">Basket</dt>
              <dd className="text-large font-semibold">{format.plural(index.items, 'item')}</dd>
            </div>
          </dl>
          <div className="p-3 pt-1">
            <Suspense fallback={<div className="h-72 animate-pulse rounded bg-hover" />}>
              <LevelChart levels={levels} />
            </Suspense>
            <p className="mt-1 text-small text-quiet">
              {format.month(index.base)} is 100. The axis does not start at zero.
            </p>
          </div>
        </>
      ) : (
        <EmptyNote title="No index yet">
          An index needs items with prices in the year up to its first month.
        </EmptyNote>
      )}
    </section>
  );
}

function Level({ name, level }: { name: string; level: number | null }) {
  if (level === null) return null;
  return (
    <div>
      <dt className="text-small text-quiet">{name}</dt>
      <dd className="text-large font-semibold">{level.toFixed(1)}</dd>
    </div>
  );
}
