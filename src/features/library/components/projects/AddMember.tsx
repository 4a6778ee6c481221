import { type FormEvent, useState } from 'react';
import type { MemberRole, AddMember as Person } from '../../services/types.ts';
import { FieldRefusal, type Refusal, refusalOf, refusedBy } from '../FieldRefusal.tsx';

/** Asks by which name somebody signs in who is to work in the project, and as what. */
export function AddMember(props: {
  /** Throws what the server refuses. */
  onAdd: (person: Person) => Promise<unknown>;
}) {
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = event.currentTarget;
    const fields = new FormData(form);
    setBusy(true);
    setRefusal(null);
    try {
      await props.onAdd({
        name: String(fields.get('name')).trim(),
        role: fields.get('role') as MemberRole,
      });
      form.reset();
    } catch (error) {
      // Nothing else of it can be wrong.
      setRefusal({ ...refusalOf(error), field: 'name' });
    } finally {
      setBusy(false);
    }
  };
  return (
    <form className="grid gap-1 border-b border-line p-3" onSubmit={submit}>
      <div className="flex flex-wrap items-end gap-2">
        <label className="grid min-w-0 flex-1 basis-56 gap-1 text-small text-quiet sm:max-w-72">
          Name or email they sign in with
          <input
            name="name"
            required
            maxLength={200}
            autoComplete="off"
            className="field w-full text-ink"
            {...refusedBy(refusal, 'name')}
          />
        </label>
        <label className="grid gap-1 text-small text-quiet">
          As
          <select name="role" className="field text-ink">
            <option value="estimator">estimator</option>
            <option value="owner">owner</option>
          </select>
        </label>
        <button type="submit" className="button-primary" disabled={busy}>
          Add to the project
        </button>
      </div>
      <FieldRefusal refusal={refusal} field="name" />
    </form>
  );
}
