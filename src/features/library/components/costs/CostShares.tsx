import * as format from '../../services/format.ts';
import type { CostResult } from '../../services/types.ts';

/** Resources that are shown by themselves; the rest stand together. */
const shownResources = 8;

interface Share {
  name: string;
  cost: number;
}

/** Which resource is what share of an item's direct cost, through its sub-items, and which kind. */
export function CostShares({ result, currency }: { result: CostResult; currency: string | null }) {
  const { costs, details } = result;
  if (!costs || !details || costs.direct_total <= 0) return null;
  const whole = costs.direct_total;
  const kinds: Share[] = [
    { name: 'Material', cost: costs.material },
    { name: 'Labor', cost: costs.labor },
    { name: 'Equipment', cost: costs.equipment },
  ];
  return (
    <section aria-labelledby="shares" className="card">
      <h2 id="shares" className="heading flex h-10 items-center border-b border-line px-3">
        Shares of the direct cost
      </h2>
      <Bars label="By kind" shares={kinds} whole={whole} currency={currency} />
      <div className="border-t border-line">
        <Bars label="By resource" shares={resourcesOf(details)} whole={whole} currency={currency} />
      </div>
    </section>
  );
}

function Bars(props: {
  label: string;
  shares: readonly Share[];
  whole: number;
  currency: string | null;
}) {
  const { label, shares, whole, currency } = props;
  return (
    <ul aria-label={label} className="grid gap-1.5 p-3">
      {shares.map(({ name, cost }) => (
        <li
          key={name}
          title={format.money(cost, currency)}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_3.5rem] items-center gap-3"
        >
          <span className="truncate">{name}</span>
          <span className="h-2 overflow-hidden rounded-full bg-line" aria-hidden>
            <span
              className="block h-full bg-accent"
              style={{ width: `${Math.min(100, (100 * cost) / whole)}%` }}
            />
          </span>
          <span className="text-right">{format.sharePercent(cost / whole)}</span>
        </li>
      ))}
    </ul>
  );
}

/** The resources by what they cost, the dearest first, each once however many ways it comes in. */
function resourcesOf(details: NonNullable<CostResult['details']>): Share[] {
  const lines = [...details.materials, ...details.labor, ...details.equipment];
  const shares = [...Map.groupBy(lines, (line) => line.resource_id).values()]
    .map((own) => ({
      name: own[0]?.name ?? '',
      cost: own.reduce((sum, line) => sum + line.cost, 0),
    }))
    .sort((a, b) => b.cost - a.cost);
  const rest = shares.slice(shownResources);
  if (rest.length < 2) return shares;
  return [
    ...shares.slice(0, shownResources),
    { name: `${rest.length} others`, cost: rest.reduce((sum, { cost }) => sum + cost, 0) },
  ];
}
