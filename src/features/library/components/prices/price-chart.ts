import * as format from '../../services/format.ts';
import type { FoundChange, PriceForecast, PriceHistory } from '../../services/types.ts';
import { axisLabel, axisMoney, frame, type Inks, middle, text } from './chart-frame.ts';
import type { Scale } from './prices.ts';

/** What is drawn, and how. */
export interface ShownPrices {
  history: PriceHistory;
  scale: Scale;
  /** Whether a linear axis starts at zero. */
  fromZero: boolean;
  /** Months to come; none where the months shown end before the newest. */
  forecast: PriceForecast['points'];
  /** Changes that were found in the months shown. */
  changes: readonly FoundChange[];
}

/**
 * A chart of an item's prices: dots for observations, a line for medians, a band for quartiles; dashed, in a band of its
 * own, what is to come; a mark with its size for each change.
 */
export function priceChart(shown: ShownPrices, ink: Inks) {
  const { history, scale, fromZero } = shown;
  const { months, observations, currency, unit } = history;
  return {
    ...frame(ink, describe(shown)),
    yAxis: {
      ...(scale === 'log' ? logAxis(shown) : linearAxis(fromZero)),
      axisLabel: { ...axisLabel(ink), formatter: (value: number) => axisMoney(value, currency) },
      splitLine: { lineStyle: { color: ink.line } },
    },
    series: [
      band(
        'Middle half',
        months.map(({ month, lower, upper }) => [middle(month), lower, upper]),
        ink,
        0.14,
      ),
      band('Four of five', comingBand(shown), ink, 0.07),
      comingLine(shown, ink),
      {
        type: 'line',
        name: 'Median of the month',
        data: months.map(({ month, median }) => [middle(month), median]),
        lineStyle: { color: ink.accent, width: 2 },
        itemStyle: { color: ink.accent },
        symbol: 'circle',
        symbolSize: 5,
        markLine: marks(shown, ink),
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

type BandPoint = [at: number, lower: number, upper: number];

/** An area between two lines that aren't drawn. */
function band(name: string, points: readonly BandPoint[], ink: Inks, opacity: number) {
  return {
    type: 'custom',
    name,
    // All of them, so that the axis holds them; the first in sight draws the whole.
    data: points.length > 1 ? points : [],
    silent: true,
    clip: true,
    z: 1,
    encode: { x: 0, y: [1, 2] },
    renderItem: (
      { dataIndexInside }: { dataIndexInside: number },
      api: { coord: (point: number[]) => number[] },
    ) =>
      dataIndexInside === 0
        ? {
            type: 'polygon',
            shape: {
              points: [
                ...points.map(([at, , upper]) => api.coord([at, upper])),
                ...points.toReversed().map(([at, lower]) => api.coord([at, lower])),
              ],
            },
            style: { fill: ink.accent, opacity },
          }
        : null,
  };
}

/** The range of what is to come, from the newest median on. */
function comingBand({ history, forecast }: ShownPrices): BandPoint[] {
  const newest = history.months.at(-1);
  if (!newest || forecast.length === 0) return [];
  return [
    [middle(newest.month), newest.median, newest.median],
    ...forecast.map(({ month, low, high }): BandPoint => [middle(month), low, high]),
  ];
}

function comingLine({ history, forecast }: ShownPrices, ink: Inks) {
  const newest = history.months.at(-1);
  const line = newest && forecast.length > 0 ? [[middle(newest.month), newest.median]] : [];
  return {
    type: 'line',
    name: 'Forecast',
    data: [...line, ...forecast.map(({ month, price }) => [middle(month), price])],
    lineStyle: { color: ink.accent, width: 1.5, type: 'dashed' },
    itemStyle: { color: ink.accent },
    symbol: 'emptyCircle',
    symbolSize: 5,
    tooltip: {
      formatter: ({ dataIndex }: { dataIndex: number }) => {
        const point = forecast[dataIndex - 1];
        if (!point) return '';
        return [
          `<b>${format.month(point.month)}</b>, expected`,
          format.money(point.price, history.currency),
          `Four of five from ${format.money(point.low, history.currency)} to ${format.money(point.high, history.currency)}`,
        ].join('<br>');
      },
    },
  };
}

/** A line with a word where the price changed its level. */
function marks({ changes }: ShownPrices, ink: Inks) {
  return {
    symbol: 'none',
    silent: true,
    lineStyle: { color: ink.warning, type: 'dotted', width: 1.5 },
    data: changes
      .filter(({ kind }) => kind === 'shift')
      .map(({ since, size }) => ({
        xAxis: new Date(since).getTime(),
        label: {
          formatter: format.signedPercent(size),
          color: ink.warning,
          fontSize: 11,
          position: 'insideEndTop',
          rotate: 0,
        },
      })),
  };
}

/** Prices that keep within so much of each other are drawn as the level line they are. */
const steady = 0.005;

/** An axis of equal steps. One that follows its prices never widens a difference that money cannot show. */
export function linearAxis(fromZero: boolean) {
  type Extent = { min: number; max: number };
  const beyond = (by: number) => (prices: Extent) =>
    prices.max - prices.min < steady * prices.max ? prices.max * (1 + by) : null;
  return {
    type: 'value',
    scale: !fromZero,
    ...(!fromZero && { min: beyond(-0.05), max: beyond(0.05) }),
  };
}

/** An axis on which each line is twice the one below, no higher and no lower than the prices need. */
function logAxis({ history, forecast }: ShownPrices) {
  const seen = history.observations.map(({ unit_price }) => unit_price);
  const prices = [...seen, ...forecast.flatMap(({ low, high }) => [low, high])].filter(
    (price) => price > 0,
  );
  return {
    type: 'log',
    logBase: 2,
    min: 2 ** Math.floor(Math.log2(Math.min(...prices))),
    max: 2 ** Math.ceil(Math.log2(Math.max(...prices))),
  };
}

function describe({ history, forecast, changes }: ShownPrices): string {
  const { observations, months, currency } = history;
  const newest = months.at(-1);
  if (!newest) return 'No prices.';
  const last = forecast.at(-1);
  const coming = last
    ? ` Expected for ${format.month(last.month)}: ${format.money(last.price, currency)}.`
    : '';
  const shifts = changes.map(
    ({ since, size }) => `${format.signedPercent(size)} since ${format.date(since)}`,
  );
  const changed = shifts.length > 0 ? ` Changed: ${shifts.join('; ')}.` : '';
  return `${observations.length} prices over ${months.length} months; the newest month's median is ${format.money(newest.median, currency)}.${coming}${changed}`;
}
