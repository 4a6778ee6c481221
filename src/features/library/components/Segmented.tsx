/** One of a few choices, all in sight. */
export function Segmented<Value extends string>(props: {
  label: string;
  options: Readonly<Record<Value, string>>;
  /** Null where none of them is chosen. */
  value: Value | null;
  onChange: (value: Value) => void;
}) {
  const entries = Object.entries(props.options) as [Value, string][];
  return (
    <fieldset className="inline-flex overflow-hidden rounded-md border border-line">
      <legend className="sr-only">{props.label}</legend>
      {entries.map(([value, name]) => (
        <label
          key={value}
          className="flex h-7 cursor-pointer items-center border-r border-line px-2 text-small text-quiet last:border-r-0 hover:bg-hover has-checked:bg-selected has-checked:font-medium has-checked:text-ink has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={props.label}
            className="sr-only"
            checked={value === props.value}
            onChange={() => props.onChange(value)}
          />
          {name}
        </label>
      ))}
    </fieldset>
  );
}
