import { getRouteApi } from '@tanstack/react-router';
import { BackgroundJobsManager } from '../components/jobs/index.ts';
import { PageHeader } from '../components/PageHeader.tsx';
import { useSession } from '../services/session.ts';

const route = getRouteApi('/signed-in/jobs');

/** The job manager, its filter in the address. */
export function JobsPage() {
  const filter = route.useSearch();
  const navigate = route.useNavigate();
  const admin = useSession()?.user.admin ?? false;
  return (
    <>
      <PageHeader title="Jobs">
        {admin
          ? 'What runs by itself, what runs now, and how it went.'
          : 'What runs by itself, and the jobs you asked for.'}
      </PageHeader>
      <div className="px-4 pb-8 sm:px-6">
        <BackgroundJobsManager
          filter={filter}
          onFilter={(change) =>
            void navigate({
              search: (before) => ({ ...before, ...change }),
              replace: true,
              resetScroll: false,
            })
          }
        />
      </div>
    </>
  );
}
