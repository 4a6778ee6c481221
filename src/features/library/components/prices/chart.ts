import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import { AriaComponent, GridComponent, TooltipComponent } from 'echarts/components';
import { type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import * as format from '../../services/format.ts';
import type { PriceHistory } from '../../services/types.ts';
import type { Scale } from './prices.ts';

use([
  LineChart,
  ScatterChart,
  CustomChart,
  GridComponent,
  TooltipComponent,
  AriaComponent,
  SVGRenderer,
]);

/** How the prices are drawn. */
export interface ChartOptions {
  scale: Scale;
  /** Whether a linear axis starts at zero. */
  fromZero: boolean;
}

/** A chart of an item's prices in `element`: dots for observations, a line for medians, a band for quartiles. */
export function drawPrices(element: HTMLElement): {
  show(history: PriceHistory, options: ChartOptions): void;
  dispose(): void;
} {
  const chart: EChartsType = init(element, null, { renderer: 'svg' });
  const resize = new ResizeObserver(() => chart.resize());
  resize.observe(element);
  return {
    show: (history, options) => chart.setOption(optionsOf(history, options, inks(element)), true),
    dispose: () => {
      resize.disconnect();
      chart.dispose();
    },
  };
}

type Inks = Record<'ink' | 'quiet' | 'line' | 'accent' | 'raised' | 'font', string>;

/** The tokens of styles.css as the colours they are at this moment, in this theme. */
function inks(element: HTMLElement): Inks {
  const probe = element.appendChild(document.createElement('span'));
  const read = (token: string) => {
    probe.style.color = `var(--${token})`;
    return getComputedStyle(probe).color;
  };
  const found = {
    ink: read('ink'),
    quiet: read('quiet'),
    line: read('line'),
    accent: read('accent'),
    raised: read('raised'),
    font: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return found;
}

/** The middle of a month, where its median stands. */
const middle = (month: string) => new Date(month).getTime() + 14.5 * 86_400_000;

function optionsOf(history: PriceHistory, { scale, fromZero }: ChartOptions, ink: Inks) {
  const { months, observations, currency, unit } = history;
  const label = { color: ink.quiet, fontSize: 11 };
  return {
    animation: false,
    textStyle: { fontFamily: ink.font },
    aria: { enabled: true, label: { description: describe(history) } },
    grid: {
      left: 8,
      right: 16,
      top: 16,
      bottom: 8,
      outerBoundsMode: 'same',
      outerBoundsContain: 'axisLabel',
    },
    tooltip: {
      trigger: 'item',
      backgroundColor: ink.raised,
      borderColor: ink.line,
      textStyle: { color: ink.ink, fontSize: 12, fontFamily: ink.font },
    },
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { ...label, hideOverlap: true },
    },
    yAxis: {
      ...(scale === 'log' ? logAxis(history) : { type: 'value' }),
      scale: scale === 'linear' && !fromZero,
      axisLabel: { ...label, formatter: (value: number) => axisMoney(value, currency) },
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

function axisMoney(value: number, currency: string | null): string {
  return Math.abs(value) >= 1000
    ? format.shortMoney(value, currency).replace(/\.00$/, '')
    : format.money(value, currency);
}

function describe({ observations, months, currency }: PriceHistory): string {
  const newest = months.at(-1);
  return newest
    ? `${observations.length} prices over ${months.length} months; the newest month's median is ${format.money(newest.median, currency)}.`
    : 'No prices.';
}

/** Names come from files of others; a tooltip is HTML. */
function text(value: string | null): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return (value ?? '').replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}
