import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Ban } from 'lucide-react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import { useSession } from '../../services/session.ts';
import type { JobRun } from '../../services/types.ts';
import { askerOf, RunProgress } from './RunStatus.tsx';
import { refresh } from './refresh.ts';
import type { RunControl } from './run-control.ts';

/** More than a worker has at a time; all of them stand in the history. */
const most = 8;

/** What is at work at the moment, of the reader's or of everybody's, how far it is, and a way to end it. */
export function RunningNow({ control }: { control: RunControl }) {
  const me = useSession()?.user.id;
  const running = useQuery({
    queryKey: ['jobs', 'running'],
    queryFn: () => api.runs({ status: 'running', limit: most }),
    placeholderData: keepPreviousData,
    refetchInterval: ({ state }) => (state.data?.runs.length ? refresh.live : refresh.idle),
  });
  // Where it cannot be asked for, nor can the history, which says so.
  if (!running.data) return null;
  const { runs, next_cursor: more } = running.data;
  return (
    <section aria-labelledby="running" className="card">
      <h2 id="running" className="heading border-b border-line px-3 py-2">
        Running now
      </h2>
      <ul>
        {runs.map((run) => (
          <Running key={run.id} run={run} me={me} onCancel={() => void control.cancel([run.id])} />
        ))}
      </ul>
      {/* As high as a run, so that what is below stays in its place as one comes and goes. */}
      {runs.length === 0 && (
        <p className="flex min-h-11 items-center px-3 text-quiet">Nothing runs at the moment.</p>
      )}
      {more && (
        <p className="border-t border-line px-3 py-2 text-quiet">
          And others: the history has all of them.
        </p>
      )}
    </section>
  );
}

function Running(props: { run: JobRun; me: string | undefined; onCancel: () => void }) {
  const { run, me } = props;
  return (
    <li className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-1.5 last:border-b-0">
      <Link
        to="/jobs/runs/$runId"
        params={{ runId: run.id }}
        className="font-medium hover:underline"
      >
        {run.title}
      </Link>
      <RunProgress run={run} />
      <span className="ml-auto text-small text-quiet">
        {askerOf(run, me)}
        {run.started_at && `, begun ${format.ago(run.started_at)}`}
      </span>
      <button
        type="button"
        className="icon-button"
        aria-label={`Cancel ${run.title}`}
        title="Cancel"
        onClick={props.onCancel}
      >
        <Ban size={14} aria-hidden />
      </button>
    </li>
  );
}
