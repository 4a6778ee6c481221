import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import { toast } from 'sonner';
import { ApiError, api } from '../../services/api.ts';
import { type Followed, unfollow, useFollowed } from '../../services/followed.ts';
import * as format from '../../services/format.ts';
import { jobsApi } from '../../services/jobs-api.ts';
import { timeLeft } from '../../services/time-left.ts';
import type { JobRun } from '../../services/types.ts';
import { isOpen } from '../../services/watch-run.ts';
import { tellError } from './notices.ts';
import { outcomeOf, ProgressBar } from './RunStatus.tsx';

/** What works in the background for the reader, in a quiet line at the foot of every page. */
export function FollowedRuns({ onShow }: { onShow: (link: string) => void }) {
  const followed = useFollowed();
  if (followed.length === 0) return null;
  return (
    <section
      aria-label="Work in the background"
      className="max-h-28 shrink-0 overflow-auto border-t border-line bg-surface"
    >
      <ul>
        {followed.map((run) => (
          <Line key={run.runId} followed={run} onShow={onShow} />
        ))}
      </ul>
    </section>
  );
}

function Line({ followed, onShow }: { followed: Followed; onShow: (link: string) => void }) {
  const { runId, title, link } = followed;
  const queries = useQueryClient();
  const run = useQuery({
    queryKey: ['jobs', 'run', runId],
    queryFn: () => api.run(runId),
    refetchInterval: 1_000,
    retry: 1,
  });
  const ended = run.data && !isOpen(run.data) ? run.data : null;
  // Of somebody else, or gone: there is nothing to follow.
  const lost = run.error instanceof ApiError && [403, 404].includes(run.error.status);
  useEffect(() => {
    if (!ended && !lost) return;
    unfollow(runId);
    if (!ended) return;
    // What is shown is from before: prices, rates and totals may all be others. A draft keeps what it was made of.
    // The end is told once the page shows it: a notice of what is not seen yet is not believed.
    void queries
      .invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'bulk draft' })
      .finally(() => tell(ended, title, () => onShow(link)));
  }, [ended, lost, runId, title, link, onShow, queries]);

  const cancel = () => void jobsApi.cancelRuns([runId]).catch(tellError);
  const left = run.data ? timeLeft(run.data, Date.now()) : null;
  return (
    <li className="flex h-9 items-center gap-3 border-b border-line px-4 text-small last:border-b-0 sm:px-6">
      <Link to={link} className="min-w-0 truncate font-medium hover:underline">
        {title}
      </Link>
      <ProgressBar name={title} share={share(run.data)} />
      <span className="ml-auto whitespace-nowrap text-quiet">
        {run.data?.status === 'running' && run.data.total
          ? `${format.count(run.data.done ?? 0)} of ${format.count(run.data.total)}`
          : 'waits'}
        {left !== null && `, ${format.duration(left)} left`}
      </span>
      <button type="button" className="link" onClick={cancel} aria-label={`Cancel: ${title}`}>
        Cancel
      </button>
    </li>
  );
}

const share = (run: JobRun | undefined) => (run?.total ? (run.done ?? 0) / run.total : 0);

function tell(run: JobRun, title: string, show: () => void): void {
  const options = { id: run.id, action: { label: 'Show', onClick: show } };
  const told = outcomeOf(run);
  if (run.status === 'completed') toast.success(told ?? `${title}: done.`, options);
  else if (run.status === 'cancelled') toast(`${title}: cancelled.`, options);
  else toast.error(`${title}: ${told ?? run.status}`, options);
}
