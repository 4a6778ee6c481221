import { Pencil, Play } from 'lucide-react';
import { Switch } from 'radix-ui';
import { useState } from 'react';
import { scheduleInWords } from '../../services/cron.ts';
import * as format from '../../services/format.ts';
import type { JobSchedule, ScheduleChange } from '../../services/types.ts';
import { RunStatus } from './RunStatus.tsx';
import { ComingRuns, ScheduleForm } from './ScheduleForm.tsx';

/** What may be done with the schedules; absent for those who may only look. */
export interface ScheduleActions {
  change(id: string, change: ScheduleChange): Promise<unknown>;
  run(id: string, title: string): Promise<unknown>;
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
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 basis-64">
        <p className="font-medium">{schedule.title}</p>
        <p className="text-quiet">
          {scheduleInWords(schedule)}
          {schedule.cron !== null && (
            <>
              , {schedule.time_zone}{' '}
              <span className="code whitespace-nowrap">({schedule.cron})</span>
            </>
          )}
          {schedule.missed === 'skip' ? '; what was missed is left out' : ''}
        </p>
        {schedule.enabled ? (
          !editing && <ComingRuns runs={schedule} shown={3} />
        ) : (
          <p className="text-small text-quiet">Switched off</p>
        )}
        {editing && actions && (
          <ScheduleForm
            schedule={schedule}
            save={(change) => actions.change(schedule.id, change)}
            onDone={() => setEditing(false)}
          />
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
                await actions.run(schedule.id, schedule.title);
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
