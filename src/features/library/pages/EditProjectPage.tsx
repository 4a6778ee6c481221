import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { toast } from 'sonner';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProjectForm, type SaidOfProject } from '../components/projects/ProjectForm.tsx';
import { ProjectState } from '../components/projects/ProjectState.tsx';
import { EmptyNote, ErrorNote, PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import type { ProjectDetail } from '../services/types.ts';

const route = getRouteApi('/signed-in/projects/$projectId/edit');

/** Changes what a project is, closes it, or opens it again. */
export function EditProjectPage() {
  const { projectId } = route.useParams();
  const project = useQuery({
    queryKey: ['projects', projectId],
    queryFn: () => api.project(projectId),
  });
  if (project.error && !project.data) {
    return (
      <>
        <PageHeader title="Edit project" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={project.error} retry={() => void project.refetch()} />
        </div>
      </>
    );
  }
  if (!project.data) return <PageSkeleton title="Edit project" rows={6} />;
  const { name, may_change } = project.data;
  return (
    <>
      <PageHeader
        title="Edit project"
        above={
          <Link to="/projects/$projectId" params={{ projectId }} className="link">
            {name}
          </Link>
        }
      >
        What it is called, where it is and who sees it.
      </PageHeader>
      {may_change ? (
        <div className="grid gap-4 px-4 pb-8 sm:px-6">
          <Changes project={project.data} />
          <ProjectState project={project.data} />
        </div>
      ) : (
        <EmptyNote title="It is not yours to change">
          Its owners and administrators may; ask one of them.
        </EmptyNote>
      )}
    </>
  );
}

function Changes({ project }: { project: ProjectDetail }) {
  const { id } = project;
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  /** As it was when the form was opened: what it has become meanwhile nobody saw, and is not overwritten. */
  const [opened, setOpened] = useState(project);
  const start = saidOf(opened);
  // Whether it is closed stands beside the form: that alone is no reason to look again.
  const same = Object.keys(changesOf(start, saidOf(project))).length === 0;
  const { revision } = same ? project : opened;
  const leave = () => navigate({ to: '/projects/$projectId', params: { projectId: id } });
  return (
    <ProjectForm
      key={opened.revision}
      start={start}
      submit="Save"
      cancel={
        <Link to="/projects/$projectId" params={{ projectId: id }} className="button">
          Cancel
        </Link>
      }
      wayOn={({ field }) =>
        field === 'revision' && (
          <button type="button" className="button" onClick={() => setOpened(project)}>
            Show it as it is now
          </button>
        )
      }
      onSubmit={async (said) => {
        const change = changesOf(start, said);
        if (Object.keys(change).length > 0) {
          try {
            await api.changeProject(id, { revision, ...change });
          } finally {
            await queries.invalidateQueries({ queryKey: ['projects'] });
          }
          toast.success(`${said.name} is saved.`);
        }
        await leave();
      }}
    />
  );
}

const saidOf = (project: ProjectDetail): SaidOfProject => ({
  code: project.code,
  name: project.name,
  county: project.county ?? '',
  region: project.region ?? '',
  currency: project.currency,
  visibility: project.visibility,
  started_on: project.started_on,
});

/** What was filled in otherwise than it was. */
function changesOf(start: SaidOfProject, said: SaidOfProject): Partial<SaidOfProject> {
  const names = Object.keys(start) as (keyof SaidOfProject)[];
  return Object.fromEntries(
    names.flatMap((name) => (said[name] === start[name] ? [] : [[name, said[name]]])),
  );
}
