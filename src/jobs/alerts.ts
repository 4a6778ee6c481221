import type { JobHealth } from '../contract/job-manager.ts';
import type { JobSchedule } from '../contract/schedules.ts';

/** Something an administrator should look at. One of a rule and subject stands at a time. */
export interface Alert {
  rule: 'success rate' | 'depth' | 'age' | 'stalls' | 'missed schedule';
  /** The queue or schedule it is about; `all` for all of them. */
  subject: string;
  message: string;
}

/** When something is worth an alert. */
export const limits = {
  /** Least share of runs of the last 24 hours that end well, in percent, once so many have ended. */
  successRate: 95,
  endedAtLeast: 10,
  /** Most jobs of a queue that are ready and wait. */
  depth: 1_000,
  /** Longest one of them has waited, in seconds. */
  ageSeconds: 15 * 60,
  /** Attempts lost in the last hour. */
  stalls: 3,
  /** How late a scheduled run may be, in milliseconds. */
  lateMs: 10 * 60_000,
} as const;

/** What the rules look at. */
export interface Observed {
  health: Pick<JobHealth, 'windows' | 'queues'>;
  /** Attempts whose worker fell silent in the last hour. */
  lostLastHour: number;
  schedules: readonly (Pick<JobSchedule, 'id' | 'title' | 'enabled'> & {
    /** Its next slot, or the one no worker has fired yet. */
    due: Date | null;
  })[];
  now: Date;
}

/** Every alert that should stand, by the limits. */
export function alertsOf({ health, lostLastHour, schedules, now }: Observed): Alert[] {
  const alerts: Alert[] = [];
  const day = health.windows['24h'];
  if (
    day.success_rate !== null &&
    day.ended >= limits.endedAtLeast &&
    day.success_rate < limits.successRate
  ) {
    alerts.push({
      rule: 'success rate',
      subject: 'all',
      message: `Only ${day.success_rate}% of the ${day.ended} runs of the last 24 hours ended well; the target is ${limits.successRate}%.`,
    });
  }
  for (const queue of health.queues) {
    if (queue.ready > limits.depth) {
      const message = `${queue.ready} jobs wait in "${queue.title}"; more than ${limits.depth} is too many. Start more workers, or see why they are slow.`;
      alerts.push({ rule: 'depth', subject: queue.name, message });
    }
    const age = queue.oldest_seconds ?? 0;
    if (!queue.paused && age > limits.ageSeconds) {
      const message = `A job has waited for ${Math.round(age / 60)} minutes in "${queue.title}". See whether a worker is alive.`;
      alerts.push({ rule: 'age', subject: queue.name, message });
    }
  }
  if (lostLastHour >= limits.stalls) {
    const message = `${lostLastHour} attempts lost their worker in the last hour. See why workers end.`;
    alerts.push({ rule: 'stalls', subject: 'all', message });
  }
  for (const { id, title, enabled, due } of schedules) {
    if (!enabled || due === null || now.getTime() - due.getTime() <= limits.lateMs) continue;
    const message = `"${title}" was due at ${due.toISOString()} and has not run. See whether a worker is alive.`;
    alerts.push({ rule: 'missed schedule', subject: id, message });
  }
  return alerts;
}
