import * as format from '../../services/format.ts';
import type { QueueDepths } from '../../services/types.ts';
import { axisLabel, frame, type Inks, text } from '../prices/chart-frame.ts';

/** How many runs ended in each step, on top of each other: those that failed for good, and those that ended well. */
export function endedChart(steps: QueueDepths['steps'], ink: Inks) {
  const sum = (figure: 'completed' | 'failed') =>
    format.count(steps.reduce((all, step) => all + step[figure], 0));
  const base = frame(ink, `Runs that ended: ${sum('completed')} well, ${sum('failed')} failed.`);
  const area = (name: string, figure: 'completed' | 'failed', color: string) => ({
    type: 'line',
    name,
    stack: 'ended',
    step: 'start',
    showSymbol: false,
    data: steps.map((step) => [step.at, step[figure]]),
    lineStyle: { color, width: 1.5 },
    itemStyle: { color },
    areaStyle: { color, opacity: 0.25 },
    tooltip: { valueFormatter: (value: number) => text(format.count(value)) },
  });
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis' },
    yAxis: {
      type: 'value',
      min: 0,
      minInterval: 1,
      axisLabel: { ...axisLabel(ink), formatter: format.count },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [area('Failed', 'failed', ink.bad), area('Ended well', 'completed', ink.accent)],
  };
}
