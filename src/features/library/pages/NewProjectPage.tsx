import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { toast } from 'sonner';
import { PageHeader } from '../components/PageHeader.tsx';
import { ProjectForm } from '../components/projects/ProjectForm.tsx';
import { PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import { useOwnProjects } from '../services/use-own-projects.ts';

const route = getRouteApi('/signed-in/projects/new');

/** Makes a project. */
export function NewProjectPage() {
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const own = useOwnProjects();
  if (!own) return <PageSkeleton title="New project" rows={6} />;
  const start = {
    ...{ code: '', name: '', county: '', region: '', visibility: 'members' as const },
    // As the newest of one's own.
    currency: own[0]?.currency ?? 'USD',
    // Sweden writes its days as ISO 8601 does.
    started_on: new Date().toLocaleDateString('sv'),
  };
  return (
    <>
      <PageHeader
        title="New project"
        above={
          <Link to="/projects" className="link">
            Projects
          </Link>
        }
      >
        You own it, and say who else works in it.
      </PageHeader>
      <div className="px-4 pb-8 sm:px-6">
        <ProjectForm
          start={start}
          submit="Make the project"
          cancel={
            <Link to="/projects" className="button">
              Cancel
            </Link>
          }
          onSubmit={async (said) => {
            const { id, name } = await api.addProject(said);
            await queries.invalidateQueries({ queryKey: ['projects'] });
            toast.success(`${name} is made: begin an estimate.`);
            await navigate({ to: '/projects/$projectId', params: { projectId: id } });
          }}
        />
      </div>
    </>
  );
}
