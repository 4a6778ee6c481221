import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import * as format from '../../services/format.ts';
import { jobsApi } from '../../services/jobs-api.ts';
import type { QueueDepths } from '../../services/types.ts';
import { Segmented } from '../Segmented.tsx';
import { EmptyNote, ErrorNote } from '../states.tsx';

const DepthChart = lazy(() => import('./DepthChart.tsx'));
const EndedChart = lazy(() => import('./EndedChart.tsx'));

const lengths = { '1h': '1 hour', '24h': '24 hours', '7d': '7 days' } as const;
const views = { chart: 'Chart', table: 'Table' } as const;
export const depthLengths = Object.keys(lengths) as QueueDepths['over'][];
export const depthViews = Object.keys(views) as (keyof typeof views)[];

/** What is shown of the depths of queues; empty for all queues over a day, as a chart. */
export interface DepthView {
  over?: QueueDepths['over'] | undefined;
  queue?: string | undefined;
  as?: keyof typeof views | undefined;
}

/** How often it is counted, in milliseconds. */
const refetchInterval = 60_000;

/** How deep the queues were, how long the oldest job had waited, and how many runs ended. */
export function DepthPanel(props: {
  /** Queues by name, with what they are called. */
  jobs: ReadonlyMap<string, string>;
  view: DepthView;
  /** What is to change of it. */
  onView: (change: DepthView) => void;
}) {
  const { view, onView } = props;
  const { over = '24h', queue, as = 'chart' } = view;
  const depths = useQuery({
    queryKey: ['job depths', over, queue],
    queryFn: () => jobsApi.depths({ over, queue }),
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  const steps = depths.data?.steps ?? [];
  const counted = steps.some(
    ({ ready, completed, failed }) => ready !== null || completed + failed > 0,
  );
  return (
    <section aria-labelledby="depths" className="card">
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-3 py-1.5">
        <h2 id="depths" className="heading mr-auto">
          What waited and ended
        </h2>
        <select
          aria-label="Queue"
          className="field max-w-full"
          value={queue ?? ''}
          onChange={({ target }) => onView({ queue: target.value || undefined })}
        >
          <option value="">All queues</option>
          {[...props.jobs].map(([name, title]) => (
            <option key={name} value={name}>
              {title}
            </option>
          ))}
        </select>
        <Segmented
          label="Length of time"
          options={lengths}
          value={over}
          onChange={(next) => onView({ over: next })}
        />
        <Segmented
          label="Depth as"
          options={views}
          value={as}
          onChange={(next) => onView({ as: next })}
        />
      </div>
      {depths.error && !depths.data && (
        <ErrorNote error={depths.error} retry={() => void depths.refetch()} />
      )}
      {depths.data && !counted && (
        <EmptyNote title="Nothing was counted in this time, and nothing ended">
          Workers count each queue once a minute while they run.
        </EmptyNote>
      )}
      {counted && as === 'table' && <DepthTable steps={steps} />}
      {counted && as === 'chart' && (
        <Suspense fallback={<div className="m-3 h-72 animate-pulse rounded bg-hover" />}>
          <div className="grid grid-cols-1 gap-x-4 p-3 lg:grid-cols-3">
            <figure>
              <figcaption className="text-small text-quiet">
                Jobs that wait, the most of each step
              </figcaption>
              <DepthChart steps={steps} figure="ready" />
            </figure>
            <figure>
              <figcaption className="text-small text-quiet">
                How long the oldest had waited
              </figcaption>
              <DepthChart steps={steps} figure="oldest_seconds" />
            </figure>
            <figure>
              <figcaption className="text-small text-quiet">
                Runs that ended, with those that failed for good in red
              </figcaption>
              <EndedChart steps={steps} />
            </figure>
          </div>
        </Suspense>
      )}
    </section>
  );
}

/** The same as a table, newest first. */
function DepthTable({ steps }: { steps: QueueDepths['steps'] }) {
  return (
    <section
      className="max-h-80 overflow-y-auto"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
      tabIndex={0}
      aria-label="What waited and ended, as a table"
    >
      <table className="data">
        <thead>
          <tr>
            <th scope="col">From</th>
            <th scope="col" className="number">
              Waiting
            </th>
            <th scope="col" className="number max-sm:hidden">
              Running
            </th>
            <th scope="col" className="number">
              Oldest
            </th>
            <th scope="col" className="number">
              Ended
            </th>
          </tr>
        </thead>
        <tbody>
          {steps.toReversed().map((step) => (
            <tr key={step.at}>
              <td className="whitespace-nowrap">{format.moment(step.at)}</td>
              <td className="number">{step.ready === null ? '–' : format.count(step.ready)}</td>
              <td className="number max-sm:hidden">
                {step.active === null ? '–' : format.count(step.active)}
              </td>
              <td className="number">
                {step.oldest_seconds === null ? '–' : format.duration(step.oldest_seconds * 1000)}
              </td>
              <td className="number">
                {format.count(step.completed + step.failed)}
                {step.failed > 0 && (
                  <span className="text-bad">, {format.count(step.failed)} failed</span>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
