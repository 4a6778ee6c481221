import * as format from '../../services/format.ts';

/** Longest text shown; the result of ten thousand items would be megabytes. */
const longest = 20_000;

/** What a run was given, has done so far or came to, as it is kept; scrolls where it is long. */
export function JsonBlock(props: {
  title: string;
  value: unknown;
  /** What it is for, beside the title. */
  note?: string;
}) {
  return (
    <section className="card" aria-label={props.title}>
      <div className="flex min-h-10 flex-wrap items-center gap-x-3 border-b border-line px-3">
        <h2 className="heading">{props.title}</h2>
        {props.note && <p className="text-small text-quiet">{props.note}</p>}
      </div>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="code max-h-96 overflow-auto p-3"
      >
        {shown(props.value)}
      </pre>
    </section>
  );
}

function shown(value: unknown): string {
  const text = JSON.stringify(value, null, 2);
  return text.length > longest
    ? `${text.slice(0, longest)}\n… ${format.count(text.length - longest)} more characters`
    : text;
}
