import { Trash2 } from 'lucide-react';
import * as format from '../../services/format.ts';
import type { ReportSchedule } from '../../services/types.ts';
import { formats } from './ReportForm.tsx';

/** Reports that are made by themselves, and when next. */
export function ReportSchedules(props: {
  schedules: readonly ReportSchedule[];
  admin: boolean;
  onSwitch: (schedule: ReportSchedule, enabled: boolean) => unknown;
  onRemove: (schedule: ReportSchedule) => unknown;
}) {
  return (
    <section aria-label="Made regularly" className="card">
      <h2 className="heading border-b border-line px-3 py-2">Made regularly</h2>
      <ul>
        {props.schedules.map((schedule) => {
          const { id, title, own, enabled, cron, every_minutes, time_zone, next_runs } = schedule;
          const mine = own || props.admin;
          const [next] = next_runs;
          return (
            <li
              key={id}
              className="flex flex-wrap items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2 last:border-b-0"
            >
              <div className="min-w-0 flex-1 basis-64">
                <p className="font-medium">
                  {title} <span className="text-quiet">{formats[schedule.request.format]}</span>
                </p>
                <p className="text-small text-quiet">
                  {next ? (
                    <>
                      Next <time dateTime={next}>{format.moment(next)}</time>,{' '}
                    </>
                  ) : (
                    'Switched off, '
                  )}
                  <span className="code">{cron ?? `every ${every_minutes} minutes`}</span> in{' '}
                  {time_zone}
                </p>
              </div>
              {mine && (
                <>
                  <button
                    type="button"
                    className="button"
                    aria-label={`${enabled ? 'Switch off' : 'Switch on'}: ${title}`}
                    onClick={() => void props.onSwitch(schedule, !enabled)}
                  >
                    {enabled ? 'Switch off' : 'Switch on'}
                  </button>
                  <button
                    type="button"
                    className="icon-button"
                    aria-label={`Remove the schedule: ${title}`}
                    onClick={() => void props.onRemove(schedule)}
                  >
                    <Trash2 size={14} aria-hidden />
                  </button>
                </>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}
