import * as format from '../../services/format.ts';
import type { PriceHistory } from '../../services/types.ts';
import { axisLabel, axisMoney, frame, type Inks, middle, text } from './chart-frame.ts';
import type { Scale } from './prices.ts';

/** What is drawn, and how. */
export interface ShownPrices {
  history: PriceHistory;
  scale: Scale;
  /** Whether a linear axis starts at zero. */
  fromZero: boolean;
}

/** A chart of an item's prices: dots for observations, a line for medians, a band for quartiles. */
export function priceChart({ history, scale, fromZero }: ShownPrices, ink: Inks) {
  const { months, observations, currency, unit } = history;
  return {
    ...frame(ink, describe(history)),
    yAxis: {
      ...(scale === 'log' ? logAxis(history) : { type: 'value' }),
      scale: scale === 'linear' && !fromZero,
      axisLabel: { ...axisLabel(ink), formatter: (value: number) => axisMoney(value, currency) },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      band(months, ink),
      {
        type: 'line',
        name: 'Median of the month',
        data: months.map(({ month, median }) => [middle(month), median]),
        lineStyle: { color: ink.accent, width: 2 },
        itemStyle: { color: ink.accent },
        symbol: 'circle',
        symbolSize: 5,
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const month = months[dataIndex];
            if (!month) return '';
            return [
              `<b>${format.month(month.month)}</b>`,
              `Median ${format.money(month.median, currency)} / ${text(unit)}`,
              `Middle half ${format.money(month.lower, currency)} to ${format.money(month.upper, currency)}`,
              `${format.count(month.observations)} prices`,
            ].join('<br>');
          },
        },
      },
      {
        type: 'scatter',
        name: 'Prices',
        data: observations.map(({ captured_at, unit_price }) => [
          new Date(captured_at).getTime(),
          unit_price,
        ]),
        symbolSize: 6,
        itemStyle: { color: ink.quiet, opacity: 0.45 },
        emphasis: { itemStyle: { opacity: 1, color: ink.accent } },
        tooltip: {
          formatter: ({ dataIndex }: { dataIndex: number }) => {
            const seen = observations[dataIndex];
            if (!seen) return '';
            const amount =
              seen.quantity === null
                ? ''
                : ` for ${format.quantity(seen.quantity)} ${text(seen.unit)}`;
            return [
              `<b>${format.money(seen.unit_price, seen.currency)}</b> / ${text(seen.unit)}`,
              `${format.date(seen.captured_at)}${amount}`,
              `${text(seen.project_code)} ${text(seen.project_name)}`,
            ].join('<br>');
          },
        },
      },
    ],
  };
}

/** The quartiles as an area between two lines that aren't drawn. */
function band(months: PriceHistory['months'], ink: Inks) {
  const points = months.map(({ month, lower, upper }) => [middle(month), lower, upper]);
  return {
    type: 'custom',
    name: 'Middle half',
    data: months.length > 1 ? [points[0]] : [],
    silent: true,
    z: 1,
    encode: { x: 0, y: [1, 2] },
    renderItem: (_params: unknown, api: { coord: (point: number[]) => number[] }) => ({
      type: 'polygon',
      shape: {
        points: [
          ...points.map(([at = 0, , upper = 0]) => api.coord([at, upper])),
          ...points.toReversed().map(([at = 0, lower = 0]) => api.coord([at, lower])),
        ],
      },
      style: { fill: ink.accent, opacity: 0.14 },
    }),
  };
}

/** An axis on which each line is twice the one below, no higher and no lower than the prices need. */
function logAxis({ observations }: PriceHistory) {
  const prices = observations.map(({ unit_price }) => unit_price);
  return {
    type: 'log',
    logBase: 2,
    min: 2 ** Math.floor(Math.log2(Math.min(...prices))),
    max: 2 ** Math.ceil(Math.log2(Math.max(...prices))),
  };
}

function describe({ observations, months, currency }: PriceHistory): string {
  const newest = months.at(-1);
  return newest
    ? `${observations.length} prices over ${months.length} months; the newest month's median is ${format.money(newest.median, currency)}.`
    : 'No prices.';
}
