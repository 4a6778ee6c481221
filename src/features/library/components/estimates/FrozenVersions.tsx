import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { toast } from 'sonner';
import * as format from '../../services/format.ts';
import { frozenApi } from '../../services/frozen-api.ts';
import type { FrozenEstimates, ProjectDetail } from '../../services/types.ts';
import { EmptyNote, ErrorNote, SkeletonRows } from '../states.tsx';

/** A project's frozen versions, and a form to freeze the estimate that is shown; for its members and administrators. */
export function FrozenVersions(props: {
  project: ProjectDetail;
  estimate: ProjectDetail['estimates'][number];
}) {
  const { project, estimate } = props;
  const [freezing, setFreezing] = useState(false);
  const kept = useQuery({
    queryKey: ['projects', project.id, 'frozen'],
    queryFn: () => frozenApi.list(project.id),
  });
  return (
    <section aria-labelledby="frozen" className="card">
      <div className="flex min-h-10 items-center gap-2 border-b border-line px-3">
        <h2 id="frozen" className="heading mr-auto">
          Frozen versions
        </h2>
        {project.member && estimate.lines.length > 0 && !freezing && (
          <button type="button" className="button" onClick={() => setFreezing(true)}>
            Freeze this estimate
          </button>
        )}
      </div>
      {freezing && <FreezeForm {...props} onDone={() => setFreezing(false)} />}
      {kept.error && <ErrorNote error={kept.error} retry={() => void kept.refetch()} />}
      {kept.isPending && <SkeletonRows rows={2} />}
      {kept.data?.versions.length === 0 && !freezing && (
        <EmptyNote title="None yet">
          Freeze the estimate when you bid, and see later which resources moved it.
        </EmptyNote>
      )}
      {kept.data && kept.data.versions.length > 0 && (
        <Versions versions={kept.data.versions} projectId={project.id} />
      )}
      {kept.data && kept.data.removed.length > 0 && <Removed removed={kept.data.removed} />}
    </section>
  );
}

function Versions({
  versions,
  projectId,
}: Pick<FrozenEstimates, 'versions'> & { projectId: string }) {
  return (
    <ul>
      {versions.map((version) => (
        <li
          key={version.id}
          className="flex items-baseline gap-3 border-b border-line px-3 py-2 last:border-b-0"
        >
          <div className="min-w-0 flex-1">
            <Link
              to="/projects/$projectId/frozen/$versionId"
              params={{ projectId, versionId: version.id }}
              className="link"
            >
              {version.name}
            </Link>
            <div className="text-small text-quiet">
              {version.estimate_name}, {format.date(version.frozen_at)}
            </div>
          </div>
          <span>{format.money(Number(version.total), version.currency)}</span>
        </li>
      ))}
    </ul>
  );
}

function Removed({ removed }: Pick<FrozenEstimates, 'removed'>) {
  return (
    <details className="border-t border-line px-3 py-2 text-small text-quiet">
      <summary className="cursor-pointer py-1">{format.count(removed.length)} removed</summary>
      <ul>
        {removed.map((version) => (
          <li key={version.removed_at} className="py-1">
            {version.name}, {format.money(Number(version.total), version.currency)}, frozen{' '}
            {format.date(version.frozen_at)}, removed {format.date(version.removed_at)}
          </li>
        ))}
      </ul>
    </details>
  );
}

function FreezeForm(props: {
  project: ProjectDetail;
  estimate: ProjectDetail['estimates'][number];
  onDone: () => void;
}) {
  const { project, estimate, onDone } = props;
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const fields = new FormData(event.currentTarget);
    setBusy(true);
    try {
      const { name } = await frozenApi.freeze(estimate.id, {
        name: String(fields.get('name')),
        note: String(fields.get('note')),
      });
      toast.success(`${estimate.name} is frozen as “${name}”.`);
      await queries.invalidateQueries({ queryKey: ['projects', project.id, 'frozen'] });
      onDone();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <form className="grid gap-2 border-b border-line p-3" onSubmit={submit}>
      <label className="grid gap-1 text-small text-quiet">
        Name
        <input
          // biome-ignore lint/a11y/noAutofocus: the reader just asked to fill it in.
          autoFocus
          name="name"
          required
          maxLength={100}
          autoComplete="off"
          defaultValue={`Bid of ${format.date(new Date().toISOString())}`}
          className="field"
        />
      </label>
      <label className="grid gap-1 text-small text-quiet">
        Note
        <input name="note" maxLength={2000} autoComplete="off" className="field" />
      </label>
      <div className="flex flex-wrap gap-2">
        <button type="submit" className="button-primary" disabled={busy}>
          Freeze {format.plural(estimate.lines.length, 'line')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
      </div>
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
    </form>
  );
}
