import { Copy, X } from 'lucide-react';
import * as format from '../../services/format.ts';
import type { CostComparison } from '../../services/types.ts';
import { mostColumns, type OptionColumn, type Step, steps, withColumn } from './options.ts';

/** Sets of markups side by side: each step with what it is taken of and what it gives, and how the totals differ. */
export function OptionsTable(props: {
  columns: readonly OptionColumn[];
  /** What they come to; of fewer columns while the answer for new ones is on its way. */
  comparison: CostComparison | undefined;
  currency: string;
  onChange: (columns: OptionColumn[]) => void;
  /** Keeps a set under its name, where the reader may. */
  onKeep: ((column: OptionColumn) => void) | null;
}) {
  const { columns, comparison, currency, onChange, onKeep } = props;
  const change = (changed: OptionColumn) =>
    onChange(columns.map((column) => (column.key === changed.key ? changed : column)));
  const copy = ({ name, options }: OptionColumn) =>
    onChange(withColumn(columns, { name: `${name} 2`, options }));
  const first = comparison?.options[0]?.total;
  return (
    <section
      aria-label="Options"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
      tabIndex={0}
      className="card overflow-x-auto"
    >
      <table className="data">
        <thead>
          <tr>
            <th scope="col">Step</th>
            {columns.map((column) => (
              <th key={column.key} scope="col" className="number py-1.5">
                <div className="flex items-center justify-end gap-1">
                  <input
                    aria-label="Name of the option"
                    className="field w-32"
                    value={column.name}
                    maxLength={100}
                    onChange={({ target }) => change({ ...column, name: target.value })}
                  />
                  {columns.length < mostColumns && (
                    <button
                      type="button"
                      className={columns.length === 1 ? 'button' : 'icon-button'}
                      onClick={() => copy(column)}
                    >
                      <Copy size={14} aria-hidden />
                      {columns.length === 1 && 'What if…'}
                      <span className="sr-only"> Copy {column.name} beside it</span>
                    </button>
                  )}
                  {columns.length > 1 && (
                    <button
                      type="button"
                      className="icon-button"
                      aria-label={`Take ${column.name} away`}
                      onClick={() => onChange(columns.filter(({ key }) => key !== column.key))}
                    >
                      <X size={14} aria-hidden />
                    </button>
                  )}
                </div>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {(['material', 'labor', 'equipment', 'direct_total'] as const).map((part) => (
            <tr key={part}>
              <th
                scope="row"
                className={`sticky left-0 bg-surface ${part === 'direct_total' ? 'font-semibold text-ink' : 'pl-6'}`}
              >
                {directNames[part]}
              </th>
              {columns.map((column) => (
                <td
                  key={column.key}
                  className={`number ${part === 'direct_total' ? 'font-semibold' : 'text-quiet'}`}
                >
                  {comparison && format.money(comparison[part], currency)}
                </td>
              ))}
            </tr>
          ))}
          {steps.map((step, index) => (
            <tr key={step.name}>
              <th scope="row" className="sticky left-0 bg-surface">
                {step.label}
              </th>
              {columns.map((column, place) => (
                <td key={column.key} className="number py-1">
                  <StepFields step={step} column={column} onChange={change} />
                  <Result step={comparison?.options[place]?.steps[index]} currency={currency} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
        <tfoot>
          <tr>
            <th scope="row" className="sticky left-0 border-t bg-surface font-semibold text-ink">
              Total
            </th>
            {columns.map((column, place) => {
              const total = comparison?.options[place]?.total;
              return (
                <td key={column.key} className="number border-t border-line py-1.5">
                  <div className="text-large font-semibold">
                    {total !== undefined && format.money(total, currency)}
                  </div>
                  {place > 0 && total !== undefined && first !== undefined && (
                    <div className="text-small text-quiet">
                      {format.moneyChange(first, total, currency)} against {columns[0]?.name}
                    </div>
                  )}
                  {onKeep && (
                    <button
                      type="button"
                      className="link text-small"
                      onClick={() => onKeep(column)}
                    >
                      Keep “{column.name}”
                    </button>
                  )}
                </td>
              );
            })}
          </tr>
        </tfoot>
      </table>
    </section>
  );
}

const directNames = {
  material: 'Material',
  labor: 'Labor',
  equipment: 'Equipment',
  direct_total: 'Direct cost',
} as const;

function StepFields(props: {
  step: Step;
  column: OptionColumn;
  onChange: (column: OptionColumn) => void;
}) {
  const { step, column, onChange } = props;
  const { options } = column;
  const set = (name: string, value: number | boolean) =>
    onChange({ ...column, options: { ...options, [name]: value } });
  return (
    <div className="flex items-center justify-end gap-2">
      {step.include && (
        <input
          type="checkbox"
          aria-label={`${step.label} in ${column.name}`}
          className="size-4 accent-accent"
          checked={options[step.include]}
          onChange={({ target }) => set(step.include, target.checked)}
        />
      )}
      <input
        type="number"
        step="any"
        min={0}
        max={step.most}
        aria-label={`${step.label} of ${column.name}, ${step.unit === '%' ? 'in percent' : 'as a factor'}`}
        className="field w-20 text-right"
        disabled={step.include !== null && !options[step.include]}
        value={Number.isNaN(options[step.figure]) ? '' : options[step.figure]}
        onChange={({ target }) => set(step.figure, target.valueAsNumber)}
      />
      <span className="w-3 text-left text-quiet">{step.unit}</span>
    </div>
  );
}

function Result(props: {
  step: CostComparison['options'][number]['steps'][number] | undefined;
  currency: string;
}) {
  const { step, currency } = props;
  if (!step || step.rate === 0) return null;
  return (
    <div className="mt-0.5 whitespace-nowrap">
      {format.money(step.result, currency)}{' '}
      <span className="text-small text-quiet">of {format.money(step.base, currency)}</span>
    </div>
  );
}
