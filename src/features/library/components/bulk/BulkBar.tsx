import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { bulkApi } from '../../services/bulk-api.ts';
import { type ChangeFields, changeOf } from '../../services/bulk-change.ts';
import type { Selection } from '../../services/selection.ts';
import type { BulkFilter, BulkTarget } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';
import { ChangeFieldset } from './ChangeFieldset.tsx';

/** Says what becomes of the rows chosen, and goes on to what that would do; nothing is changed yet. */
export function BulkBar(props: {
  target: BulkTarget;
  projectId?: string;
  selection: Selection;
  /** What finds the rows, where all that match are chosen. */
  filter: BulkFilter;
}) {
  const { target, selection } = props;
  const navigate = useNavigate();
  const [fields, setFields] = useState<ChangeFields>({ way: 'raise %', value: '', roundTo: '' });
  const [busy, setBusy] = useState(false);
  const change = changeOf(fields);
  const preview = async (event: FormEvent) => {
    event.preventDefault();
    if (typeof change === 'string') return tellError(change);
    setBusy(true);
    try {
      const { update } = await bulkApi.draft({
        target,
        ...(props.projectId !== undefined && { project_id: props.projectId }),
        selection: selection.all ? { filter: props.filter } : { ids: [...selection.keys] },
        change,
      });
      await navigate({ to: '/bulk-updates/$updateId', params: { updateId: update.id } });
    } catch (error) {
      tellError(error);
      setBusy(false);
    }
  };
  return (
    <form className="flex flex-wrap items-center gap-2" onSubmit={preview}>
      <ChangeFieldset fields={fields} onChange={setFields} />
      <button type="submit" className="button-primary" disabled={busy}>
        Preview
      </button>
    </form>
  );
}
