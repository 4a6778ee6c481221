import * as format from '../../services/format.ts';
import type { PriceDrivers, PriceTrend } from '../../services/types.ts';
import { PriceChange } from '../Trend.tsx';
import { Why } from '../Why.tsx';

type Trend = NonNullable<PriceTrend['trend']>;

const spans = { 1: 'One month', 3: '3 months', 6: '6 months', 12: '12 months' } as const;

/** How an item's price moves: over one to twelve months, how unsteadily, and which resource moved it. */
export function TrendPanel({ trend, drivers }: { trend: Trend; drivers: PriceDrivers | null }) {
  const { currency, unit, changes } = trend;
  return (
    <section aria-labelledby="trend" className="card">
      <div className="flex items-center border-b border-line py-1 pr-2 pl-3">
        <h2 id="trend" className="heading mr-auto flex h-8 items-center">
          How it moves
        </h2>
        <Why of="How it moves">
          <p>
            Each line compares the median of {format.month(trend.newest_month)} (
            {format.plural(changes[0]?.to.observations ?? 0, 'price')}) with that of the newest
            month at least so long before. Only prices in {currency} per {unit}; other kinds are
            left out.
          </p>
          {trend.quantity && (
            <p className="mt-1.5">
              Quantity: by {format.count(trend.quantity.observations)} prices, one percent more of
              it changes the price by {trend.quantity.elasticity.toFixed(2)}%. What that explains of
              a change is told beside it.
            </p>
          )}
        </Why>
      </div>
      <dl className="flex flex-wrap gap-x-8 gap-y-2 px-3 pt-2.5 pb-1">
        <div>
          <dt className="text-small text-quiet">Median of {format.month(trend.newest_month)}</dt>
          <dd className="text-large font-semibold">
            {format.money(trend.newest_median, currency)}
            <span className="text-small font-normal text-quiet"> / {unit}</span>
          </dd>
        </div>
        <div>
          <dt className="text-small text-quiet">Usual move in a month</dt>
          <dd className="text-large font-semibold">
            {trend.volatility === null ? '–' : `±${format.sharePercent(trend.volatility)}`}
          </dd>
        </div>
        {trend.weighted_mean !== null && (
          <div>
            <dt className="text-small text-quiet">
              Mean by quantity since {format.month(trend.first_month)}
            </dt>
            <dd className="text-large font-semibold">
              {format.money(trend.weighted_mean, currency)}
            </dd>
          </div>
        )}
      </dl>
      {changes.length > 0 && (
        <table className="data">
          <thead>
            <tr>
              <th scope="col">Over</th>
              <th scope="col" className="number">
                From
              </th>
              <th scope="col" className="number">
                Change
              </th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ over, from, to, quantity_effect }) => (
              <tr key={over}>
                <td className="whitespace-nowrap">{spans[over as keyof typeof spans]}</td>
                <td className="number max-sm:whitespace-normal">
                  <span className="text-small text-quiet">
                    {format.month(from.month)}, {format.plural(from.observations, 'price')}
                  </span>{' '}
                  {format.money(from.median, currency)}
                </td>
                <td className="number font-medium">
                  <PriceChange from={from.median} to={to.median} />
                  {quantity_effect !== null && Math.abs(quantity_effect) >= 0.005 && (
                    <span className="block text-small font-normal text-quiet">
                      by quantity {format.signedPercent(quantity_effect)}
                    </span>
                  )}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {trend.is_lump_sum && (
        <p className="border-t border-line px-3 py-2 text-small text-quiet">
          A lump sum: its prices follow what each comprised, and the market’s index and movers leave
          it out.
        </p>
      )}
      {changes.length === 0 && (
        <p className="px-3 py-2 text-quiet">
          No earlier month to compare {format.month(trend.newest_month)} with.
        </p>
      )}
      {drivers?.project && <Drivers drivers={drivers} />}
    </section>
  );
}

function Drivers({ drivers }: { drivers: PriceDrivers }) {
  const { project, from, to, currency, change, unexplained } = drivers;
  if (!project || !from || !to) return null;
  const moved = drivers.drivers.filter(({ contribution }) => Math.abs(contribution) >= 0.005);
  const part = (amount: number) =>
    `${amount < 0 ? '−' : '+'}${format.money(Math.abs(amount), currency)}`;
  return (
    <div className="border-t border-line px-3 py-2.5">
      <h3 className="text-small font-medium text-quiet">
        What moved it in {project.code}, {format.date(from.captured_at)} to{' '}
        {format.date(to.captured_at)}: {part(change)}
      </h3>
      <ul className="mt-1 grid grid-cols-1 gap-1">
        {moved.map((driver) => (
          <li key={driver.resource_id} className="flex gap-3">
            <span className="min-w-0 flex-1 truncate" title={driver.name}>
              {driver.name}
            </span>
            <span className="whitespace-nowrap text-quiet">
              {format.money(driver.rate_from, currency)} → {format.money(driver.rate_to, currency)}
            </span>
            <span className="w-20 text-right font-medium whitespace-nowrap">
              {part(driver.contribution)}
            </span>
          </li>
        ))}
        {Math.abs(unexplained) >= 0.005 && (
          <li className="flex gap-3">
            <span className="min-w-0 flex-1">Not by rates: factors, or an agreed price</span>
            <span className="w-20 text-right font-medium">{part(unexplained)}</span>
          </li>
        )}
      </ul>
      {moved.length === 0 && Math.abs(unexplained) < 0.005 && (
        <p className="text-quiet">No rate of its build-up has changed.</p>
      )}
    </div>
  );
}
