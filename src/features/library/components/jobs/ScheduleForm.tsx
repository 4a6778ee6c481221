import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type FormEvent, useId, useState } from 'react';
import { api } from '../../services/api.ts';
import * as format from '../../services/format.ts';
import type { JobSchedule, ScheduleChange, SchedulePreview } from '../../services/types.ts';

const units = { minutes: 1, hours: 60, days: 24 * 60 } as const;
type Unit = keyof typeof units;

/** Edits when a schedule comes, and shows the next five runs of what stands in the form before it is saved. */
export function ScheduleForm(props: {
  schedule: JobSchedule;
  save: (change: ScheduleChange) => Promise<unknown>;
  onDone: () => void;
}) {
  const { schedule, save, onDone } = props;
  const [kind, setKind] = useState<'cron' | 'interval'>(
    schedule.cron === null ? 'interval' : 'cron',
  );
  const [cron, setCron] = useState(schedule.cron ?? '0 2 * * *');
  const [timeZone, setTimeZone] = useState(schedule.time_zone);
  const [interval, setInterval] = useState(() => intervalOf(schedule.every_minutes ?? 36 * 60));
  const [missed, setMissed] = useState(schedule.missed);
  const [refusal, setRefusal] = useState<string | null>(null);
  const name = useId();
  const when =
    kind === 'cron'
      ? { cron, time_zone: timeZone }
      : { every_minutes: interval.every * units[interval.unit], time_zone: timeZone };
  const complete = kind === 'cron' ? cron.trim() !== '' : interval.every > 0;
  const preview = useQuery({
    queryKey: ['jobs', 'schedule preview', when],
    queryFn: () => api.previewSchedule(when),
    placeholderData: keepPreviousData,
    retry: false,
    // Each letter typed would be asked about; what cannot be read is told when it is saved.
    enabled: complete && (kind === 'interval' || /^(\S+\s+){4}[\w*/,-]+$/.test(cron.trim())),
  });
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    try {
      await save({ ...when, missed });
      onDone();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form className="mt-2 grid gap-2" onSubmit={submit}>
      <fieldset className="flex flex-wrap gap-x-4 gap-y-1">
        <legend className="sr-only">How it comes</legend>
        {(['cron', 'interval'] as const).map((choice) => (
          <label key={choice} className="flex min-h-6 items-center gap-1.5">
            <input
              type="radio"
              name={name}
              checked={kind === choice}
              onChange={() => setKind(choice)}
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
              onChange={(event) => setCron(event.target.value)}
              className="field code w-44"
            />
          </label>
        ) : (
          <>
            <label className="grid gap-0.5 text-small text-quiet">
              Every
              <input
                type="number"
                required
                min={1}
                step={1}
                value={interval.every || ''}
                onChange={(event) =>
                  setInterval({ ...interval, every: Number(event.target.value) })
                }
                className="field w-20"
              />
            </label>
            <label className="grid gap-0.5 text-small text-quiet">
              Unit
              <select
                value={interval.unit}
                onChange={(event) => setInterval({ ...interval, unit: event.target.value as Unit })}
                className="field"
              >
                {Object.keys(units).map((unit) => (
                  <option key={unit}>{unit}</option>
                ))}
              </select>
            </label>
          </>
        )}
        <label className="grid gap-0.5 text-small text-quiet">
          Time zone
          <input
            required
            value={timeZone}
            onChange={(event) => setTimeZone(event.target.value)}
            className="field w-48"
          />
        </label>
        <label className="grid gap-0.5 text-small text-quiet">
          Runs missed while the server was down
          <select
            value={missed}
            onChange={(event) => setMissed(event.target.value as 'skip' | 'once')}
            className="field"
          >
            <option value="once">make up for the last one</option>
            <option value="skip">leave out</option>
          </select>
        </label>
        <button type="submit" className="button-primary">
          Save
        </button>
        <button type="button" className="button" onClick={onDone}>
          Cancel
        </button>
      </div>
      {refusal && (
        <p role="alert" className="text-bad">
          {refusal}
        </p>
      )}
      {preview.data && !preview.error && <ComingRuns runs={preview.data} shown={5} />}
    </form>
  );
}

/** The runs to come, and what clock changes do to them. */
export function ComingRuns({ runs, shown }: { runs: SchedulePreview; shown: number }) {
  const [next, ...later] = runs.next_runs.slice(0, shown);
  if (!next) return null;
  return (
    <div className="text-small text-quiet">
      <p>
        Next <time dateTime={next}>{format.moment(next)}</time>
        {later.length > 0 && `, then ${later.map((run) => format.moment(run)).join('; ')}`}
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
function intervalOf(minutes: number): { every: number; unit: Unit } {
  const unit = (['days', 'hours'] as const).find((larger) => minutes % units[larger] === 0);
  return unit ? { every: minutes / units[unit], unit } : { every: minutes, unit: 'minutes' };
}
