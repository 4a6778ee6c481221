import * as format from '../../services/format.ts';
import type { JobSummary } from '../../services/types.ts';
import { Figure, Figures } from '../Figure.tsx';

/** The share of runs that should end well, in percent. */
const target = 95;

/** How the jobs of the last days went, and the way to the runs that wait for a decision. */
export function Summary(props: {
  summary: JobSummary;
  /** How many runs of the reader's, of whenever, failed for good; null where that is not known yet. */
  deadLetters: number | null;
  /** Shows these. */
  onDeadLetters: () => void;
}) {
  const { summary, deadLetters, onDeadLetters } = props;
  const { success_rate: rate, avg_duration_seconds: average, days_back: days } = summary;
  const met = rate === null || rate >= target;
  return (
    <Figures label={`Jobs of the last ${days} days`}>
      <Figure
        name={`Success, ${days} days`}
        value={
          <span className={rate === null ? '' : met ? 'text-good' : 'text-bad'}>
            {rate === null ? 'no runs yet' : `${rate}%`}
          </span>
        }
        note={rate !== null && `${met ? 'meets' : 'misses'} the target of ${target}%`}
        why={
          <p>
            {format.count(summary.successful_jobs)} completed of{' '}
            {format.count(summary.successful_jobs + summary.failed_jobs)} that ended in the last{' '}
            {days} days. Cancelled runs count on neither side.
          </p>
        }
      />
      <Figure name="Runs, everybody’s" value={format.count(summary.total_jobs)} />
      <Figure
        name="Failed"
        value={format.count(summary.failed_jobs)}
        note={
          deadLetters ? (
            <button type="button" className="link" onClick={onDeadLetters}>
              {format.plural(deadLetters, 'dead letter')}
            </button>
          ) : (
            deadLetters === 0 && 'no dead letters'
          )
        }
        why={
          <p>
            Of the last {days} days. A run that failed for good is a dead letter until it is tried
            again, perhaps with another input, or discarded for a reason.
          </p>
        }
      />
      <Figure name="Running" value={format.count(summary.running_jobs)} />
      <Figure
        name="Average time"
        value={average === null ? 'none yet' : format.duration(average * 1000)}
      />
    </Figures>
  );
}
