import type { Database } from '../database/database.ts';
import { service } from '../database/identity.ts';
import { holdAlerts, settleAlerts } from '../database/queries/jobs/alerts.ts';
import { countLost, getHealth } from '../database/queries/jobs/health.ts';
import { jobTitle } from '../database/queries/jobs/list-runs.ts';
import { listSchedules } from '../database/queries/jobs/schedules.ts';
import { alertsOf } from './alerts.ts';

/**
 * Raises the alerts that should stand and don't, and resolves those that stand and shouldn't; does nothing while another
 * process is at it. How things stand is told by the database's clock, which all processes share, unless `at` is given.
 */
export async function lookForAlerts(database: Database, at: Date | null = null): Promise<void> {
  await database.as(service, async (tx) => {
    const now = await holdAlerts(tx, at);
    if (now === null) return;
    const health = await getHealth(tx, now);
    const lostLastHour = await countLost(tx, now);
    const schedules = (await listSchedules(tx)).map(({ id, job_name, enabled, due_at }) => ({
      id,
      title: jobTitle(job_name),
      enabled,
      due: due_at === null ? null : new Date(due_at),
    }));
    await settleAlerts(tx, alertsOf({ health, lostLastHour, schedules, now }), now);
  });
}
