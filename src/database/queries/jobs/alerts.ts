import { sql } from 'kysely';
import type { JobHealth } from '../../../contract/job-manager.ts';
import type { Tx } from '../../database.ts';

/** For how long an alert that was resolved is not raised again. */
const cooldown = '15 minutes';

/** Any number, the same in every Ratebook: one process looks after the alerts at a time. */
const alertLock = 7_283_746_505;

/**
 * Holds the alerts for this transaction: gives the moment they are looked at, `at` or the database's; null where another
 * process is at it.
 */
export async function holdAlerts(tx: Tx, at: Date | null): Promise<Date | null> {
  const { rows } = await sql<{ free: boolean; moment: string }>`
    select pg_try_advisory_xact_lock(${alertLock}) as free,
      coalesce(${at}::timestamptz, now()) as moment`.execute(tx);
  const [row] = rows;
  return row?.free ? new Date(row.moment) : null;
}

/** Raises the alerts that should stand at `now` and don't, and resolves those that stand and shouldn't. */
export async function settleAlerts(
  tx: Tx,
  wanted: readonly { rule: string; subject: string; message: string }[],
  now: Date,
): Promise<void> {
  const { rows: standing } = await sql<Alert>`
    select rule, subject from public.job_alerts where resolved_at is null`.execute(tx);
  // Nothing changes: then no page is told to look again, as it is by a statement that changes no row.
  if (sameAlerts(standing, wanted)) return;
  const list = JSON.stringify(wanted);
  await sql`
    update public.job_alerts a set resolved_at = ${now}
    where resolved_at is null and not exists (
      select from jsonb_to_recordset(${list}::jsonb) w (rule text, subject text)
      where w.rule = a.rule and w.subject = a.subject)`.execute(tx);
  await sql`
    insert into public.job_alerts (rule, subject, message, raised_at)
    select rule, subject, message, ${now}
    from jsonb_to_recordset(${list}::jsonb) w (rule text, subject text, message text)
    where not exists (
      select from public.job_alerts a where a.rule = w.rule and a.subject = w.subject
        and (a.resolved_at is null or a.resolved_at > ${now}::timestamptz - ${cooldown}::interval))`.execute(
    tx,
  );
}

interface Alert {
  rule: string;
  subject: string;
}

function sameAlerts(some: readonly Alert[], others: readonly Alert[]): boolean {
  const keys = new Set(some.map(({ rule, subject }) => JSON.stringify([rule, subject])));
  return (
    some.length === others.length &&
    others.every(({ rule, subject }) => keys.has(JSON.stringify([rule, subject])))
  );
}

/** The alerts that stand and those resolved in the last week that the reader may see, newest first. */
export async function listAlerts(tx: Tx): Promise<JobHealth['alerts']> {
  const { rows } = await sql<JobHealth['alerts'][number]>`
    select id::int as id, rule, subject, message, raised_at, resolved_at from public.job_alerts
    where resolved_at is null or resolved_at > now() - interval '7 days'
    order by resolved_at nulls first, raised_at desc limit 50`.execute(tx);
  return rows;
}
