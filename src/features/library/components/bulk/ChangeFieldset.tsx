import { type ChangeFields, type Way, ways } from '../../services/bulk-change.ts';

const wayNames = Object.keys(ways) as Way[];

/** What becomes of each value: more, less, set to, rounded. */
export function ChangeFieldset(props: {
  fields: ChangeFields;
  onChange: (fields: ChangeFields) => void;
}) {
  const { fields, onChange } = props;
  return (
    <fieldset className="flex flex-wrap items-center gap-2">
      <legend className="sr-only">Change</legend>
      <select
        aria-label="Change"
        className="field"
        value={fields.way}
        onChange={({ target }) => {
          const way = wayNames.find((name) => name === target.value);
          if (way) onChange({ ...fields, way });
        }}
      >
        {wayNames.map((way) => (
          <option key={way} value={way}>
            {ways[way]}
          </option>
        ))}
      </select>
      {fields.way !== 'round' && (
        <input
          aria-label="By how much, or to what"
          inputMode="decimal"
          autoComplete="off"
          className="field w-24 text-right"
          value={fields.value}
          onChange={({ target }) => onChange({ ...fields, value: target.value })}
        />
      )}
      <label className="flex items-center gap-2 text-quiet">
        rounded to
        <input
          inputMode="decimal"
          autoComplete="off"
          placeholder="as it is"
          className="field w-20 text-right"
          value={fields.roundTo}
          onChange={({ target }) => onChange({ ...fields, roundTo: target.value })}
        />
      </label>
    </fieldset>
  );
}
