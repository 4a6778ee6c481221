import { useQuery, useQueryClient } from '@tanstack/react-query';
import { api } from '../../services/api.ts';
import { useSession } from '../../services/session.ts';
import { ErrorNote } from '../states.tsx';
import { Alerts, Queues, Workers } from './Health.tsx';
import { tellError } from './notices.ts';
import { refresh } from './refresh.ts';

/** How the jobs are, looked at again and again. */
export const useHealth = () =>
  useQuery({ queryKey: ['jobs', 'health'], queryFn: api.health, refetchInterval: refresh.idle });

/** The alerts that stand, for those who may see them. */
export function StandingAlerts() {
  const health = useHealth();
  return health.data ? <Alerts alerts={health.data.alerts} /> : null;
}

/** The queues and the workers, with a way to pause a queue for those who may. */
export function QueuePanel() {
  const admin = useSession()?.user.admin ?? false;
  const queries = useQueryClient();
  const health = useHealth();
  const pause = (name: string, paused: boolean) =>
    void api
      .setPaused(name, paused)
      .catch(tellError)
      .finally(() => queries.invalidateQueries({ queryKey: ['jobs'] }));
  if (health.error && !health.data) {
    return (
      <div className="card">
        <ErrorNote error={health.error} retry={() => void health.refetch()} />
      </div>
    );
  }
  if (!health.data) return null;
  return (
    <>
      <Queues health={health.data} {...(admin && { onPause: pause })} />
      {admin && <Workers workers={health.data.workers} />}
    </>
  );
}
