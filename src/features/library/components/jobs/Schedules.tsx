import { Pencil, Play } from 'lucide-react';
import { Switch } from 'radix-ui';
import { type FormEvent, useState } from 'react';
import { cronInWords } from '../../services/cron.ts';
import * as format from '../../services/format.ts';
import type { JobSchedule } from '../../services/types.ts';
import { RunStatus } from './RunStatus.tsx';

/** What may be done with the schedules; absent for those who may only look. */
export interface ScheduleActions {
  change(
    id: string,
    change: { enabled?: boolean; cron?: string; time_zone?: string },
  ): Promise<unknown>;
  run(jobName: string, title: string): Promise<unknown>;
}

/** The schedules with their next runs. */
export function Schedules(props: { schedules: readonly JobSchedule[]; actions?: ScheduleActions }) {
  return (
    <section aria-labelledby="schedules" className="card">
      <h2 id="schedules" className="heading flex h-10 items-center border-b border-line px-3">
        Schedules
        {!props.actions && (
          <span className="ml-2 font-normal text-quiet">Administrators change and start them.</span>
        )}
      </h2>
      <ul>
        {props.schedules.map((schedule) => (
          <li key={schedule.id} className="border-b border-line px-3 py-2.5 last:border-b-0">
            <Schedule schedule={schedule} {...(props.actions && { actions: props.actions })} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Schedule({ schedule, actions }: { schedule: JobSchedule; actions?: ScheduleActions }) {
  const [editing, setEditing] = useState(false);
  const [starting, setStarting] = useState(false);
  const [next, ...later] = schedule.next_runs;
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{schedule.title}</p>
        <p className="text-quiet">
          {cronInWords(schedule.cron)}, {schedule.time_zone}{' '}
          <span className="code whitespace-nowrap">({schedule.cron})</span>
        </p>
        <p className="text-small text-quiet">
          {next ? (
            <>
              Next <time dateTime={next}>{format.moment(next)}</time>
              {later.length > 0 && (
                <span className="max-md:hidden">
                  , then{' '}
                  {later
                    .slice(0, 2)
                    .map((moment) => format.moment(moment))
                    .join('; ')}
                </span>
              )}
            </>
          ) : (
            'Switched off'
          )}
        </p>
        {editing && actions && (
          <EditForm schedule={schedule} actions={actions} onDone={() => setEditing(false)} />
        )}
      </div>
      <div className="flex flex-wrap items-center gap-3">
        {schedule.last_run && (
          <span className="text-small max-sm:basis-full">
            <RunStatus status={schedule.last_run.status} />{' '}
            <span className="text-quiet">{format.ago(schedule.last_run.queued_at)}</span>
          </span>
        )}
        {actions && (
          <>
            <button
              type="button"
              className="icon-button"
              aria-label={`Edit the schedule of ${schedule.title}`}
              onClick={() => setEditing(!editing)}
            >
              <Pencil size={14} aria-hidden />
            </button>
            <Switch.Root
              checked={schedule.enabled}
              onCheckedChange={(enabled) => {
                // Where it is refused, the page says so, and the switch stays as it was.
                actions.change(schedule.id, { enabled }).catch(() => {});
              }}
              aria-label={`${schedule.title} runs by itself`}
              className="relative h-6 w-10 rounded-full border border-strong-line bg-hover data-[state=checked]:border-accent data-[state=checked]:bg-accent"
            >
              <Switch.Thumb className="block size-4 translate-x-1 rounded-full bg-quiet transition-transform data-[state=checked]:translate-x-[1.125rem] data-[state=checked]:bg-on-accent" />
            </Switch.Root>
            <button
              type="button"
              className="button"
              aria-label={`Run now: ${schedule.title}`}
              disabled={starting}
              onClick={async () => {
                setStarting(true);
                await actions.run(schedule.job_name, schedule.title);
                setStarting(false);
              }}
            >
              <Play size={13} aria-hidden />
              Run now
            </button>
          </>
        )}
      </div>
    </div>
  );
}

function EditForm(props: { schedule: JobSchedule; actions: ScheduleActions; onDone: () => void }) {
  const { schedule, actions, onDone } = props;
  const [refusal, setRefusal] = useState<string | null>(null);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    try {
      await actions.change(schedule.id, {
        cron: String(form.get('cron')),
        time_zone: String(form.get('time_zone')),
      });
      onDone();
    } catch (error) {
      setRefusal(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <form className="mt-2 flex flex-wrap items-end gap-2" onSubmit={submit}>
      <label className="grid gap-0.5 text-small text-quiet">
        Cron: minute hour day month weekday
        <input name="cron" required defaultValue={schedule.cron} className="field code w-44" />
      </label>
      <label className="grid gap-0.5 text-small text-quiet">
        Time zone
        <input name="time_zone" required defaultValue={schedule.time_zone} className="field w-48" />
      </label>
      <button type="submit" className="button-primary">
        Save
      </button>
      <button type="button" className="button" onClick={onDone}>
        Cancel
      </button>
      {refusal && (
        <p role="alert" className="basis-full text-bad">
          {refusal}
        </p>
      )}
    </form>
  );
}
