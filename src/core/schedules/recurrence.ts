/** When a schedule comes: by a cron expression in a time zone, or so often in real time. */
export interface Recurrence {
  cron: string | null;
  /** Minutes between two runs, where there is no `cron`. */
  everyMinutes: number | null;
  /** The moment intervals are counted from. */
  startsAt: Date;
  /** IANA name of the zone `cron` is read in. */
  timeZone: string;
}

/**
 * The next moments of a cron expression after `from`; fewer where there are no more.
 * @throws what says why the expression or the zone cannot be read.
 */
export type CronRuns = (cron: string, timeZone: string, from: Date, count: number) => Date[];

/** The next `count` moments of a recurrence after `from`. */
export function upcoming(
  { cron, everyMinutes, startsAt, timeZone }: Recurrence,
  from: Date,
  count: number,
  cronRuns: CronRuns,
): Date[] {
  if (cron !== null) return cronRuns(cron, timeZone, from, count);
  if (everyMinutes === null) return [];
  const interval = everyMinutes * 60_000;
  const passed = Math.floor((from.getTime() - startsAt.getTime()) / interval);
  const first = Math.max(0, passed + 1);
  return Array.from(
    { length: count },
    (_, at) => new Date(startsAt.getTime() + (first + at) * interval),
  );
}

/**
 * Whether a slot that was due at `due` is fired at `now`. One that is late by more than `grace` milliseconds was missed:
 * `once` makes up for the last one missed, `skip` for none, unless a later slot is due within `grace`.
 */
export function isFired(
  recurrence: Recurrence,
  { missed, due, now, grace }: { missed: 'skip' | 'once'; due: Date; now: Date; grace: number },
  cronRuns: CronRuns,
): boolean {
  if (missed === 'once' || now.getTime() - due.getTime() <= grace) return true;
  const [latest] = upcoming(recurrence, new Date(now.getTime() - grace - 1), 1, cronRuns);
  return latest !== undefined && latest <= now;
}
