import * as format from '../services/format.ts';
import type { CostResult } from '../services/types.ts';

/** One line of a build-up as it is shown, whatever its kind. */
interface Line {
  resource_id: string;
  code: string;
  name: string;
  unit: string;
  via: string[];
  rate: number;
  cost: number;
  amount: string;
}

/** What one unit of an item is made of, line by line. */
export function BuildUp({ result, currency }: { result: CostResult; currency: string | null }) {
  const { costs, details } = result;
  if (!costs || !details) return null;
  const groups: { name: string; total: number; lines: Line[] }[] = [
    {
      name: 'Material',
      total: costs.material,
      lines: details.materials.map((line) => ({
        ...line,
        amount: `${format.quantity(line.quantity_per_unit)} ${line.unit}${line.wastage_percent > 0 ? ` + ${format.quantity(line.wastage_percent)}% waste` : ''}`,
      })),
    },
    {
      name: 'Labor',
      total: costs.labor,
      lines: details.labor.map((line) => ({
        ...line,
        amount: `${format.quantity(line.hours_per_unit)} h ÷ ${format.quantity(line.productivity_factor)} × ${format.quantity(line.crew_size)}`,
      })),
    },
    {
      name: 'Equipment',
      total: costs.equipment,
      lines: details.equipment.map((line) => ({
        ...line,
        amount: `${format.quantity(line.hours_per_unit)} h × ${format.percent(line.utilization_factor)}`,
      })),
    },
  ];
  return (
    <section
      aria-labelledby="build-up"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="card overflow-x-auto"
    >
      <h2 id="build-up" className="heading flex h-10 items-center border-b border-line px-3">
        Build-up of one {result.unit}, at the catalogue’s rates
      </h2>
      <table className="data">
        <thead>
          <tr>
            <th scope="col">Resource</th>
            <th scope="col" className="number">
              Amount
            </th>
            <th scope="col" className="number">
              Rate
            </th>
            <th scope="col" className="number">
              Cost
            </th>
          </tr>
        </thead>
        {groups
          .filter(({ lines }) => lines.length > 0)
          .map((group) => (
            <tbody key={group.name}>
              <tr className="bg-ground">
                <th scope="rowgroup" colSpan={3} className="text-left">
                  {group.name}
                </th>
                <td className="number font-medium">{format.money(group.total, currency)}</td>
              </tr>
              {group.lines.map((line) => (
                <tr key={`${line.resource_id}/${line.via.join('/')}`}>
                  <td>
                    {line.name}
                    {line.via.length > 0 && (
                      <span className="code text-quiet"> in {line.via.join(' › ')}</span>
                    )}
                  </td>
                  <td className="number text-quiet">{line.amount}</td>
                  <td className="number text-quiet">{format.money(line.rate, currency)}</td>
                  <td className="number">{format.money(line.cost, currency)}</td>
                </tr>
              ))}
            </tbody>
          ))}
        <tfoot>
          <tr>
            <th scope="row" colSpan={3} className="border-t text-left font-semibold text-ink">
              Direct cost
            </th>
            <td className="number border-t border-line font-semibold">
              {format.money(costs.direct_total, currency)}
            </td>
          </tr>
        </tfoot>
      </table>
    </section>
  );
}
