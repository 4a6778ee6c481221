import { useMemo } from 'react';
import { Chart } from './Chart.tsx';
import { priceChart, type ShownPrices } from './price-chart.ts';

/** An item's prices over time. Loaded when first shown: the chart's library is larger than the rest of the page. */
export default function PriceChart({ history, scale, fromZero, forecast, changes }: ShownPrices) {
  const shown = useMemo(
    () => ({ history, scale, fromZero, forecast, changes }),
    [history, scale, fromZero, forecast, changes],
  );
  return <Chart shown={shown} optionsOf={priceChart} />;
}
