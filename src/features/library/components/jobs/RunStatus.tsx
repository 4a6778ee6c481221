import { Ban, Check, Clock, LoaderCircle, Trash2, X } from 'lucide-react';
import * as format from '../../services/format.ts';
import { timeLeft } from '../../services/time-left.ts';
import type { JobRun } from '../../services/types.ts';

const kinds = {
  queued: { Icon: Clock, word: 'Queued', tone: 'text-quiet' },
  running: { Icon: LoaderCircle, word: 'Running', tone: 'text-running' },
  completed: { Icon: Check, word: 'Completed', tone: 'text-good' },
  failed: { Icon: X, word: 'Failed', tone: 'text-bad' },
  cancelled: { Icon: Ban, word: 'Cancelled', tone: 'text-quiet' },
  discarded: { Icon: Trash2, word: 'Discarded', tone: 'text-quiet' },
} as const;

/** Where a run stands: a sign, a word and a colour. */
export function RunStatus({ status }: { status: JobRun['status'] }) {
  const { Icon, word, tone } = kinds[status];
  return (
    <span className={`inline-flex items-center gap-1.5 align-bottom whitespace-nowrap ${tone}`}>
      <Icon size={14} aria-hidden className={status === 'running' ? 'animate-spin' : ''} />
      {word}
    </span>
  );
}

const askers = { schedule: 'Schedule', person: 'A person', service: 'The service' } as const;

/** Who asked for a run, to a reader of this id: themselves, by name where they may know it, or the clock. */
export function askerOf(run: JobRun, me: string | undefined): string {
  if (run.trigger !== 'person') return askers[run.trigger];
  return run.requested_by === me ? 'You' : (run.requested_by_name ?? askers.person);
}

/** How far a running job is, as a bar with words, and how long it still takes. */
export function RunProgress({ run }: { run: JobRun }) {
  if (run.status !== 'running' || !run.phase) return null;
  const left = timeLeft(run, Date.now());
  return (
    <span className="inline-flex items-center gap-2 text-small text-quiet">
      {run.total && <ProgressBar name={run.phase} share={(run.done ?? 0) / run.total} />}
      {run.phase}
      {left !== null && `, ${format.duration(left)} left`}
    </span>
  );
}

/** A share of 1 as a bar. */
export function ProgressBar({ name, share }: { name: string; share: number }) {
  return (
    <progress
      aria-label={name}
      value={share}
      max={1}
      className="h-1 w-16 appearance-none overflow-hidden rounded-full bg-line accent-running [&::-moz-progress-bar]:bg-running [&::-webkit-progress-bar]:bg-line [&::-webkit-progress-value]:bg-running"
    />
  );
}

/** What a run did, in its own words, or why it failed; of one that was put off, until when. */
export function outcomeOf(run: JobRun): string | null {
  if (run.status === 'queued' && run.starts_at && new Date(run.starts_at) > new Date()) {
    return `Put off until ${format.moment(run.starts_at)}.`;
  }
  if (run.error_message) return run.error_message;
  const output = run.output as { message?: unknown } | null;
  return typeof output?.message === 'string' ? output.message : null;
}
