import type { ReactNode } from 'react';
import * as format from '../../services/format.ts';
import type { JobRun } from '../../services/types.ts';
import { Figure, Figures } from '../Figure.tsx';
import { outcomeOf, RunProgress, RunStatus } from './RunStatus.tsx';

/** One run: how it went, what it was given and what came of it. */
export function RunDetail({ run, children }: { run: JobRun; children?: ReactNode }) {
  const outcome = outcomeOf(run);
  return (
    <div className="grid gap-4">
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
          name="Took"
          value={run.duration_ms === null ? 'not over' : format.duration(run.duration_ms)}
          note={run.started_at && `waited ${waited(run)}`}
        />
        <Figure name="Attempt" value={run.attempt || 'none yet'} />
      </Figures>
      {outcome && (
        <p className={`card px-3 py-2.5 ${run.error_message ? 'text-bad' : ''}`}>{outcome}</p>
      )}
      {run.discard_reason && <p className="card px-3 py-2.5">Discarded: {run.discard_reason}</p>}
      {children}
      <Block title="Input">{JSON.stringify(run.input, null, 2)}</Block>
      {run.output !== null && <Block title="Result">{shown(run.output)}</Block>}
    </div>
  );
}

function waited(run: JobRun): string {
  const started = new Date(run.started_at ?? run.queued_at).getTime();
  return format.duration(Math.max(0, started - new Date(run.queued_at).getTime()));
}

/** Longest text shown of a result; ten thousand items would be megabytes. */
const longest = 20_000;

function shown(output: unknown): string {
  const text = JSON.stringify(output, null, 2);
  return text.length > longest
    ? `${text.slice(0, longest)}\n… ${format.count(text.length - longest)} more characters`
    : text;
}

function Block({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="card" aria-label={title}>
      <h2 className="heading flex h-10 items-center border-b border-line px-3">{title}</h2>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
        tabIndex={0}
        className="code max-h-96 overflow-auto p-3"
      >
        {children}
      </pre>
    </section>
  );
}
