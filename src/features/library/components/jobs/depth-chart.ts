import * as format from '../../services/format.ts';
import type { QueueDepths } from '../../services/types.ts';
import { axisLabel, frame, type Inks, text } from '../prices/chart-frame.ts';

/** One of the two figures of a queue's depth, over time. */
export interface Depth {
  steps: QueueDepths['steps'];
  figure: 'ready' | 'oldest_seconds';
}

const names = { ready: 'Jobs that wait', oldest_seconds: 'Age of the oldest' } as const;

/** A figure as it is read: a count, or a time. */
export const shown = (figure: Depth['figure'], value: number) =>
  figure === 'ready' ? format.count(value) : format.duration(value * 1000);

/** Steps of an axis of time, in seconds, that are read at a glance. */
const ticks = [
  1,
  2,
  5,
  15,
  30,
  60,
  120,
  300,
  900,
  1800,
  3600,
  7200,
  21_600,
  43_200,
  86_400,
  7 * 86_400,
];

/** Five steps at most. */
const tickOf = (most: number) => ticks.find((tick) => most / tick <= 5) ?? 30 * 86_400;

/** Along the axis: `15 min`, not `15 min 0 s`. */
const axisTime = (seconds: number) =>
  seconds === 0 ? '0' : format.duration(seconds * 1000).replace(/\.0(?= s)| 0 (s|min)$/, '');

/** A line over time, with a gap where nothing counted; from zero. */
export function depthChart({ steps, figure }: Depth, ink: Inks) {
  // Nobody waited where jobs were counted and none had an age.
  const figureOf = (step: Depth['steps'][number]) =>
    step.ready === null ? null : (step[figure] ?? 0);
  const most = Math.max(0, ...steps.map((step) => figureOf(step) ?? 0));
  const base = frame(ink, `${names[figure]}: at most ${shown(figure, most)}.`);
  return {
    ...base,
    tooltip: { ...base.tooltip, trigger: 'axis' },
    yAxis: {
      type: 'value',
      min: 0,
      ...(figure === 'ready' ? { minInterval: 1 } : { interval: tickOf(most) }),
      axisLabel: {
        ...axisLabel(ink),
        formatter: figure === 'ready' ? format.count : axisTime,
      },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      {
        type: 'line',
        name: names[figure],
        data: steps.map((step) => [step.at, figureOf(step)]),
        step: 'start',
        showSymbol: false,
        lineStyle: { color: ink.accent, width: 1.5 },
        itemStyle: { color: ink.accent },
        areaStyle: { color: ink.accent, opacity: 0.12 },
        tooltip: {
          valueFormatter: (value: number | null) =>
            text(value === null ? 'not counted' : shown(figure, value)),
        },
      },
    ],
  };
}
