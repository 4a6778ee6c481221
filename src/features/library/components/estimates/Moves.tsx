import * as format from '../../services/format.ts';
import type { FrozenComparison } from '../../services/types.ts';

type Move = FrozenComparison['moves'][number];

/** What moves a price beside resources: of one line, and of all. */
const words: Partial<Record<Move['kind'], Record<'line' | 'all', string>>> = {
  quantity: { line: 'Its quantity', all: 'Quantities' },
  price: { line: 'Its agreed or catalogue price', all: 'Agreed and catalogue prices' },
  added: { line: 'Added since', all: 'Lines added since' },
  removed: { line: 'Removed since', all: 'Lines removed since' },
};

/** What something that moved a price is called, of one line or of all. */
export function nameOf(
  { kind, resource_id }: Move,
  { resources }: FrozenComparison,
  of: 'line' | 'all',
): string {
  const resource = resources.find((one) => one.resource_id === resource_id);
  return resource?.name ?? words[kind]?.[of] ?? kind;
}

/** A difference as money: a sign, a figure and a colour; dearer is the warning. */
export function Difference({ value, currency }: { value: string; currency: string }) {
  const amount = Number(value);
  const tone = amount > 0 ? 'text-warning' : amount < 0 ? 'text-good' : 'text-quiet';
  return <span className={tone}>{format.moneyChange(0, amount, currency)}</span>;
}

/** What moved a line, or the whole, the largest first; together its difference. */
export function Moves(props: {
  comparison: FrozenComparison;
  moves: readonly Move[];
  difference: string;
  of: 'line' | 'all';
}) {
  const { comparison, moves, difference, of } = props;
  const { currency } = comparison.version;
  if (moves.length === 0) return <p className="px-3 py-2.5 text-quiet">Nothing moved it.</p>;
  return (
    <table className="data">
      <thead>
        <tr>
          <th scope="col">Moved by</th>
          <th scope="col" className="number">
            Difference
          </th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          <tr key={`${move.kind}/${move.resource_id}`}>
            <td>
              {nameOf(move, comparison, of)}
              <How move={move} comparison={comparison} />
            </td>
            <td className="number">
              <Difference value={move.difference} currency={currency} />
            </td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" className="border-t text-left font-semibold text-ink">
            Together
          </th>
          <td className="number border-t border-line font-semibold">
            <Difference value={difference} currency={currency} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

/** How a resource moved it: its rate, another amount of it in the build-up, or both, then each with its part. */
function How({ move, comparison }: { move: Move; comparison: FrozenComparison }) {
  const resource = comparison.resources.find((one) => one.resource_id === move.resource_id);
  if (!resource) return null;
  const { currency } = comparison.version;
  const rate = (value: string | null) =>
    value === null ? 'none' : format.money(Number(value), currency);
  const byRate = Number(move.by_rate ?? 0);
  const byAmount = Number(move.difference) - byRate;
  const shown = (part: number) => format.moneyChange(0, part, currency);
  // Below half a cent it is what floating point makes of nothing.
  const hasAmount = Math.abs(byAmount) >= 0.005;
  return (
    <div className="text-small text-quiet">
      {rate(resource.rate_frozen)} → {rate(resource.rate_now)} per {resource.unit}
      {hasAmount && byRate !== 0 && `: ${shown(byRate)}`}
      {hasAmount && <div>another amount in the build-up: {shown(byAmount)}</div>}
    </div>
  );
}
