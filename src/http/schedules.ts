import { PublicError } from '../contract/errors.ts';
import { type CronRuns, clockEffects, type Recurrence, upcoming } from '../core/schedules/index.ts';
import type { ScheduleRow } from '../database/queries/jobs/schedules.ts';

/** What routes need to know of schedules from whoever runs them. */
export interface Schedules {
  /** Time zone of the schedules that name none. */
  timeZone: string;
  preview: CronRuns;
}

/** Runs shown ahead of each schedule. */
const shownRuns = 5;

/** When a schedule comes, as it is stored or asked for. */
type When = Partial<Pick<ScheduleRow, 'cron' | 'every_minutes' | 'time_zone' | 'starts_at'>>;

/** The next five runs of a schedule, and what the clock changes of the coming year do to it. */
export function comingRuns(when: When, { timeZone, preview }: Schedules, now: Date) {
  const recurrence = recurrenceOf(when, timeZone, now);
  return {
    next_runs: upcoming(recurrence, now, shownRuns, preview).map((run) => run.toISOString()),
    clock_changes: clockEffects(recurrence, now, preview).map((effect) => ({
      ...effect,
      at: effect.at.toISOString(),
    })),
  };
}

/**
 * Refuses a schedule that could never come.
 * @throws {PublicError} `invalid_input`, with the field at fault: `time_zone` or `cron`.
 */
export function refuseUnreadable(when: When, { timeZone, preview }: Schedules, now: Date): void {
  const attempt = (cron: string, zone: string) => {
    try {
      return preview(cron, zone, now, 1).length > 0 ? null : 'it never comes';
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };
  const everyMinute = '* * * * *';
  const { cron, time_zone: zone } = when;
  if (zone && attempt(everyMinute, zone) !== null) {
    const message = `time_zone: "${zone}" is not an IANA time zone, such as Europe/Berlin.`;
    throw new PublicError('invalid_input', message, { field: 'time_zone' });
  }
  if (!cron) return;
  const reason =
    cron.trim().split(/\s+/).length === 5
      ? attempt(cron, zone ?? timeZone)
      : 'it has not five parts';
  if (reason !== null) {
    const message = `cron: "${cron}" cannot be used: ${reason}. Write it as "minute hour day month weekday", such as "0 2 * * *".`;
    throw new PublicError('invalid_input', message, { field: 'cron' });
  }
}

function recurrenceOf(when: When, timeZone: string, now: Date): Recurrence {
  return {
    cron: when.cron ?? null,
    everyMinutes: when.every_minutes ?? null,
    startsAt: when.starts_at === undefined ? now : new Date(when.starts_at),
    timeZone: when.time_zone ?? timeZone,
  };
}
