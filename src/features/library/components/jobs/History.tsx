import { Link } from '@tanstack/react-router';
import { useCallback, useState } from 'react';
import * as format from '../../services/format.ts';
import type { JobRun } from '../../services/types.ts';
import { SearchBox } from '../SearchBox.tsx';
import { EmptyNote } from '../states.tsx';
import { Discard, type RunControl } from './RunActions.tsx';
import { outcomeOf, RunProgress, RunStatus } from './RunStatus.tsx';

/** What the history is filtered by; empty for everything. */
export interface HistoryFilter {
  status?: JobRun['status'] | undefined;
  job?: string | undefined;
  /** Words of its input or error. */
  q?: string | undefined;
}

const statuses = ['queued', 'running', 'completed', 'failed', 'cancelled', 'discarded'] as const;

/** Runs, newest first. */
export function History(props: {
  runs: readonly JobRun[];
  /** Jobs that can be filtered by, by name. */
  jobs: ReadonlyMap<string, string>;
  /** Whether these are everybody's runs, or the reader's own. */
  everybodys: boolean;
  control: RunControl;
  admin: boolean;
  filter: HistoryFilter;
  onFilter: (filter: HistoryFilter) => void;
  /** Absent where there are no more. */
  loadMore?: (() => void) | undefined;
}) {
  const { runs, filter, onFilter } = props;
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const picked = runs.filter(({ id }) => chosen.has(id));
  const toggle = (id: string) => {
    const next = new Set(chosen);
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  const filtered = filter.status ?? filter.job ?? filter.q;
  const search = useCallback(
    (q: string) => onFilter({ ...filter, q: q || undefined }),
    [filter, onFilter],
  );
  return (
    <section aria-labelledby="history" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <h2 id="history" className="heading mr-auto">
          History
        </h2>
        <SearchBox label="Search input and errors" value={filter.q ?? ''} onSearch={search} />
        <select
          aria-label="Job"
          className="field"
          value={filter.job ?? ''}
          onChange={(event) => onFilter({ ...filter, job: event.target.value || undefined })}
        >
          <option value="">All jobs</option>
          {[...props.jobs].map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        <select
          aria-label="Status"
          className="field"
          value={filter.status ?? ''}
          onChange={(event) => {
            const status = statuses.find((known) => known === event.target.value);
            onFilter({ ...filter, status });
          }}
        >
          <option value="">Any status</option>
          {statuses.map((status) => (
            <option key={status} value={status}>
              {status.charAt(0).toUpperCase() + status.slice(1)}
            </option>
          ))}
        </select>
      </div>
      {picked.length > 0 && (
        <Bulk
          runs={picked}
          control={props.control}
          admin={props.admin}
          onDone={() => setChosen(new Set())}
        />
      )}
      {runs.length === 0 ? (
        <EmptyNote title={filtered ? 'No run fits this filter' : 'No runs yet'}>
          {filtered
            ? 'Choose another job or status, or search for other words.'
            : emptyHistory(props.everybodys)}
        </EmptyNote>
      ) : (
        <table className="data">
          <thead>
            <tr>
              <th scope="col" className="w-8">
                <span className="sr-only">Choose</span>
              </th>
              <th scope="col">Status</th>
              <th scope="col">Job</th>
              <th scope="col" className="max-lg:hidden">
                What it did
              </th>
              <th scope="col" className="max-md:hidden">
                Asked for by
              </th>
              <th scope="col" className="number">
                When
              </th>
              <th scope="col" className="number max-sm:hidden">
                Took
              </th>
            </tr>
          </thead>
          <tbody aria-live="polite" aria-relevant="additions">
            {runs.map((run) => (
              <Row
                key={run.id}
                run={run}
                chosen={chosen.has(run.id)}
                onChoose={() => toggle(run.id)}
              />
            ))}
          </tbody>
        </table>
      )}
      {props.loadMore && (
        <div className="border-t border-line p-2 text-center">
          <button type="button" className="button" onClick={props.loadMore}>
            Show earlier runs
          </button>
        </div>
      )}
    </section>
  );
}

const emptyHistory = (everybodys: boolean) =>
  everybodys
    ? 'Runs appear here as schedules come due, or as somebody asks for them.'
    : 'What you ask for appears here, such as capturing the prices of a project.';

const askers = { schedule: 'Schedule', person: 'A person', service: 'The service' } as const;

/** What can be done with all the chosen runs at once. */
function Bulk(props: {
  runs: readonly JobRun[];
  control: RunControl;
  admin: boolean;
  onDone: () => void;
}) {
  const { runs, control, admin, onDone } = props;
  const idsOf = (...wanted: JobRun['status'][]) =>
    runs.filter(({ status }) => wanted.includes(status)).map(({ id }) => id);
  const failed = idsOf('failed');
  const again = idsOf('failed', 'cancelled');
  const open = idsOf('queued', 'running');
  return (
    <div
      role="toolbar"
      aria-label="Chosen runs"
      className="flex flex-wrap items-center gap-2 border-b border-line bg-selected px-3 py-1.5"
    >
      <span className="mr-auto">{runs.length} chosen</span>
      {open.length > 0 && (
        <button
          type="button"
          className="button"
          onClick={() => void control.cancel(open).then(onDone)}
        >
          Cancel {open.length}
        </button>
      )}
      {again.length > 0 && (
        <button
          type="button"
          className="button"
          onClick={() => void control.retry(again).then(onDone)}
        >
          Try {again.length} again
        </button>
      )}
      {admin && failed.length > 0 && (
        <Discard
          count={failed.length}
          onDiscard={(reason) => control.discard(failed, reason).then(onDone)}
        />
      )}
      <button type="button" className="button" onClick={onDone}>
        Choose none
      </button>
    </div>
  );
}

function Row(props: { run: JobRun; chosen: boolean; onChoose: () => void }) {
  const { run } = props;
  const outcome = outcomeOf(run);
  return (
    <tr className={props.chosen ? 'bg-selected' : 'hover:bg-hover'}>
      <td>
        <input
          type="checkbox"
          aria-label={`Choose ${run.title}, ${format.moment(run.queued_at)}`}
          checked={props.chosen}
          onChange={props.onChoose}
          className="size-4 align-middle accent-accent"
        />
      </td>
      <td className="whitespace-nowrap">
        <RunStatus status={run.status} />
      </td>
      <td>
        <Link
          to="/jobs/runs/$runId"
          params={{ runId: run.id }}
          className="font-medium hover:underline sm:whitespace-nowrap"
        >
          {run.title}
        </Link>
        {run.attempt > 1 && <span className="text-small text-quiet"> attempt {run.attempt}</span>}{' '}
        <RunProgress run={run} />
      </td>
      <td
        className={`w-1/2 max-w-0 truncate max-lg:hidden ${run.error_message ? 'text-bad' : 'text-quiet'}`}
        title={outcome ?? undefined}
      >
        {outcome}
      </td>
      <td className="whitespace-nowrap text-quiet max-md:hidden">{askers[run.trigger]}</td>
      <td className="number text-quiet">
        <time dateTime={run.queued_at} title={format.moment(run.queued_at)}>
          {format.ago(run.queued_at)}
        </time>
      </td>
      <td className="number text-quiet max-sm:hidden">
        {run.duration_ms === null ? '' : format.duration(run.duration_ms)}
      </td>
    </tr>
  );
}
