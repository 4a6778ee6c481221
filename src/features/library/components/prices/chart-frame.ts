import { CustomChart, LineChart, ScatterChart } from 'echarts/charts';
import {
  AriaComponent,
  DataZoomComponent,
  GridComponent,
  LegendComponent,
  MarkLineComponent,
  TooltipComponent,
} from 'echarts/components';
import { type EChartsCoreOption, type EChartsType, init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';
import * as format from '../../services/format.ts';

use([
  LineChart,
  ScatterChart,
  CustomChart,
  GridComponent,
  TooltipComponent,
  LegendComponent,
  MarkLineComponent,
  DataZoomComponent,
  AriaComponent,
  SVGRenderer,
]);

/** A chart on a page: given something else to show as often as needed, and taken away once. */
export interface Chart<Shown> {
  show(shown: Shown): void;
  dispose(): void;
}

/**
 * Draws in `element` what `optionsOf` makes of what is shown, in the colours of the theme. It is drawn with the next frame,
 * in a task of its own: the page it stands on is there and answers first.
 */
export function drawChart<Shown>(
  element: HTMLElement,
  optionsOf: (shown: Shown, ink: Inks) => EChartsCoreOption,
): Chart<Shown> {
  const chart: EChartsType = init(element, null, { renderer: 'svg' });
  const resize = new ResizeObserver(() => {
    // It is told of the size it begins with as well.
    const same =
      chart.getWidth() === element.clientWidth && chart.getHeight() === element.clientHeight;
    if (!same) chart.resize();
  });
  resize.observe(element);
  return {
    show: (shown) =>
      chart.setOption(optionsOf(shown, inks(element)), { notMerge: true, lazyUpdate: true }),
    dispose: () => {
      resize.disconnect();
      chart.dispose();
    },
  };
}

/** The colours and the type of a chart. */
export type Inks = Record<
  'ink' | 'quiet' | 'line' | 'accent' | 'raised' | 'good' | 'warning' | 'bad' | 'font',
  string
>;

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
    good: read('good'),
    warning: read('warning'),
    bad: read('bad'),
    font: getComputedStyle(element).fontFamily,
  };
  probe.remove();
  return found;
}

/** What all charts over time have in common; holding Ctrl, the wheel zooms. */
export function frame(ink: Inks, description: string) {
  return {
    animation: false,
    textStyle: { fontFamily: ink.font },
    aria: { enabled: true, label: { description } },
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
    dataZoom: [{ type: 'inside', zoomOnMouseWheel: 'ctrl', moveOnMouseMove: true }],
    xAxis: {
      type: 'time',
      axisLine: { lineStyle: { color: ink.line } },
      axisTick: { show: false },
      axisLabel: { ...axisLabel(ink), hideOverlap: true },
    },
  };
}

/** The type of an axis's labels. */
export const axisLabel = (ink: Inks) => ({ color: ink.quiet, fontSize: 11 });

/** The middle of a month, where its median stands. */
export const middle = (month: string) => new Date(month).getTime() + 14.5 * 86_400_000;

/** Money along an axis. */
export function axisMoney(value: number, currency: string | null): string {
  return Math.abs(value) >= 1000
    ? format.shortMoney(value, currency).replace(/\.00$/, '')
    : format.money(value, currency);
}

/** Names come from files of others; a tooltip is HTML. */
export function text(value: string | null): string {
  const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
  return (value ?? '').replace(/[&<>"]/g, (sign) => escapes[sign] ?? sign);
}
