import { useMemo } from 'react';
import { Chart } from '../prices/Chart.tsx';
import { type Depth, depthChart } from './depth-chart.ts';

/** How deep queues were, over time. Loaded when first shown, as the chart of prices. */
export default function DepthChart({ steps, figure }: Depth) {
  const depth = useMemo(() => ({ steps, figure }), [steps, figure]);
  return <Chart shown={depth} optionsOf={depthChart} />;
}
