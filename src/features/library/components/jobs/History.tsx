import { Link } from '@tanstack/react-router';
import { type KeyboardEvent, useMemo, useState } from 'react';
import { flushSync } from 'react-dom';
import * as format from '../../services/format.ts';
import { jobsApi } from '../../services/jobs-api.ts';
import { useSelection } from '../../services/selection.ts';
import { useSession } from '../../services/session.ts';
import type { JobRun, RunsCount } from '../../services/types.ts';
import { useMedia, useNarrow } from '../../services/use-media.ts';
import { SearchBox } from '../SearchBox.tsx';
import { SelectionBar } from '../SelectionBar.tsx';
import { EmptyNote } from '../states.tsx';
import { ChosenRuns, chosenOf } from './ChosenRuns.tsx';
import { tellError } from './notices.ts';
import { askerOf, outcomeOf, RunProgress, RunStatus } from './RunStatus.tsx';
import type { RunControl } from './run-control.ts';

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
  /** What is to change of it. */
  onFilter: (change: HistoryFilter) => void;
  /** Absent where there are no more. */
  loadMore?: (() => void) | undefined;
}) {
  const { runs, filter, onFilter } = props;
  const me = useSession()?.user.id;
  const narrow = useNarrow();
  const told = useMedia('(width < 64rem)');
  const keys = useMemo(() => runs.map(({ id }) => id), [runs]);
  const [counted, setCounted] = useState<RunsCount | null>(null);
  const total = counted === null ? 0 : Object.values(counted.counts).reduce((a, b) => a + b, 0);
  const selection = useSelection(keys, total, JSON.stringify(filter));
  const chooseAll = async () => {
    try {
      setCounted(await jobsApi.countRuns(asQuery(filter)));
      selection.chooseAll();
    } catch (error) {
      tellError(error);
    }
  };
  const filtered = filter.status ?? filter.job ?? filter.q;
  return (
    <section aria-labelledby="history" className="card">
      <div className="flex flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <h2 id="history" tabIndex={-1} className="heading mr-auto">
          History
        </h2>
        <SearchBox
          label="Search input and errors"
          value={filter.q ?? ''}
          onSearch={(q) => onFilter({ q: q || undefined })}
        />
        <select
          aria-label="Job"
          className="field"
          value={filter.job ?? ''}
          onChange={(event) => onFilter({ job: event.target.value || undefined })}
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
            onFilter({ status });
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
      <SelectionBar selection={selection} noun={['run', 'runs']}>
        <ChosenRuns
          {...(selection.all && counted
            ? { which: { ...asQuery(filter), as_of: counted.as_of }, counts: counted.counts }
            : chosenOf(runs, selection))}
          control={props.control}
          admin={props.admin}
          onDone={selection.clear}
        />
        {!selection.all && (
          <button type="button" className="link" onClick={() => void chooseAll()}>
            Choose all that match
          </button>
        )}
      </SelectionBar>
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
                <input
                  type="checkbox"
                  aria-label="Choose all shown"
                  checked={keys.every(selection.has)}
                  onChange={({ target }) => {
                    selection.clear();
                    if (target.checked) selection.chooseThese(keys);
                  }}
                  className="size-4 align-middle accent-accent"
                />
              </th>
              {!narrow && <th scope="col">Status</th>}
              <th scope="col">Job</th>
              <th scope="col" className="max-lg:hidden">
                What it did
              </th>
              <th scope="col" className="max-lg:hidden">
                Asked for by
              </th>
              <th scope="col" className="number">
                When
              </th>
              <th scope="col" className="number max-lg:hidden">
                Took
              </th>
            </tr>
          </thead>
          <tbody aria-live="polite" aria-relevant="additions" onKeyDown={walk}>
            {runs.map((run, place) => (
              <Row
                key={run.id}
                run={run}
                me={me}
                narrow={narrow}
                told={told}
                chosen={selection.has(run.id)}
                onChoose={(range) => selection.toggle(place, { range })}
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

/** What the server is asked for by a filter. */
const asQuery = ({ job, status, q }: HistoryFilter) => ({ job_name: job, status, q });

/**
 * The arrows lead from one row's box to the next; with Shift they choose on the way, from the row where one began.
 */
function walk(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const boxes = [...event.currentTarget.querySelectorAll<HTMLInputElement>('input[type=checkbox]')];
  const place = boxes.indexOf(event.target as HTMLInputElement);
  const next = step === undefined ? undefined : boxes[place + step];
  if (place < 0 || !next) return;
  event.preventDefault();
  // Chosen before the next one is: a range goes from what was chosen last.
  if (event.shiftKey && !boxes[place]?.checked) flushSync(() => boxes[place]?.click());
  next.focus();
  if (event.shiftKey)
    next.dispatchEvent(new MouseEvent('click', { bubbles: true, shiftKey: true }));
}

function Row(props: {
  run: JobRun;
  /** The reader's id. */
  me: string | undefined;
  chosen: boolean;
  /** Whether the window has no room for a column of its status. */
  narrow: boolean;
  /** Whether what it did is told below its name, for want of a column. */
  told: boolean;
  onChoose: (range: boolean) => void;
}) {
  const { run } = props;
  const outcome = outcomeOf(run);
  const { narrow, told } = props;
  return (
    <tr className={props.chosen ? 'bg-selected' : 'hover:bg-hover'}>
      <td>
        <input
          type="checkbox"
          aria-label={`Choose ${run.title}, ${format.moment(run.queued_at)}`}
          checked={props.chosen}
          // A range goes from the last row that was chosen to this one.
          onChange={({ nativeEvent }) =>
            props.onChoose('shiftKey' in nativeEvent && nativeEvent.shiftKey === true)
          }
          aria-keyshortcuts="Shift+ArrowUp Shift+ArrowDown"
          className="size-4 align-middle accent-accent"
        />
      </td>
      {!narrow && (
        <td className="whitespace-nowrap">
          <RunStatus status={run.status} />
        </td>
      )}
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
        {narrow && (
          <p className="text-small">
            <RunStatus status={run.status} />{' '}
            <span className="text-quiet">{askerOf(run, props.me)}</span>
          </p>
        )}
        {told && outcome && (
          <p
            className={`line-clamp-2 text-small wrap-anywhere ${run.error_message ? 'text-bad' : 'text-quiet'}`}
          >
            {outcome}
          </p>
        )}
      </td>
      <td
        className={`w-1/2 max-w-0 truncate max-lg:hidden ${run.error_message ? 'text-bad' : 'text-quiet'}`}
        title={outcome ?? undefined}
      >
        {outcome}
      </td>
      <td className="whitespace-nowrap text-quiet max-lg:hidden">{askerOf(run, props.me)}</td>
      <td className="number text-quiet">
        <time dateTime={run.queued_at} title={format.moment(run.queued_at)}>
          {format.ago(run.queued_at)}
        </time>
      </td>
      <td className="number text-quiet max-lg:hidden">
        {run.duration_ms === null ? '' : format.duration(run.duration_ms)}
      </td>
    </tr>
  );
}
