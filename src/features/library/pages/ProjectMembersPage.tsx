import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { PageHeader } from '../components/PageHeader.tsx';
import { AddMember } from '../components/projects/AddMember.tsx';
import { MemberList } from '../components/projects/MemberList.tsx';
import { useMemberActions } from '../components/projects/use-member-actions.ts';
import { EmptyNote, ErrorNote, PageSkeleton } from '../components/states.tsx';
import { api } from '../services/api.ts';
import { membersApi } from '../services/members-api.ts';

const route = getRouteApi('/signed-in/projects/$projectId/members');

/** Who works in a project; its owners add others and take them out. */
export function ProjectMembersPage() {
  const { projectId } = route.useParams();
  const project = useQuery({
    queryKey: ['projects', projectId],
    queryFn: () => api.project(projectId),
  });
  const kept = useQuery({
    queryKey: ['projects', projectId, 'members'],
    queryFn: () => membersApi.list(projectId),
  });
  const actions = useMemberActions(projectId);
  const error = project.error ?? kept.error;
  if (error) {
    return (
      <>
        <PageHeader title="Members" />
        <div className="px-1 sm:px-3">
          <ErrorNote error={error} retry={() => void kept.refetch()} />
        </div>
      </>
    );
  }
  if (!project.data || !kept.data) return <PageSkeleton title="Members" rows={4} />;
  const { members, may_change } = kept.data;
  return (
    <>
      <PageHeader
        title="Members"
        above={
          <Link to="/projects/$projectId" params={{ projectId }} className="link">
            {project.data.name}
          </Link>
        }
      >
        They work on its estimates and rates. Owners also change what it is, and who its members
        are.
      </PageHeader>
      <div className="px-4 pb-8 sm:px-6">
        <section aria-label="Members" className="card max-w-3xl">
          {may_change && <AddMember onAdd={actions.add} />}
          {members.length === 0 ? (
            <EmptyNote title="Nobody works in it">
              It is a record to be read. Whoever is added may work in it.
            </EmptyNote>
          ) : (
            <MemberList members={members} actions={may_change ? actions : null} />
          )}
        </section>
      </div>
    </>
  );
}
