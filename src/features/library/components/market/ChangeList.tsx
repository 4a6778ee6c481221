import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import * as format from '../../services/format.ts';
import { pricesApi } from '../../services/prices-api.ts';
import type { FoundChange } from '../../services/types.ts';
import { Why } from '../Why.tsx';

/** Prices that changed, newest first: by how much, since when, what they touch. `onSettle` where the reader may. */
export function ChangeList(props: {
  changes: readonly FoundChange[];
  /** Whether each names its item: not on the page of that item. */
  named: boolean;
  onSettle: (change: FoundChange) => void;
}) {
  return (
    <ul>
      {props.changes.map((change) => (
        <li
          key={change.id}
          className="flex items-start gap-2 border-b border-line px-3 py-2 last:border-b-0"
        >
          <div className="min-w-0 flex-1">
            {props.named && (
              <p className="truncate">
                <Link
                  to="/items/$itemId"
                  params={{ itemId: change.library_item_id }}
                  className="font-medium hover:underline"
                >
                  {change.name}
                </Link>{' '}
                <span className="code text-quiet">{change.code}</span>
              </p>
            )}
            <p>
              <Size change={change} /> {sentence(change)}
            </p>
            {change.touches.estimates > 0 && <Touches change={change} />}
          </div>
          <Why of={`${change.name} changed`}>
            <Evidence change={change} />
          </Why>
          <button
            type="button"
            className="button h-7 text-small"
            onClick={() => props.onSettle(change)}
          >
            {change.state === 'open' ? 'Settle' : 'Open again'}
            <span className="sr-only"> {change.name}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}

function Size({ change }: { change: FoundChange }) {
  const tone = change.size > 0 ? 'text-warning' : 'text-good';
  return <span className={`font-medium ${tone}`}>{format.signedPercent(change.size)}</span>;
}

function sentence({ kind, since, price, currency, unit, project_code }: FoundChange): string {
  const where = project_code ? ` in ${project_code}` : '';
  const now = `${format.money(price, currency)} / ${unit}`;
  return kind === 'shift'
    ? `since ${format.date(since)}${where}, now ${now}`
    : `once, on ${format.date(since)}${where}: ${now}`;
}

function Touches({ change }: { change: FoundChange }) {
  const { touches, currency } = change;
  const stake = format.shortMoney(Math.abs(touches.at_stake), currency);
  return (
    <p className="text-small text-quiet">
      {touches.at_stake >= 0 ? `${stake} dearer` : `${stake} cheaper`} in{' '}
      {format.plural(touches.estimates, 'open estimate')}:{' '}
      {touches.largest.map((one, at) => (
        <span key={`${one.project_id} ${one.estimate_name}`}>
          {at > 0 && ', '}
          <Link
            to="/projects/$projectId"
            params={{ projectId: one.project_id }}
            className="hover:underline"
          >
            {one.project_code}
          </Link>
        </span>
      ))}
    </p>
  );
}

/** The prices a change rests on, fetched when one asks. */
function Evidence({ change }: { change: FoundChange }) {
  const evidence = useQuery({
    queryKey: ['library', 'changes', change.id, 'evidence'],
    queryFn: () => pricesApi.evidence(change.id),
  });
  const { low, high } = change;
  return (
    <>
      <p>
        {format.plural(change.prices_after, 'price')} after, {format.count(change.prices_before)}{' '}
        before; {change.strength.toFixed(1)}{' '}
        {change.kind === 'shift' ? 'standard errors' : 'times the usual scatter'} off, with the
        quantity’s effect taken out.
        {low !== null &&
          high !== null &&
          ` Nine of ten such lie from ${format.signedPercent(low)} to ${format.signedPercent(high)}.`}{' '}
        Told on {format.date(change.told_at)}.
      </p>
      <ul className="mt-1.5 max-h-48 overflow-auto">
        {evidence.data?.prices.map((one) => (
          <li key={`${one.snapshot_id}`} className="flex gap-2">
            <span className="text-quiet">{format.date(one.captured_at)}</span>
            <span className="code min-w-0 flex-1 truncate">{one.project_code}</span>
            {one.quantity !== null && (
              <span className="text-quiet">
                {format.quantity(one.quantity)} {change.unit}
              </span>
            )}
            <span>{format.money(one.unit_price, change.currency)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
