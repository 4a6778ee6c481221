import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { Estimate, ProjectDetail } from '../../services/types.ts';
import { useOwnProjects } from '../../services/use-own-projects.ts';

/** Asks what the copy of an estimate is called, which of the reader's projects it goes to, and whether agreed prices hold there. */
export function CopyEstimate(props: {
  project: ProjectDetail;
  estimate: Estimate;
  onCopied: (copy: { id: string; name: string }, into: { id: string; name: string }) => unknown;
  onDone: () => void;
}) {
  const { project, estimate, onDone } = props;
  const others = useOwnProjects()?.filter(({ id }) => id !== project.id);
  const own = [...(project.member ? [project] : []), ...(others ?? [])];
  const [chosen, setChosen] = useState('');
  const [busy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const into = own.find(({ id }) => id === chosen) ?? own[0];
  const agreed = estimate.lines.filter(({ agreed_price }) => agreed_price !== null).length;
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (!into) return;
    const fields = new FormData(event.currentTarget);
    const name = String(fields.get('name')).trim();
    // Those the page does not know of yet are kept.
    const drops = into.currency !== project.currency || (agreed > 0 && !fields.has('agreed'));
    setBusy(true);
    setRefusal(null);
    try {
      const copy = await api.copyEstimate(into.id, {
        name,
        estimate_id: estimate.id,
        agreed_prices: drops ? 'drop' : 'keep',
      });
      await props.onCopied(copy, into);
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <form
      aria-label={`Copy ${estimate.name}`}
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onDone();
      }}
    >
      <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
        <label className="flex min-w-0 items-center gap-1.5 text-small text-quiet max-sm:w-full">
          Name of the copy
          <input
            // biome-ignore lint/a11y/noAutofocus: the reader just asked to fill it in.
            autoFocus
            name="name"
            required
            maxLength={200}
            autoComplete="off"
            defaultValue={nameOfCopy(project, estimate)}
            onFocus={({ target }) => target.select()}
            className="field min-w-0 text-ink max-sm:flex-1 sm:w-56"
          />
        </label>
        {own.length > 0 && (
          <label className="flex min-w-0 items-center gap-1.5 text-small text-quiet max-sm:w-full">
            in
            <select
              aria-label="Project of the copy"
              className="field min-w-0 text-ink max-sm:flex-1 sm:w-56"
              value={into?.id}
              onChange={({ target }) => setChosen(target.value)}
            >
              {own.map(({ id, name, code }) => (
                <option key={id} value={id}>
                  {name} ({code})
                </option>
              ))}
            </select>
          </label>
        )}
        {into && agreed > 0 && (
          <Agreed count={agreed} from={project.currency} into={into.currency} />
        )}
        <div className="flex gap-2">
          <button type="submit" className="button-primary" disabled={busy || !into}>
            Copy {format.plural(estimate.lines.length, 'line')}
          </button>
          <button type="button" className="button" onClick={onDone}>
            Cancel
          </button>
        </div>
      </div>
      {others?.length === 0 && own.length === 0 && (
        <p className="pt-1 text-quiet">
          You have no project that it could go to:{' '}
          <Link to="/projects/new" className="link">
            make one
          </Link>{' '}
          first.
        </p>
      )}
      {refusal && (
        <p role="alert" className="pt-1 text-bad">
          {refusal}
        </p>
      )}
    </form>
  );
}

/** Whether prices that were agreed hold in the copy; in another currency they cannot. */
function Agreed({ count, from, into }: { count: number; from: string; into: string }) {
  const prices = format.plural(count, 'agreed price');
  if (from !== into) {
    return (
      <p className="text-small text-quiet">
        {prices} in {from} stay behind: it pays in {into}.
      </p>
    );
  }
  return (
    <label className="flex min-h-6 items-center gap-1.5 text-small text-quiet">
      <input
        type="checkbox"
        name="agreed"
        value="keep"
        defaultChecked
        className="size-4 accent-accent"
      />
      keep {prices}
    </label>
  );
}

/** A name that none of the project's estimates has. */
function nameOfCopy({ estimates, member }: ProjectDetail, { name }: Estimate): string {
  if (!member) return name;
  const taken = new Set(estimates.map((one) => one.name.toLowerCase()));
  for (let nth = 1; ; nth++) {
    const end = nth === 1 ? ', copy' : `, copy ${nth}`;
    const free = name.slice(0, 200 - end.length) + end;
    if (!taken.has(free.toLowerCase())) return free;
  }
}
