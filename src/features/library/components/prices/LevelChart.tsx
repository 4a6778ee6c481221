import { Chart } from './Chart.tsx';
import { type Levels, levelChart } from './level-chart.ts';

/** Levels over months. Loaded when first shown, as the chart of prices. */
export default function LevelChart({ levels }: { levels: Levels }) {
  return <Chart shown={levels} optionsOf={levelChart} />;
}
