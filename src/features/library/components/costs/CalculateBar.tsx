import { Calculator } from 'lucide-react';
import { useState } from 'react';
import type { Selection } from '../../services/selection.ts';
import type { BulkFilter } from '../../services/types.ts';
import { useOwnProjects } from '../../services/use-own-projects.ts';
import { useKeepCosts } from './use-keep-costs.ts';

/** Calculates the items chosen for one of the reader's projects; nothing where they have none. */
export function CalculateBar({ selection, filter }: { selection: Selection; filter: BulkFilter }) {
  const [chosen, setChosen] = useState('');
  const { busy, calculate } = useKeepCosts();
  const own = useOwnProjects() ?? [];
  const projectId = chosen || own[0]?.id;
  if (projectId === undefined) return null;
  const what = selection.all ? { filter } : { library_item_ids: [...selection.keys] };
  return (
    <div className="flex min-w-0 flex-wrap items-center gap-2">
      <select
        aria-label="Project to calculate for"
        className="field max-w-56"
        value={projectId}
        onChange={({ target }) => setChosen(target.value)}
      >
        {own.map(({ id, name }) => (
          <option key={id} value={id}>
            {name}
          </option>
        ))}
      </select>
      <button
        type="button"
        className="button"
        disabled={busy}
        onClick={() => void calculate({ project_id: projectId, what })}
      >
        <Calculator size={14} aria-hidden />
        Calculate costs
      </button>
    </div>
  );
}
