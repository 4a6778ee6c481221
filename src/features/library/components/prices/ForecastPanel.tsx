import * as format from '../../services/format.ts';
import type { PriceForecast } from '../../services/types.ts';
import { PriceChange } from '../Trend.tsx';
import { Why } from '../Why.tsx';

/** How a price is carried on, in words. */
const methods: Record<NonNullable<PriceForecast['method']>, string> = {
  median_12m: 'the median of twelve months',
  last: 'the last month’s median',
  weighted_median: 'a median weighted by age and number of prices',
  level_3m: 'a mean that forgets half in three months',
  damped_trend: 'a level with a fading trend',
};

/** Months ahead that are told; the chart and its table have all of them. */
const told = [1, 3, 6];

/** Where an item's price is likely to go, and by which method. */
export function ForecastPanel({ forecast, now }: { forecast: PriceForecast; now: number | null }) {
  const { method, points, currency, unit } = forecast;
  if (method === null || points.length === 0) return null;
  const shown = told.flatMap((ahead) => points[ahead - 1] ?? []);
  return (
    <section aria-labelledby="forecast" className="card">
      <div className="flex items-center border-b border-line py-1 pr-2 pl-3">
        <h2 id="forecast" className="heading mr-auto flex h-8 items-center">
          Where it goes
        </h2>
        <Why of="Where it goes">
          <p>
            By {methods[method]}
            {forecast.beats_plain
              ? ', which did better than the plain method on this item’s past by more than chance.'
              : ': the plain method, since no other did better on this item’s past by more than chance.'}{' '}
            From {format.plural(forecast.observations, 'price')} in{' '}
            {format.plural(forecast.months, 'month')}. The range is what its own errors on the past
            stayed within four times of five.
          </p>
          {forecast.backtest.length > 0 && (
            <>
              <p className="mt-1.5">
                On {format.plural(forecast.origins, 'month')} of the past, off by (mean of
                logarithms):
              </p>
              <ul className="mt-1">
                {forecast.backtest.map((one) => (
                  <li key={one.method} className="flex gap-2">
                    <span className="min-w-0 flex-1">{methods[one.method]}</span>
                    {format.sharePercent(one.mean_abs_log_error)}
                  </li>
                ))}
              </ul>
            </>
          )}
        </Why>
      </div>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">Month</th>
            <th scope="col" className="number">
              Expected<span className="max-sm:hidden"> / {unit}</span>
            </th>
            <th scope="col" className="number">
              Four of five
            </th>
            <th scope="col" className="number">
              Change
            </th>
          </tr>
        </thead>
        <tbody>
          {shown.map(({ month, price, low, high }) => (
            <tr key={month}>
              <td className="whitespace-nowrap">{format.month(month)}</td>
              <td className="number font-medium">{format.money(price, currency)}</td>
              <td className="number text-quiet max-sm:whitespace-normal">
                {format.money(low, currency)} to {format.money(high, currency)}
              </td>
              <td className="number">
                <PriceChange from={now} to={price} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
