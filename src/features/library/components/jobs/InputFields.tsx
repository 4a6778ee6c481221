import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { api } from '../../services/api.ts';
import { type InputField, inWords } from '../../services/input-form.ts';
import { useProjectSearch } from '../../services/use-project-search.ts';
import { FieldRefusal, type Refusal, refusedBy } from '../FieldRefusal.tsx';
import { SearchBox } from '../SearchBox.tsx';

/** What a job is given, field by field; nothing for a job that takes no input. */
export function InputFields(props: {
  fields: readonly InputField[];
  written: Readonly<Record<string, string>>;
  onWrite: (name: string, text: string) => void;
  refusal: Refusal | null;
}) {
  const { fields, refusal } = props;
  return fields.map((field) => {
    const place = `input.${field.name}`;
    const value = props.written[field.name] ?? '';
    const write = (text: string) => props.onWrite(field.name, text);
    return (
      <div key={field.name} className="grid gap-1">
        <Field field={field} value={value} write={write} refused={refusedBy(refusal, place)} />
        <FieldRefusal refusal={refusal} field={place} />
      </div>
    );
  });
}

interface FieldProps {
  field: InputField;
  value: string;
  write: (text: string) => void;
  refused: ReturnType<typeof refusedBy>;
}

function Field({ field, value, write, refused }: FieldProps) {
  const { name, kind, required } = field;
  if (kind === 'project') return <ProjectChoice {...{ field, value, write, refused }} />;
  if (kind === 'yes or no') {
    return (
      <label className="flex min-h-6 items-center gap-2">
        <input
          type="checkbox"
          className="size-4 accent-accent"
          checked={value === 'yes'}
          onChange={({ target }) => write(target.checked ? 'yes' : '')}
          {...refused}
        />
        {inWords(name)}
      </label>
    );
  }
  const label = `${inWords(name)}${kind === 'json' ? ', as JSON' : ''}${required ? '' : ' (may be left empty)'}`;
  if (kind === 'json') {
    return (
      <Labelled label={label}>
        <textarea
          required={required}
          rows={3}
          spellCheck={false}
          value={value}
          onChange={({ target }) => write(target.value)}
          className="code w-full rounded-md border border-strong-line bg-surface p-2 text-ink"
          {...refused}
        />
      </Labelled>
    );
  }
  return (
    <Labelled label={label}>
      <input
        required={required}
        inputMode={kind === 'number' ? 'decimal' : 'text'}
        value={value}
        onChange={({ target }) => write(target.value)}
        className="field w-64 max-w-full"
        {...refused}
      />
    </Labelled>
  );
}

function Labelled({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: its control is its child
    <label className="grid gap-0.5 text-small text-quiet">
      {label}
      {children}
    </label>
  );
}

/** A project, among those found. */
function ProjectChoice({ field, value, write, refused }: FieldProps) {
  const { search, setSearch, projects } = useProjectSearch();
  const found = projects.data?.projects ?? [];
  // The one a schedule has may not be among those that are told at once.
  const elsewhere = value !== '' && projects.data && !found.some(({ id }) => id === value);
  const chosen = useQuery({
    queryKey: ['projects', value],
    queryFn: () => api.project(value),
    enabled: elsewhere === true,
  });
  return (
    <div className="flex max-w-2xl flex-wrap items-end gap-2">
      <SearchBox
        label="Search projects"
        value={search}
        onSearch={(words) => {
          setSearch(words);
          // What was chosen may not be among those found.
          write('');
        }}
      />
      <label className="grid max-w-full min-w-0 flex-1 basis-64 gap-0.5 text-small text-quiet">
        {inWords(field.name)}
        <select
          required={field.required}
          value={value}
          onChange={({ target }) => write(target.value)}
          className="field w-full"
          {...refused}
        >
          <option value="">Choose a project</option>
          {elsewhere && <option value={value}>{chosen.data?.name ?? value}</option>}
          {found.map(({ id, code, name }) => (
            <option key={id} value={id}>
              {name} ({code})
            </option>
          ))}
        </select>
      </label>
    </div>
  );
}
