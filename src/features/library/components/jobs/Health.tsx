import { Link } from '@tanstack/react-router';
import { CircleAlert, Pause, Play } from 'lucide-react';
import * as format from '../../services/format.ts';
import type { JobHealth } from '../../services/types.ts';
import { EmptyNote } from '../states.tsx';

/** The alerts that stand, and those that have resolved themselves. */
export function Alerts({ alerts }: { alerts: JobHealth['alerts'] }) {
  if (alerts.length === 0) return null;
  return (
    <section aria-labelledby="alerts" className="card">
      <h2 id="alerts" className="heading flex h-10 items-center border-b border-line px-3">
        Alerts
      </h2>
      <ul>
        {alerts.map((alert) => (
          <li
            key={alert.id}
            className="flex items-start gap-2 border-b border-line px-3 py-2 last:border-b-0"
          >
            <CircleAlert
              size={15}
              aria-hidden
              className={`mt-0.5 shrink-0 ${alert.resolved_at ? 'text-quiet' : 'text-warning'}`}
            />
            <p className={`min-w-0 flex-1 ${alert.resolved_at ? 'text-quiet' : ''}`}>
              {alert.message}
            </p>
            <span className="text-small whitespace-nowrap text-quiet">
              {alert.resolved_at
                ? `resolved ${format.ago(alert.resolved_at)}`
                : `since ${format.ago(alert.raised_at)}`}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

const span = (milliseconds: number | null) =>
  milliseconds === null ? '' : format.duration(milliseconds);

/** The queues: what waits, how long, and how runs go; with a way to pause each where it may be. */
export function Queues(props: {
  health: JobHealth;
  onPause?: (name: string, paused: boolean) => void;
}) {
  const { health, onPause } = props;
  return (
    <section aria-labelledby="queues" className="card">
      <div className="flex min-h-10 flex-wrap items-center gap-x-4 border-b border-line px-3">
        <h2 id="queues" className="heading mr-auto">
          Queues
        </h2>
        <p className="text-small text-quiet">{endedWell(health.windows)}</p>
      </div>
      {health.queues.length === 0 ? (
        <EmptyNote title="No queue yet">They are made when the first worker starts.</EmptyNote>
      ) : (
        <div className="overflow-x-auto">
          <table className="data">
            <thead>
              <tr>
                <th scope="col">Queue</th>
                <th scope="col" className="number max-md:hidden">
                  Waiting
                </th>
                <th scope="col" className="number max-md:hidden">
                  Oldest
                </th>
                <th scope="col" className="number max-md:hidden">
                  Running
                </th>
                <th scope="col" className="number max-md:hidden">
                  Wait p50 / p95
                </th>
                <th scope="col" className="number max-md:hidden">
                  Run p50 / p95
                </th>
                <th scope="col" className="number max-md:hidden">
                  Failed, 24 h
                </th>
                <th scope="col" className="max-md:hidden">
                  Last success
                </th>
                {onPause && (
                  <th scope="col">
                    <span className="sr-only">Pause</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {health.queues.map((queue) => (
                <tr key={queue.name}>
                  <td className="font-medium">
                    {queue.title}
                    {queue.paused && <span className="font-normal text-warning"> paused</span>}
                    <p className="text-small font-normal text-quiet md:hidden">{inWords(queue)}</p>
                  </td>
                  <td className="number max-md:hidden">
                    {format.count(queue.ready + queue.later)}
                  </td>
                  <td className="number text-quiet max-md:hidden">
                    {queue.oldest_seconds === null ? '' : span(queue.oldest_seconds * 1000)}
                  </td>
                  <td className="number max-md:hidden">{format.count(queue.active)}</td>
                  <td className="number text-quiet max-md:hidden">
                    {[span(queue.wait_p50_ms), span(queue.wait_p95_ms)].filter(Boolean).join(' / ')}
                  </td>
                  <td className="number text-quiet max-md:hidden">
                    {[span(queue.run_p50_ms), span(queue.run_p95_ms)].filter(Boolean).join(' / ')}
                  </td>
                  <td
                    className={`number max-md:hidden ${queue.failed_24h > 0 ? 'text-bad' : 'text-quiet'}`}
                  >
                    {format.count(queue.failed_24h)}
                  </td>
                  <td className="whitespace-nowrap text-quiet max-md:hidden">
                    {queue.last_success ? format.ago(queue.last_success) : 'never'}
                  </td>
                  {onPause && (
                    <td className="text-right">
                      <button
                        type="button"
                        className="icon-button"
                        aria-label={`${queue.paused ? 'Go on with' : 'Pause'} ${queue.title}`}
                        onClick={() => onPause(queue.name, !queue.paused)}
                      >
                        {queue.paused ? (
                          <Play size={14} aria-hidden />
                        ) : (
                          <Pause size={14} aria-hidden />
                        )}
                      </button>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** A queue in words, where there is no room for its columns. */
function inWords(queue: JobHealth['queues'][number]): string {
  const { oldest_seconds: oldest, wait_p50_ms: wait, run_p50_ms: run, last_success } = queue;
  return [
    `${format.count(queue.ready + queue.later)} waiting`,
    oldest !== null && `the oldest for ${span(oldest * 1000)}`,
    `${format.count(queue.active)} running`,
    `${format.count(queue.failed_24h)} failed in 24 h`,
    wait !== null && `wait ${span(wait)} / ${span(queue.wait_p95_ms)}`,
    run !== null && `run ${span(run)} / ${span(queue.run_p95_ms)}`,
    last_success ? `last success ${format.ago(last_success)}` : 'no success yet',
  ]
    .filter(Boolean)
    .join(' · ');
}

const megabytes = (bytes: number) => format.count(Math.round(bytes / 1_000_000));

const windows = { '1h': '1 hour', '24h': '24 hours', '7d': '7 days' } as const;

/** The share of runs that ended well, over each stretch of time in which any ended. */
function endedWell(of: JobHealth['windows']): string {
  const shares = (['1h', '24h', '7d'] as const).flatMap((name) => {
    const rate = of[name].success_rate;
    return rate === null ? [] : [`${rate}% in ${windows[name]}`];
  });
  return shares.length > 0 ? `Ended well: ${shares.join(' · ')}` : 'Nothing has ended yet';
}

/** The processes that work on jobs: since when, with how much memory, and on what. */
export function Workers({ workers }: { workers: JobHealth['workers'] }) {
  return (
    <section aria-labelledby="workers" className="card">
      <h2 id="workers" className="heading flex h-10 items-center border-b border-line px-3">
        Workers
      </h2>
      {workers.length === 0 ? (
        <EmptyNote title="No worker is known">
          Start one with “npm run worker”; the server has some of its own.
        </EmptyNote>
      ) : (
        <ul>
          {workers.map((worker) => (
            <li
              key={`${worker.name} ${worker.started_at}`}
              className="flex flex-wrap gap-x-4 border-b border-line px-3 py-2 last:border-b-0"
            >
              <span className="code">{worker.name}</span>
              <span className={worker.alive ? 'text-good' : 'text-bad'}>
                {worker.alive
                  ? `alive since ${format.moment(worker.started_at)}`
                  : `silent since ${format.ago(worker.seen_at)}`}
              </span>
              {worker.memory_bytes !== null && (
                <span className="text-quiet">{`${megabytes(worker.memory_bytes)} MB of memory`}</span>
              )}
              <span className="ml-auto text-quiet">
                {worker.running.length === 0
                  ? 'waits for jobs'
                  : worker.running.map((run) => (
                      <Link
                        key={run.run_id}
                        to="/jobs/runs/$runId"
                        params={{ runId: run.run_id }}
                        className="link ml-3"
                      >
                        {run.title}, {format.ago(run.since)}
                      </Link>
                    ))}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
