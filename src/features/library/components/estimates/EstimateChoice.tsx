import { useQueryClient } from '@tanstack/react-query';
import { FilePlus } from 'lucide-react';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../services/api.ts';
import type { Estimate, ProjectDetail } from '../../services/types.ts';
import { NameForm } from './NameForm.tsx';

/** Which of a project's estimates is shown, and for its members a way to begin another. */
export function EstimateChoice(props: {
  project: ProjectDetail;
  estimate: Estimate | undefined;
  onChoose: (estimateId: string) => void;
}) {
  const { project, estimate, onChoose } = props;
  const queries = useQueryClient();
  const [adding, setAdding] = useState(false);
  const add = async (name: string) => {
    const { id } = await api.addEstimate(project.id, name);
    await queries.invalidateQueries({ queryKey: ['projects', project.id] });
    toast.success(`${name} is begun: add items to it.`);
    setAdding(false);
    onChoose(id);
  };
  if (adding) {
    return (
      <NameForm
        label="Name"
        placeholder="Tender, option B"
        submit="Begin it"
        onName={add}
        onDone={() => setAdding(false)}
      />
    );
  }
  if (project.estimates.length < 2 && !project.member) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      {project.estimates.length > 1 && (
        <select
          aria-label="Estimate"
          className="field max-w-72"
          value={estimate?.id}
          onChange={(event) => onChoose(event.target.value)}
        >
          {project.estimates.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      )}
      {project.member && (
        <button type="button" className="button" onClick={() => setAdding(true)}>
          <FilePlus size={14} aria-hidden />
          New estimate
        </button>
      )}
    </div>
  );
}
