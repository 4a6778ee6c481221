import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useId } from 'react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { JobSchedule, SchedulePreview } from '../../services/types.ts';
import { FieldRefusal, type Refusal, refusedBy } from '../FieldRefusal.tsx';

const units = { minutes: 1, hours: 60, days: 24 * 60 } as const;
type Unit = keyof typeof units;

/** When a schedule comes, as it stands in a form. */
export interface Times {
  kind: 'cron' | 'interval';
  cron: string;
  timeZone: string;
  every: number;
  unit: Unit;
  missed: 'skip' | 'once';
}

/** As a schedule has it. */
export const timesOf = (schedule: JobSchedule): Times => ({
  kind: schedule.cron === null ? 'interval' : 'cron',
  cron: schedule.cron ?? '0 2 * * *',
  timeZone: schedule.time_zone,
  ...intervalOf(schedule.every_minutes ?? 36 * 60),
  missed: schedule.missed,
});

/** What the server is told of when it comes. */
export const whenOf = ({ kind, cron, timeZone, every, unit }: Times) => ({
  ...(kind === 'cron' ? { cron } : { every_minutes: every * units[unit] }),
  time_zone: timeZone,
});

/** Chooses when a schedule comes, and shows the next five runs of what stands there. */
export function ScheduleTimes(props: {
  times: Times;
  onChange: (times: Times) => void;
  refusal: Refusal | null;
}) {
  const { times, refusal } = props;
  const change = (some: Partial<Times>) => props.onChange({ ...times, ...some });
  const name = useId();
  const { kind, cron, timeZone, every } = times;
  const complete = kind === 'cron' ? cron.trim() !== '' : every > 0;
  const when = whenOf(times);
  const preview = useQuery({
    queryKey: ['jobs', 'schedule preview', when],
    queryFn: () => api.previewSchedule(when),
    placeholderData: keepPreviousData,
    // Each letter typed would be asked about; what cannot be read is told when it is saved.
    enabled: complete && (kind === 'interval' || /^(\S+\s+){4}[\w*/,-]+$/.test(cron.trim())),
  });
  return (
    <>
      <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
        <legend className="sr-only">How it comes</legend>
        {(['cron', 'interval'] as const).map((choice) => (
          <label key={choice} className="flex min-h-6 items-center gap-1.5">
            <input
              type="radio"
              name={name}
              checked={kind === choice}
              onChange={() => change({ kind: choice })}
            />
            {choice === 'cron' ? 'At set times' : 'In an interval'}
          </label>
        ))}
      </fieldset>
      <div className="flex flex-wrap items-end gap-2">
        {kind === 'cron' ? (
          <label className="grid gap-0.5 text-small text-quiet">
            Cron: minute hour day month weekday
            <input
              required
              value={cron}
              onChange={(event) => change({ cron: event.target.value })}
              className="field code w-44"
              {...refusedBy(refusal, 'cron')}
            />
          </label>
        ) : (
          <Interval times={times} change={change} refusal={refusal} />
        )}
        <label className="grid gap-0.5 text-small text-quiet">
          Time zone
          <input
            required
            value={timeZone}
            onChange={(event) => change({ timeZone: event.target.value })}
            className="field w-48"
            {...refusedBy(refusal, 'time_zone')}
          />
        </label>
        <label className="grid gap-0.5 text-small text-quiet">
          Runs missed while the server was down
          <select
            value={times.missed}
            onChange={(event) => change({ missed: event.target.value as Times['missed'] })}
            className="field"
          >
            <option value="once">make up for the last one</option>
            <option value="skip">leave out</option>
          </select>
        </label>
      </div>
      {['cron', 'every_minutes', 'time_zone'].map((field) => (
        <FieldRefusal key={field} refusal={refusal} field={field} />
      ))}
      {preview.data && !preview.error && (
        <ComingRuns runs={preview.data} shown={5} timeZone={times.timeZone} />
      )}
    </>
  );
}

function Interval(props: {
  times: Times;
  change: (some: Partial<Times>) => void;
  refusal: Refusal | null;
}) {
  const { times, change, refusal } = props;
  return (
    <>
      <label className="grid gap-0.5 text-small text-quiet">
        Every
        <input
          type="number"
          required
          min={1}
          step={1}
          value={times.every || ''}
          onChange={(event) => change({ every: Number(event.target.value) })}
          className="field w-20"
          {...refusedBy(refusal, 'every_minutes')}
        />
      </label>
      <label className="grid gap-0.5 text-small text-quiet">
        Unit
        <select
          value={times.unit}
          onChange={(event) => change({ unit: event.target.value as Unit })}
          className="field"
        >
          {Object.keys(units).map((unit) => (
            <option key={unit}>{unit}</option>
          ))}
        </select>
      </label>
    </>
  );
}

/** The runs to come, by the reader's clock, and what clock changes do to them. */
export function ComingRuns(props: {
  runs: SchedulePreview;
  shown: number;
  /** In which the schedule is written; where the reader's is another, whose these times are is said. */
  timeZone: string;
}) {
  const { runs, shown, timeZone } = props;
  const [next, ...later] = runs.next_runs.slice(0, shown);
  if (!next) return null;
  return (
    <div className="text-small text-quiet">
      <p>
        Next <time dateTime={next}>{format.moment(next)}</time>
        {later.length > 0 && `, then ${later.map((run) => format.moment(run)).join('; ')}`}
        {timeZone !== Intl.DateTimeFormat().resolvedOptions().timeZone && ', in your time'}
      </p>
      {runs.clock_changes.map((change) => (
        <p key={change.at + change.message} className="text-warning">
          {change.message}
        </p>
      ))}
    </div>
  );
}

/** The largest unit a number of minutes is whole in. */
function intervalOf(minutes: number): Pick<Times, 'every' | 'unit'> {
  const unit = (['days', 'hours'] as const).find((larger) => minutes % units[larger] === 0);
  return unit ? { every: minutes / units[unit], unit } : { every: minutes, unit: 'minutes' };
}
