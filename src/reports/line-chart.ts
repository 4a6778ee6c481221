/** A line over the months of a chart; null where a month has no value. */
export interface ChartLine {
  label: string;
  values: readonly (number | null)[];
}

/** What is drawn. */
export interface LineChart {
  width: number;
  height: number;
  /** What each month is called under the axis. */
  months: readonly string[];
  lines: readonly ChartLine[];
  /** How a value of the axis is written. */
  written: (value: number) => string;
}

/** Told apart in print without colour as well: by their dashes. */
const strokes = [
  { color: '#1f5fbf', dash: '' },
  { color: '#b4541a', dash: '5 2' },
  { color: '#2f7d4f', dash: '2 2' },
  { color: '#7a3fa0', dash: '7 2 2 2' },
  { color: '#8a6d00', dash: '1 2' },
  { color: '#5a5a5a', dash: '9 3' },
] as const;

const margin = { left: 46, right: 22, top: 8, bottom: 20 };
const ink = '#555555';

/**
 * A line chart as SVG, in points. A line goes on over months without a value, which have no dot; the axis need not begin at
 * zero. Labels stand in a legend below where there are several lines.
 */
export function lineChart({ width, height, months, lines, written }: LineChart): string {
  const legend = lines.length > 1 ? 14 * Math.ceil(lines.length / 2) : 0;
  const right = width - margin.right;
  const bottom = height - margin.bottom - legend;
  const ticks = ticksOf(lines.flatMap(({ values }) => values.filter((value) => value !== null)));
  const low = ticks[0] ?? 0;
  const high = ticks.at(-1) ?? 1;
  const x = (at: number) =>
    margin.left + (months.length < 2 ? 0.5 : at / (months.length - 1)) * (right - margin.left);
  const y = (value: number) => bottom - ((value - low) / (high - low)) * (bottom - margin.top);
  const grid = ticks.map(
    (tick) =>
      `<line x1="${margin.left}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}" stroke="#dddddd" stroke-width="0.5"/>` +
      text(margin.left - 5, y(tick) + 2.5, written(tick), 'end'),
  );
  // As many month names as have room.
  const every = Math.max(1, Math.ceil(months.length / Math.floor((right - margin.left) / 48)));
  const names = months.flatMap((month, at) =>
    at % every === 0 ? [text(x(at), bottom + 13, month, 'middle')] : [],
  );
  const drawn = lines.map(({ values }, line) => {
    const { color, dash } = strokes[line % strokes.length] ?? strokes[0];
    const points = values.flatMap((value, at) =>
      value === null ? [] : [{ x: x(at), y: y(value) }],
    );
    const path = points.map((point) => `${point.x.toFixed(1)},${point.y.toFixed(1)}`).join(' ');
    const dots = points.map(
      (point) =>
        `<circle cx="${point.x.toFixed(1)}" cy="${point.y.toFixed(1)}" r="1.4" fill="${color}"/>`,
    );
    return `<polyline points="${path}" fill="none" stroke="${color}" stroke-width="1.2"${dashed(dash)}/>${dots.join('')}`;
  });
  const labels =
    legend === 0
      ? []
      : lines.map(({ label }, line) => {
          const { color, dash } = strokes[line % strokes.length] ?? strokes[0];
          const left = margin.left + (line % 2) * ((right - margin.left) / 2);
          const at = bottom + margin.bottom + 14 * Math.floor(line / 2) + 8;
          return (
            `<line x1="${left}" x2="${left + 22}" y1="${at - 2.5}" y2="${at - 2.5}" stroke="${color}" stroke-width="1.2"${dashed(dash)}/>` +
            text(left + 27, at, label.length > 46 ? `${label.slice(0, 45)}…` : label, 'start')
          );
        });
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${[...grid, ...names, ...drawn, ...labels].join('')}</svg>`;
}

/** Three to six round values that hold all values between them. */
export function ticksOf(values: readonly number[]): number[] {
  const low = values.length === 0 ? 0 : Math.min(...values);
  const high = values.length === 0 ? 1 : Math.max(...values);
  const span = high - low || Math.abs(high) * 0.1 || 1;
  const power = 10 ** Math.floor(Math.log10(span / 4));
  const step = power * ([1, 2, 2.5, 5, 10].find((times) => times * power >= span / 4) ?? 10);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, at) => (first + at) * step);
}

const dashed = (dash: string) => (dash === '' ? '' : ` stroke-dasharray="${dash}"`);

function text(x: number, y: number, said: string, anchor: 'start' | 'middle' | 'end'): string {
  const safe = said.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" font-family="Roboto" font-size="7" fill="${ink}" text-anchor="${anchor}">${safe}</text>`;
}
