import { LineChart } from 'echarts/charts';
import { GridComponent, LegendComponent, TitleComponent } from 'echarts/components';
import { init, use } from 'echarts/core';
import { SVGRenderer } from 'echarts/renderers';

use([LineChart, GridComponent, LegendComponent, TitleComponent, SVGRenderer]);

const title = 'Learning what is used together, seconds by number of uses';

/** As many as there are things measured, told apart on white. */
const colours = [
  ...['#1f77b4', '#ff7f0e', '#2ca02c', '#d62728', '#9467bd', '#8c564b'],
  ...['#e377c2', '#7f7f7f', '#bcbd22', '#17becf', '#111111', '#a3c400'],
];

/** How long each took at each size, as an SVG with both axes by powers of ten. */
export function growthChart(measured: Record<string, Record<string, number | null>>): string {
  const sizes = Object.entries(measured).map(([name, figures]) => ({
    uses: Number.parseInt(name, 10),
    figures,
  }));
  const names = [...new Set(sizes.flatMap(({ figures }) => Object.keys(figures)))].filter(
    (name) => name !== 'megabytes' && sizes.some(({ figures }) => figures[name]),
  );
  const chart = init(null, null, { renderer: 'svg', ssr: true, width: 900, height: 520 });
  chart.setOption({
    animation: false,
    color: colours,
    backgroundColor: '#fff',
    title: { text: title, left: 16, top: 12 },
    legend: { top: 44, left: 16, right: 16 },
    grid: { top: 144, left: 64, right: 32, bottom: 48 },
    xAxis: { type: 'log', name: 'uses', nameLocation: 'middle', nameGap: 28 },
    yAxis: { type: 'log', name: 's' },
    series: names.map((name) => ({
      name,
      type: 'line',
      symbolSize: 7,
      showAllSymbol: true,
      data: sizes.flatMap(({ uses, figures }) => {
        const seconds = figures[name];
        return seconds ? [[uses, seconds]] : [];
      }),
    })),
  });
  const svg = chart.renderToSVGString();
  chart.dispose();
  // With a title for who hears it, and without what it would do under a mouse.
  return svg
    .replace(/<svg[^>]*>/, `$&<title>${title}</title>`)
    .replace(/<style[\s\S]*?<\/style>/g, '');
}
