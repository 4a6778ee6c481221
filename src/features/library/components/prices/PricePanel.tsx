import { lazy, Suspense, useState } from 'react';
import * as format from '../../services/format.ts';
import type { PriceHistory } from '../../services/types.ts';
import { Segmented } from '../Segmented.tsx';
import { EmptyNote } from '../states.tsx';
import { PriceTable } from './PriceTable.tsx';

const PriceChart = lazy(() => import('./PriceChart.tsx'));

/** How far back the prices are shown. */
export const ranges = { '6m': '6 months', '1y': '1 year', '2y': '2 years', all: 'All' } as const;
export type Range = keyof typeof ranges;

/** An item's prices: figures, a chart, and the same as a table. */
export function PricePanel(props: {
  history: PriceHistory;
  range: Range;
  onRange: (range: Range) => void;
}) {
  const { history, range, onRange } = props;
  const [view, setView] = useState<'chart' | 'table'>('chart');
  const [chosenScale, setScale] = useState<'linear' | 'log' | null>(null);
  const { observations, currency, unit } = history;
  const newest = observations.at(-1);
  const scale = chosenScale ?? suitingScale(history);

  return (
    <section aria-labelledby="prices" className="card">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line px-3 py-2">
        <h2 id="prices" className="heading mr-auto">
          Price history
        </h2>
        <Segmented label="Range" options={ranges} value={range} onChange={onRange} />
        <Segmented
          label="Scale"
          options={{ linear: 'Linear', log: 'Log' }}
          value={scale}
          onChange={setScale}
        />
        <Segmented
          label="View"
          options={{ chart: 'Chart', table: 'Table' }}
          value={view}
          onChange={setView}
        />
      </div>
      {newest ? (
        <>
          <p className="px-3 pt-2 text-quiet">
            <strong className="text-large font-semibold text-ink">
              {format.money(newest.unit_price, currency)}
            </strong>{' '}
            / {unit} on {format.date(newest.captured_at)} in {newest.project_code}.{' '}
            {spread(history)}
            {history.left_out > 0 &&
              ` ${format.count(history.left_out)} prices in other units or currencies are left out.`}
            {history.truncated && ' Only the newest 5,000 are shown.'}
          </p>
          <div className="p-3 pt-1">
            {view === 'table' ? (
              <PriceTable history={history} />
            ) : (
              <Suspense fallback={<div className="h-72 animate-pulse rounded bg-hover" />}>
                <PriceChart history={history} scale={scale} />
              </Suspense>
            )}
            <p className="mt-1 text-small text-quiet">
              Line: median of each month. Band: its middle half. Dots: single prices.
              {view === 'chart' && scaleNotes[scale]}
            </p>
          </div>
        </>
      ) : (
        <EmptyNote title="No prices yet">
          Prices come with imported contracts and with each snapshot of a project that uses this
          item.
        </EmptyNote>
      )}
    </section>
  );
}

const scaleNotes = {
  linear: ' The axis starts at zero only where the prices spread that far.',
  log: ' Logarithmic: equal steps are equal ratios.',
} as const;

/** Bids for odd quantities reach many times the usual price; on a linear scale they would press the rest flat. */
function suitingScale({ observations }: PriceHistory): 'linear' | 'log' {
  const prices = observations.map(({ unit_price }) => unit_price).sort((a, b) => a - b);
  const [lowest = 0] = prices;
  const median = prices[Math.floor(prices.length / 2)] ?? 0;
  return lowest > 0 && (prices.at(-1) ?? 0) > 5 * median ? 'log' : 'linear';
}

function spread({ observations, currency }: PriceHistory): string {
  const prices = observations.map(({ unit_price }) => unit_price).sort((a, b) => a - b);
  const [low = 0] = prices;
  const high = prices.at(-1) ?? 0;
  return `${format.count(prices.length)} prices shown, ${format.money(low, currency)} to ${format.money(high, currency)}.`;
}
