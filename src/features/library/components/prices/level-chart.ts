import * as format from '../../services/format.ts';
import { axisLabel, frame, type Inks, middle, text } from './chart-frame.ts';

/** Levels over months, the same month being 100 for all. */
export interface Levels {
  base: string;
  lines: readonly {
    name: string;
    /** A month without a level is a gap that the line goes over. */
    months: readonly { month: string; level: number | null; note: string }[];
  }[];
}

const styles = ['solid', 'dashed', 'dotted'] as const;

/** A chart of levels, told apart by colour and by the kind of line. */
export function levelChart({ base, lines }: Levels, ink: Inks) {
  const colors = [ink.accent, ink.warning, ink.good, ink.bad, ink.ink];
  const below = lines.length > 1 ? { grid: { ...frame(ink, '').grid, bottom: 34 } } : {};
  return {
    ...frame(ink, describe(lines, base)),
    ...below,
    ...(lines.length > 1 && {
      legend: {
        bottom: 0,
        left: 8,
        icon: 'roundRect',
        itemWidth: 18,
        itemHeight: 2,
        textStyle: { color: ink.ink, fontSize: 12, fontFamily: ink.font },
      },
    }),
    yAxis: {
      type: 'value',
      scale: true,
      axisLabel: axisLabel(ink),
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: lines.map(({ name, months }, at) => {
      const points = months.filter(({ level }) => level !== null);
      const color = colors[at % colors.length];
      return {
        type: 'line',
        name,
        data: points.map(({ month, level }) => [middle(month), level]),
        lineStyle: { color, width: 2, type: styles[Math.floor(at / 2) % styles.length] },
        itemStyle: { color },
        symbol: 'circle',
        symbolSize: 5,
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const point = points[dataIndex];
            if (point?.level == null) return '';
            const head = `<b>${format.month(point.month)}</b> ${point.level.toFixed(1)}`;
            return [head, text(name), text(point.note)].join('<br>');
          },
        },
      };
    }),
  };
}

function describe(lines: Levels['lines'], base: string): string {
  const newest = lines.map(({ name, months }) => {
    const last = months.findLast(({ level }) => level !== null);
    return last ? `${name} ${last.level?.toFixed(1)} in ${format.month(last.month)}` : name;
  });
  return `Levels, ${format.month(base)} is 100: ${newest.join('; ')}.`;
}
