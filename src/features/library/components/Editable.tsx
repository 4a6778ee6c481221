import {
  type FocusEvent,
  type FormEvent,
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from 'react';

/** How a figure and a name differ: to which side they stand, by which keys a phone types them, and whether thousands may be set apart. */
const kinds = {
  figure: {
    plain: (text: string) => text.replaceAll(',', '').trim(),
    inputMode: 'decimal',
    form: 'justify-items-end',
    field: 'w-28 text-right',
    refusal: 'text-right',
  },
  name: {
    plain: (text: string) => text.trim(),
    inputMode: 'text',
    form: 'w-full max-w-96',
    field: 'w-full min-w-0 font-normal',
    refusal: 'font-normal',
  },
} as const;

/**
 * A figure or a name that is changed where it stands: pressed, it is a field; Enter or leaving it saves, Escape leaves it as it
 * was. A refusal is told under the field, which stays as it was filled in.
 */
export function Editable(props: {
  kind: keyof typeof kinds;
  /** What it is of: the name of the button and of the field. */
  label: string;
  /** What the field starts with. */
  value: string;
  /** What stands in an empty field, where it may be empty. */
  placeholder?: string;
  /** How it is shown. */
  children: ReactNode;
  onSave: (text: string) => Promise<unknown>;
}) {
  const { label, value, placeholder, onSave } = props;
  const kind = kinds[props.kind];
  const [editing, setEditing] = useState(false);
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  /** As it was when the field was opened: what it has become meanwhile nobody saw, and is not overwritten by leaving it. */
  const opened = useRef({ value, onSave });
  /** The field is closed, so that what leaves it with its going saves nothing. */
  const closed = useRef(true);
  /** Whether the focus goes back to the button once the field is gone. */
  const returns = useRef(false);
  useEffect(() => {
    if (editing || !returns.current) return;
    returns.current = false;
    button.current?.focus();
  }, [editing]);
  const close = (byKey: boolean) => {
    closed.current = true;
    returns.current = byKey;
    setRefusal(null);
    setEditing(false);
  };
  const save = async (text: string, byKey: boolean) => {
    const plain = kind.plain(text);
    if (busy || closed.current) return;
    if (plain === opened.current.value) return close(byKey);
    setBusy(true);
    try {
      await opened.current.onSave(plain);
      close(byKey);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };
  if (!editing) {
    return (
      <button
        ref={button}
        type="button"
        className="-mx-1.5 min-h-6 max-w-[calc(100%+0.75rem)] truncate rounded-sm px-1.5 text-left decoration-strong-line decoration-dotted underline-offset-4 hover:bg-hover hover:underline"
        onClick={() => {
          closed.current = false;
          opened.current = { value, onSave };
          setEditing(true);
        }}
      >
        <span className="sr-only">Change {label}: </span>
        {props.children}
      </button>
    );
  }
  return (
    <form
      className={`inline-grid ${kind.form}`}
      onSubmit={(event: FormEvent<HTMLFormElement>) => {
        event.preventDefault();
        void save(String(new FormData(event.currentTarget).get('value')), true);
      }}
    >
      <input
        // biome-ignore lint/a11y/noAutofocus: the reader just asked to fill it in.
        autoFocus
        name="value"
        aria-label={label}
        aria-invalid={refusal !== null}
        inputMode={kind.inputMode}
        autoComplete="off"
        required={placeholder === undefined}
        placeholder={placeholder}
        defaultValue={opened.current.value}
        readOnly={busy}
        className={`field h-7 ${kind.field}`}
        onFocus={(event: FocusEvent<HTMLInputElement>) => event.target.select()}
        onBlur={(event: FocusEvent<HTMLInputElement>) => void save(event.target.value, false)}
        onKeyDown={(event: KeyboardEvent) => {
          if (event.key === 'Escape') close(true);
        }}
      />
      {refusal && (
        <p
          role="alert"
          className={`max-w-56 py-1 text-small whitespace-normal text-bad ${kind.refusal}`}
        >
          {refusal}
        </p>
      )}
    </form>
  );
}
