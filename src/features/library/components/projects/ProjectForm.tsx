import { type FormEvent, type ReactNode, useState } from 'react';
import { FieldRefusal, type Refusal, refusalOf, refusedBy } from '../FieldRefusal.tsx';

/** What is said of a project, as it is filled in. */
export interface SaidOfProject {
  code: string;
  name: string;
  county: string;
  region: string;
  currency: string;
  visibility: 'members' | 'everyone';
  /** ISO date. */
  started_on: string;
}

const names = [
  'name',
  'code',
  'started_on',
  'county',
  'region',
  'currency',
  'visibility',
] as const satisfies (keyof SaidOfProject)[];

/** What a project is, to be filled in or changed; what is refused is told beside its field, which stays as it was filled in. */
export function ProjectForm(props: {
  start: SaidOfProject;
  submit: string;
  /** Leads away from it. */
  cancel: ReactNode;
  /** Beside what is refused of no field, a way on. */
  wayOn?: ((refusal: Refusal) => ReactNode) | undefined;
  /** Throws what the server refuses. */
  onSubmit: (said: SaidOfProject) => Promise<unknown>;
}) {
  const { start } = props;
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    const said = Object.fromEntries(
      names.map((name) => [name, String(fields.get(name) ?? '').trim()]),
    ) as unknown as SaidOfProject;
    setBusy(true);
    setRefusal(null);
    try {
      await props.onSubmit(said);
    } catch (error) {
      const refused = refusalOf(error);
      setRefusal(refused);
      setBusy(false);
      const field = refused.field === null ? null : form.elements.namedItem(refused.field);
      if (field instanceof HTMLElement) field.focus();
    }
  };
  /** What an input of this form takes from its field. */
  const own = (name: keyof SaidOfProject) => ({
    ...{ name, defaultValue: start[name], ...refusedBy(refusal, name) },
    className: 'field w-full text-ink',
  });
  const text = { autoComplete: 'off', readOnly: busy } as const;
  const field = { refusal };
  return (
    <form className="card grid max-w-3xl gap-x-4 gap-y-3 p-4 sm:grid-cols-2" onSubmit={submit}>
      <Field {...field} name="name" label="Name" className="sm:col-span-2">
        <input {...own('name')} {...text} required maxLength={200} />
      </Field>
      <Field {...field} name="code" label="Code">
        <input {...own('code')} {...text} required maxLength={50} />
      </Field>
      <Field {...field} name="started_on" label="Begins">
        <input {...own('started_on')} {...text} type="date" required min="1900-01-01" />
      </Field>
      <Field {...field} name="county" label="County">
        <input {...own('county')} {...text} maxLength={100} />
      </Field>
      <Field {...field} name="region" label="Region">
        <input {...own('region')} {...text} maxLength={100} />
      </Field>
      <Field {...field} name="currency" label="Currency">
        <select {...own('currency')}>
          {currenciesWith(start.currency).map((code) => (
            <option key={code} value={code}>
              {code} · {currencyNames.of(code)}
            </option>
          ))}
        </select>
      </Field>
      <Field {...field} name="visibility" label="Seen by">
        <select {...own('visibility')}>
          <option value="members">its members</option>
          <option value="everyone">everyone who is signed in, as a public record</option>
        </select>
      </Field>
      <div className="grid justify-items-start gap-2 sm:col-span-2">
        {refusal && !names.some((name) => name === refusal.field) && (
          <div role="alert" className="grid justify-items-start gap-2 text-bad">
            {refusal.message}
            {props.wayOn?.(refusal)}
          </div>
        )}
        <div className="flex flex-wrap gap-2">
          <button type="submit" className="button-primary" disabled={busy}>
            {props.submit}
          </button>
          {props.cancel}
        </div>
      </div>
    </form>
  );
}

function Field(props: {
  name: keyof SaidOfProject;
  label: string;
  refusal: Refusal | null;
  className?: string;
  children: ReactNode;
}) {
  const { name, label, refusal, className = '', children } = props;
  return (
    <div className={`grid content-start gap-1 ${className}`}>
      {/* biome-ignore lint/a11y/noLabelWithoutControl: its control is its child */}
      <label className="grid gap-1 text-small text-quiet">
        {label}
        {children}
      </label>
      <FieldRefusal refusal={refusal} field={name} />
    </div>
  );
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });

/** The currencies there are, with one that a project has, whatever it is. */
const currenciesWith = (one: string) =>
  [...new Set([...Intl.supportedValuesOf('currency'), one])].sort();
