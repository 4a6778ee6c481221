import type { ReactNode } from 'react';
import * as format from '../../services/format.ts';
import type { JobRun } from '../../services/types.ts';
import { Figure, Figures } from '../Figure.tsx';
import { JsonBlock } from './JsonBlock.tsx';
import { askerOf, outcomeOf, RunProgress, RunStatus } from './RunStatus.tsx';

/** One run: how it went, what it was given and what came of it. */
export function RunDetail(props: {
  run: JobRun;
  /** The reader's id. */
  me: string | undefined;
  children?: ReactNode;
}) {
  const { run, me, children } = props;
  const outcome = outcomeOf(run);
  return (
    <div className="grid grid-cols-1 gap-4">
      <Figures label="The run">
        <Figure
          name="Status"
          value={<RunStatus status={run.status} />}
          note={<RunProgress run={run} />}
        />
        <Figure
          name="Asked for"
          value={format.ago(run.queued_at)}
          note={format.moment(run.queued_at)}
        />
        <Figure
          name="Asked for by"
          value={askerOf(run, me)}
          note={`with priority ${run.priority}`}
        />
        <Figure
          name="Took"
          value={run.duration_ms === null ? 'not over' : format.duration(run.duration_ms)}
          // Of a later attempt that would count the earlier ones; those stand below with their own times.
          note={run.started_at && run.attempt === 1 && `waited ${waited(run)}`}
        />
        <Figure name="Attempt" value={run.attempt || 'none yet'} />
      </Figures>
      {outcome && (
        <p className={`card px-3 py-2.5 ${run.error_message ? 'text-bad' : ''}`}>{outcome}</p>
      )}
      {run.discard_reason && <p className="card px-3 py-2.5">Discarded: {run.discard_reason}</p>}
      {children}
      <JsonBlock title="Input" value={run.input} />
      {run.output !== null && <JsonBlock title="Result" value={run.output} />}
    </div>
  );
}

function waited(run: JobRun): string {
  const started = new Date(run.started_at ?? run.queued_at).getTime();
  const due = Math.max(...[run.queued_at, run.starts_at ?? 0].map((at) => new Date(at).getTime()));
  return format.duration(Math.max(0, started - due));
}
