import * as format from '../../services/format.ts';
import type { FrozenComparison } from '../../services/types.ts';

type Move = FrozenComparison['moves'][number];

const words: Partial<Record<Move['kind'], string>> = {
  quantity: 'Quantities',
  price: 'Agreed and catalogue prices',
  added: 'Lines added since',
  removed: 'Lines removed since',
};

/** What something that moved a price is called. */
export function nameOf({ kind, resource_id }: Move, { resources }: FrozenComparison): string {
  const resource = resources.find((one) => one.resource_id === resource_id);
  return resource?.name ?? words[kind] ?? kind;
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
}) {
  const { comparison, moves, difference } = props;
  const { currency } = comparison.version;
  if (moves.length === 0) return <p className="px-3 py-2.5 text-quiet">Nothing moved it.</p>;
  return (
    <table className="data">
      <thead>
        <tr>
          <th scope="col">Moved by</th>
          <th scope="col" className="number max-sm:hidden">
            Of it by the rate
          </th>
          <th scope="col" className="number">
            Difference
          </th>
        </tr>
      </thead>
      <tbody>
        {moves.map((move) => (
          <tr key={`${move.kind}/${move.resource_id}`}>
            <td>
              {nameOf(move, comparison)}
              <Rates move={move} comparison={comparison} />
            </td>
            <td className="number text-quiet max-sm:hidden">
              {move.by_rate !== null && format.moneyChange(0, Number(move.by_rate), currency)}
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
          <td className="border-t border-line max-sm:hidden" />
          <td className="number border-t border-line font-semibold">
            <Difference value={difference} currency={currency} />
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

function Rates({ move, comparison }: { move: Move; comparison: FrozenComparison }) {
  const resource = comparison.resources.find((one) => one.resource_id === move.resource_id);
  if (!resource) return null;
  const { currency } = comparison.version;
  const rate = (value: string | null) =>
    value === null ? 'none' : format.money(Number(value), currency);
  return (
    <div className="text-small text-quiet">
      {rate(resource.rate_frozen)} → {rate(resource.rate_now)} per {resource.unit}
    </div>
  );
}
