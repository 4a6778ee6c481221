import * as format from '../../services/format.ts';
import type { PriceForecast, PriceHistory } from '../../services/types.ts';

/** The prices of the chart as figures, by month, newest first: those to come, then those seen. */
export function PriceTable(props: { history: PriceHistory; forecast: PriceForecast['points'] }) {
  const { history, forecast } = props;
  const { months, currency, unit } = history;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <section className="h-72 overflow-auto" tabIndex={0} aria-label="Prices by month">
      <table className="data">
        <thead className="sticky top-0 bg-surface">
          <tr>
            <th scope="col">Month</th>
            <th scope="col" className="number">
              Prices
            </th>
            <th scope="col" className="number">
              Lower quartile
            </th>
            <th scope="col" className="number">
              Median / {unit}
            </th>
            <th scope="col" className="number">
              Upper quartile
            </th>
          </tr>
        </thead>
        <tbody>
          {forecast.toReversed().map((row) => (
            <tr key={row.month} className="text-quiet">
              <td>{format.month(row.month)}</td>
              <td className="number">expected</td>
              <td className="number">{format.money(row.low, currency)}</td>
              <td className="number">{format.money(row.price, currency)}</td>
              <td className="number">{format.money(row.high, currency)}</td>
            </tr>
          ))}
          {months.toReversed().map((row) => (
            <tr key={row.month}>
              <td>{format.month(row.month)}</td>
              <td className="number text-quiet">{format.count(row.observations)}</td>
              <td className="number">{format.money(row.lower, currency)}</td>
              <td className="number font-medium">{format.money(row.median, currency)}</td>
              <td className="number">{format.money(row.upper, currency)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
