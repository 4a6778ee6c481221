import type { QueueDepths } from '../../services/types.ts';
import { Chart } from '../prices/Chart.tsx';
import { endedChart } from './ended-chart.ts';

/** How many runs ended, over time. Loaded when first shown, as the chart of prices. */
export default function EndedChart({ steps }: Pick<QueueDepths, 'steps'>) {
  return <Chart shown={steps} optionsOf={endedChart} />;
}
