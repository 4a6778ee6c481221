import type { CronRuns, Recurrence } from './recurrence.ts';

/** A moment at which the clocks of a time zone are put forward or back. */
export interface ClockChange {
  at: Date;
  /** Minutes east of UTC before and after it. */
  before: number;
  after: number;
}

/** What a clock change does to a run. */
export interface ClockEffect {
  at: Date;
  effect: 'moved' | 'skipped' | 'doubled';
  /** What happens, as a sentence. */
  message: string;
}

const minute = 60_000;
const day = 24 * 60 * minute;
/** Runs are looked at so long before and after a change: longer than any clock change. */
const around = 4 * 60 * minute;

/** The clock changes of a time zone after `from` and before `until`, to the minute. */
export function clockChanges(timeZone: string, from: Date, until: Date): ClockChange[] {
  const offset = offsetsOf(timeZone);
  const changes: ClockChange[] = [];
  for (let start = from.getTime(); start < until.getTime(); start += day) {
    let low = start;
    let high = start + day;
    const [before, after] = [offset(low), offset(high)];
    if (before === after) continue;
    while (high - low > minute) {
      const middle = low + Math.floor((high - low) / 2 / minute) * minute;
      if (offset(middle) === before) low = middle;
      else high = middle;
    }
    changes.push({ at: new Date(Math.floor(high / minute) * minute), before, after });
  }
  return changes;
}

/**
 * What the clock changes of the year after `from` do to a schedule's runs: a time of day that the clocks leave out is
 * moved or skipped, one that they show twice may run twice. A schedule that comes every hour or more often keeps its
 * distances, and has none; an interval of whole days moves by the clock.
 */
export function clockEffects(
  recurrence: Recurrence,
  from: Date,
  cronRuns: CronRuns,
): ClockEffect[] {
  const { timeZone } = recurrence;
  const until = new Date(from.getTime() + 366 * day);
  return clockChanges(timeZone, from, until).flatMap((change) => {
    const said = `On ${dateOf(change.at, timeZone)} the clocks of ${timeZone} go ${change.after > change.before ? 'forward' : 'back'}`;
    return recurrence.cron === null
      ? ofInterval(recurrence, change, said)
      : ofCron({ ...recurrence, cron: recurrence.cron }, change, said, cronRuns);
  });
}

function ofInterval({ everyMinutes }: Recurrence, change: ClockChange, said: string) {
  if (everyMinutes === null || everyMinutes % (24 * 60) !== 0) return [];
  const by = Math.abs(change.after - change.before);
  const later = change.after > change.before ? 'later' : 'earlier';
  const message = `${said}: from then on it comes ${by} minutes ${later} by the clock.`;
  return [{ at: change.at, effect: 'moved' as const, message }];
}

function ofCron(
  recurrence: Recurrence & { cron: string },
  change: ClockChange,
  said: string,
  cronRuns: CronRuns,
): ClockEffect[] {
  const { at, before, after } = change;
  const runs = (zone: string, middle: number) =>
    new Set(runsBetween(cronRuns, recurrence.cron, zone, middle - around, middle + around));
  const real = runs(recurrence.timeZone, at.getTime());
  // Read in UTC, the expression gives what the clocks on the wall would show if they never changed.
  const shown = runs('UTC', at.getTime() + Math.min(before, after) * minute);
  const changed = Math.abs(after - before) * minute;
  const start = at.getTime() + Math.min(before, after) * minute;
  const affected = [...shown].filter((time) => time >= start && time < start + changed);
  return affected.flatMap((time): ClockEffect[] => {
    const [first, second] = [time - before * minute, time - after * minute];
    const run = `the run of ${clockOf(time)}`;
    if (after > before) {
      // It would come at another slot of its own: the distances stay as they are.
      if (shown.has(time + changed)) return [];
      return real.has(first)
        ? [
            {
              at,
              effect: 'moved',
              message: `${said}: ${run} comes at ${clockOf(time + changed)}.`,
            },
          ]
        : [{ at, effect: 'skipped', message: `${said}: ${run} is left out.` }];
    }
    if (shown.has(time + changed) && shown.has(time - changed)) return [];
    if (real.has(first) && real.has(second)) {
      return [{ at, effect: 'doubled', message: `${said}: ${run} comes twice.` }];
    }
    if (real.has(first) || real.has(second)) return [];
    return [{ at, effect: 'skipped', message: `${said}: ${run} is left out.` }];
  });
}

/** The moments of a cron expression in a span of time. Few are asked for at first: most schedules come rarely. */
function runsBetween(
  cronRuns: CronRuns,
  cron: string,
  timeZone: string,
  from: number,
  until: number,
): number[] {
  for (let count = 2; ; count *= 8) {
    const runs = cronRuns(cron, timeZone, new Date(from), count).map((run) => run.getTime());
    if (runs.length < count || (runs.at(-1) ?? until) >= until) {
      return runs.filter((run) => run < until);
    }
  }
}

/** Minutes east of UTC at a moment. */
function offsetsOf(timeZone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  return (at) => {
    const parts = Object.fromEntries(
      format.formatToParts(at).map(({ type, value }) => [type, Number(value)]),
    );
    const { year = 0, month = 1, day: date = 1, hour = 0, minute: minutes = 0 } = parts;
    const shown = Date.UTC(year, month - 1, date, hour, minutes);
    return (shown - Math.floor(at / minute) * minute) / minute;
  };
}

function dateOf(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone, dateStyle: 'long' }).format(at);
}

/** A time of day as the clock on the wall shows it, given as if that were UTC. */
function clockOf(wall: number): string {
  return new Date(wall).toISOString().slice(11, 16);
}
