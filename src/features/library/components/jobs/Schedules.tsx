import { Pencil, Play, Plus, Trash2 } from 'lucide-react';
import { Switch } from 'radix-ui';
import { useRef, useState } from 'react';
import { scheduleInWords } from '../../services/cron.ts';
import * as format from '../../services/format.ts';
import type { JobSchedule, NewScheduleInput, ScheduleChange } from '../../services/types.ts';
import { FormDialog } from './FormDialog.tsx';
import { NewSchedule } from './NewSchedule.tsx';
import { RunStatus } from './RunStatus.tsx';
import { ScheduleForm } from './ScheduleForm.tsx';
import { ComingRuns } from './ScheduleTimes.tsx';

/** What may be done with the schedules; absent for those who may only look. */
export interface ScheduleActions {
  change(id: string, change: ScheduleChange): Promise<unknown>;
  run(id: string, title: string): Promise<unknown>;
  make(schedule: NewScheduleInput): Promise<unknown>;
  remove(id: string): Promise<unknown>;
}

/** The schedules with their next runs. */
export function Schedules(props: { schedules: readonly JobSchedule[]; actions?: ScheduleActions }) {
  const { actions } = props;
  const [making, setMaking] = useState(false);
  return (
    <section aria-labelledby="schedules" className="card">
      <div className="flex min-h-10 flex-wrap items-center gap-2 border-b border-line px-3 py-1">
        <h2 id="schedules" className="heading mr-auto">
          Schedules
        </h2>
        {actions ? (
          <button
            type="button"
            className="button"
            aria-expanded={making}
            onClick={() => setMaking(!making)}
          >
            <Plus size={14} aria-hidden />
            New schedule
          </button>
        ) : (
          <span className="text-quiet">Administrators change and start them.</span>
        )}
      </div>
      {actions && making && <NewSchedule make={actions.make} onDone={() => setMaking(false)} />}
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
  const edit = useRef<HTMLButtonElement>(null);
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
        {Object.keys(schedule.input).length > 0 && (
          <p className="code truncate text-quiet" title={JSON.stringify(schedule.input)}>
            {JSON.stringify(schedule.input)}
          </p>
        )}
        {schedule.enabled ? (
          !editing && <ComingRuns runs={schedule} shown={3} timeZone={schedule.time_zone} />
        ) : (
          <p className="text-small text-quiet">Switched off</p>
        )}
        {editing && actions && (
          <ScheduleForm
            schedule={schedule}
            save={(change) => actions.change(schedule.id, change)}
            onDone={() => {
              setEditing(false);
              // What had the focus is gone: back to where it came from.
              edit.current?.focus();
            }}
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
              ref={edit}
              type="button"
              className="icon-button"
              aria-label={`Edit the schedule of ${schedule.title}`}
              onClick={() => setEditing(!editing)}
            >
              <Pencil size={14} aria-hidden />
            </button>
            {!schedule.built_in && (
              <RemoveSchedule schedule={schedule} onRemove={() => actions.remove(schedule.id)} />
            )}
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

/** Asks first, since a schedule that is gone is not to be had back. */
function RemoveSchedule(props: { schedule: JobSchedule; onRemove: () => Promise<unknown> }) {
  const { schedule } = props;
  return (
    <FormDialog
      title="Delete this schedule?"
      submit="Delete the schedule"
      label={`Delete the schedule of ${schedule.title}`}
      trigger={<Trash2 size={14} aria-hidden />}
      onSubmit={props.onRemove}
    >
      <p className="text-quiet">
        {schedule.title}, {scheduleInWords(schedule).toLowerCase()}: it will not run by itself any
        more. The runs it has had stay. This cannot be undone.
      </p>
    </FormDialog>
  );
}
