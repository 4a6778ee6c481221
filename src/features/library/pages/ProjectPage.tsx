import { useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Camera } from 'lucide-react';
import { EstimateChoice } from '../components/estimates/EstimateChoice.tsx';
import { EstimateLines } from '../components/estimates/EstimateLines.tsx';
import { FrozenVersions } from '../components/estimates/FrozenVersions.tsx';
import { SnapshotList } from '../components/estimates/SnapshotList.tsx';
import { Suggested } from '../components/estimates/Suggested.tsx';
import { useEstimateActions } from '../components/estimates/use-estimate-actions.ts';
import { tellError, tellRun } from '../components/jobs/notices.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { EmptyNote, ErrorNote, PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import * as format from '../services/format.ts';
import { useSession } from '../services/session.ts';
import type { ProjectDetail } from '../services/types.ts';

const route = getRouteApi('/signed-in/projects/$projectId');

/** A project: its estimate, and what others add to such an estimate. */
export function ProjectPage() {
  const { projectId } = route.useParams();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const admin = useSession()?.user.admin ?? false;
  const project = useQuery({
    queryKey: ['projects', projectId],
    queryFn: () => api.project(projectId),
  });
  const { estimate: chosen } = route.useSearch();
  const choose = (estimate: string | undefined, into = projectId) => {
    const here = into === projectId;
    void navigate({
      ...{ to: '/projects/$projectId', params: { projectId: into }, search: { estimate } },
      ...{ replace: here, resetScroll: !here },
    });
  };
  if (project.error && !project.data) {
    return (
      <>
        <PageHeader title="Project" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={project.error} retry={() => void project.refetch()} />
        </div>
      </>
    );
  }
  if (!project.data) return <PageSkeleton title="Project" rows={12} />;

  const { name, code, member, may_change, estimates } = project.data;
  const estimate = estimates.find(({ id }) => id === chosen) ?? estimates[0];
  const capture = async () => {
    try {
      const { job_id } = await api.capturePricesInBackground(projectId);
      await tellRun(
        job_id,
        'The prices are being captured.',
        (runId) => void navigate({ to: '/jobs/runs/$runId', params: { runId } }),
      );
      await queries.invalidateQueries({ queryKey: ['projects', projectId] });
    } catch (error) {
      tellError(error);
    }
  };
  return (
    <>
      <PageHeader
        title={name}
        above={<span className="code">{code}</span>}
        action={
          <div className="flex flex-wrap gap-2">
            <Link to="/projects/$projectId/costs" params={{ projectId }} className="button">
              Costs
            </Link>
            <Link to="/projects/$projectId/rates" params={{ projectId }} className="button">
              Rates
            </Link>
            <Link to="/reports" search={{ project: projectId }} className="button">
              Report
            </Link>
            {(member || admin) && (
              <Link to="/projects/$projectId/members" params={{ projectId }} className="button">
                Members
              </Link>
            )}
            {may_change && (
              <Link to="/projects/$projectId/edit" params={{ projectId }} className="button">
                Edit
              </Link>
            )}
            {(member || admin) && (
              <button type="button" className="button" onClick={() => void capture()}>
                <Camera size={14} aria-hidden />
                Capture prices
              </button>
            )}
          </div>
        }
      >
        {described(project.data)}
      </PageHeader>
      <div className="grid grid-cols-1 gap-4 px-4 pb-8 sm:px-6 xl:grid-cols-[minmax(0,2fr)_minmax(0,1fr)]">
        <div className="grid min-w-0 grid-cols-1 content-start gap-4">
          <EstimateChoice project={project.data} estimate={estimate} onChoose={choose} />
          {estimate ? (
            <Lines key={estimate.id} project={project.data} estimate={estimate} />
          ) : (
            <EmptyNote title="No estimate yet">
              {member ? 'Begin one, then add items to it.' : 'Its lines will stand here.'}
            </EmptyNote>
          )}
        </div>
        <div className="grid min-w-0 grid-cols-1 content-start gap-4">
          {estimate && <Suggested project={project.data} estimate={estimate} />}
          {estimate && (member || admin) && (
            <FrozenVersions project={project.data} estimate={estimate} />
          )}
          <SnapshotList project={project.data} />
        </div>
      </div>
    </>
  );
}

function Lines(props: { project: ProjectDetail; estimate: ProjectDetail['estimates'][number] }) {
  const { project, estimate } = props;
  const actions = useEstimateActions(project, estimate);
  return <EstimateLines estimate={estimate} currency={project.currency} actions={actions} />;
}

function described(project: ProjectDetail): string {
  const where = format.place(project.county, project.region);
  const began = format.date(project.started_on);
  const state = project.status === 'active' ? `Active since ${began}` : `Closed, begun ${began}`;
  const seen = project.visibility === 'everyone' ? 'a public record' : 'seen by its members';
  return [state, where, seen].filter(Boolean).join(' · ');
}
