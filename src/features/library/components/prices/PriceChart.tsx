import { useMemo } from 'react';
import { Chart } from './Chart.tsx';
import { priceChart, type ShownPrices } from './price-chart.ts';

/** An item's prices over time. Loaded when first shown: the chart's library is larger than the rest of the page. */
export default function PriceChart({ history, scale, fromZero }: ShownPrices) {
  const shown = useMemo(() => ({ history, scale, fromZero }), [history, scale, fromZero]);
  return <Chart shown={shown} optionsOf={priceChart} />;
}
