import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toast } from 'sonner';
import { api } from '../../services/api.ts';
import type { ProjectDetail } from '../../services/types.ts';
import { tellError } from '../jobs/notices.ts';

type State = ProjectDetail['status'];

/** Whether a project is worked on, and what that means; closes it, or opens it again, with a way back. */
export function ProjectState({ project }: { project: ProjectDetail }) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const active = project.status === 'active';
  const set = async (revision: string, status: State): Promise<ProjectDetail | null> => {
    setBusy(true);
    try {
      return await api.changeProject(project.id, { revision, status });
    } catch (error) {
      tellError(error);
      return null;
    } finally {
      setBusy(false);
      await queries.invalidateQueries({ queryKey: ['projects'] });
    }
  };
  const change = async () => {
    const to: State = active ? 'closed' : 'active';
    const changed = await set(project.revision, to);
    if (!changed) return;
    const undo = async () => {
      if (await set(changed.revision, project.status)) toast.success(said(project, project.status));
    };
    toast.success(said(project, to), {
      action: { label: 'Undo', onClick: () => void undo() },
      duration: 10_000,
    });
  };
  return (
    <section aria-labelledby="state" className="card grid max-w-3xl gap-2 p-4">
      <h2 id="state" className="heading">
        {active ? 'Active' : 'Closed'}
      </h2>
      <p className="text-quiet">
        {active
          ? 'Its prices are captured every week, and whoever works in it is told of changed prices that touch it. Closed, it stays to be read and copied.'
          : 'Its prices are captured by nobody but by hand, and nobody is told of changed prices that touch it. It stays to be read and copied.'}
      </p>
      <div>
        <button type="button" className="button" disabled={busy} onClick={() => void change()}>
          {active ? 'Close the project' : 'Open it again'}
        </button>
      </div>
    </section>
  );
}

const said = ({ name }: ProjectDetail, status: State) =>
  status === 'closed' ? `${name} is closed.` : `${name} is active again.`;
