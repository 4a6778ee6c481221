import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** A rate as it is written: decimals are exact, as text. */
export interface Period {
  rate: string;
  from: Date;
  /** Null: until further notice. */
  to: Date | null;
}

/** A rate that is there, held until the transaction ends. */
export interface StoredRate {
  id: string;
  resource_id: string;
  rate: string;
  effective_from: string;
  effective_to: string | null;
}

/** A project's rates for a resource that are in force at some moment of [from, to), oldest first, but for `except`. */
export async function ratesWithin(
  tx: Tx,
  projectId: string,
  resourceId: string,
  { from, to }: Pick<Period, 'from' | 'to'>,
  except?: string,
): Promise<StoredRate[]> {
  const { rows } = await sql<StoredRate>`
    select id, resource_id, trim_scale(rate)::text as rate, effective_from, effective_to from public.project_rates
    where project_id = ${projectId} and resource_id = ${resourceId} and id is distinct from ${except ?? null}::uuid
      and tstzrange(effective_from, effective_to) && tstzrange(${from}::timestamptz, ${to}::timestamptz)
    order by effective_from for update`.execute(tx);
  return rows;
}

/** One rate of a project, held until the transaction ends; null where there is none. */
export async function findRate(
  tx: Tx,
  projectId: string,
  rateId: string,
): Promise<StoredRate | null> {
  const { rows } = await sql<StoredRate>`
    select id, resource_id, trim_scale(rate)::text as rate, effective_from, effective_to from public.project_rates
    where project_id = ${projectId} and id = ${rateId} for update`.execute(tx);
  return rows[0] ?? null;
}

/** Adds a rate and gives its id. Row-level security refuses those who may not. */
export async function insertRate(
  tx: Tx,
  projectId: string,
  resourceId: string,
  { rate, from, to }: Period,
): Promise<string> {
  const { rows } = await sql<{ id: string }>`
    insert into public.project_rates (project_id, resource_id, rate, effective_from, effective_to)
    values (${projectId}, ${resourceId}, ${rate}::numeric, ${from}, ${to}) returning id`.execute(
    tx,
  );
  return rows[0]?.id ?? '';
}

/** Gives a rate another value, or another time it is in force; what is left out stays, to the microsecond. */
export async function updateRate(tx: Tx, id: string, change: Partial<Period>): Promise<void> {
  const { rate, from, to } = change;
  const set = [
    ...(rate === undefined ? [] : [sql`rate = ${rate}::numeric`]),
    ...(from === undefined ? [] : [sql`effective_from = ${from}`]),
    ...(to === undefined ? [] : [sql`effective_to = ${to}`]),
  ];
  if (set.length === 0) return;
  await sql`update public.project_rates set ${sql.join(set)} where id = ${id}`.execute(tx);
}

/** Removes a rate, as one that was never in force. Its audit stays. */
export async function deleteRate(tx: Tx, id: string): Promise<void> {
  await sql`delete from public.project_rates where id = ${id}`.execute(tx);
}
