import type { EstimateElement } from '../../services/types.ts';
import { noElement } from './line-rows.ts';

/** A field that chooses one of an estimate's elements by its id, as `element` of its form; empty it is none of them. */
export function ElementSelect(props: {
  label: string;
  elements: readonly EstimateElement[];
  /** What it starts with; the first of them where it is left out. */
  element?: string | null;
}) {
  const { label, elements, element = elements[0]?.id } = props;
  return (
    <label className="flex min-w-0 items-center gap-1.5 text-small text-quiet">
      {label}
      <select name="element" defaultValue={element ?? ''} className="field w-48 min-w-0 text-ink">
        {elements.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
        <option value="">{noElement}</option>
      </select>
    </label>
  );
}
