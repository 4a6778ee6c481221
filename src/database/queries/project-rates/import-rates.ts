import { type RawBuilder, sql } from 'kysely';
import type { z } from 'zod';
import type { importedRates } from '../../../contract/project-rates.ts';
import type { Tx } from '../../database.ts';

type Imported = z.infer<typeof importedRates>['rates'][number];

/** Which rates go from where to where, and from when on. */
export interface RateImport {
  from: string;
  to: string;
  at: Date;
  replace: boolean;
}

/** What an import would do, by code. */
export async function planImport(tx: Tx, plan: RateImport): Promise<Imported[]> {
  const { rows } = await sql<Imported>`
    select resource_id, code, name, unit, theirs::float8 as theirs, own::float8 as own,
      catalogue_rate::float8 as catalogue_rate, outcome
    from (${planned(plan)}) planned order by code`.execute(tx);
  return rows;
}

/**
 * Takes the rates over: those in force end at the moment, the new ones begin there and go on until the project's next
 * one begins. One that began at that very moment is given the new value.
 */
export async function takeOverRates(tx: Tx, plan: RateImport): Promise<void> {
  const { to, at } = plan;
  await sql`update public.project_rates o set rate = p.theirs
    from (${planned(plan)}) p
    where p.outcome = 'replaced' and o.id = p.own_id and o.effective_from = ${at}`.execute(tx);
  // What was given the new value just now is the same from here on.
  await sql`
    with wanted as materialized (select * from (${planned(plan)}) p where outcome in ('added', 'replaced')),
    ended as (
      update public.project_rates o set effective_to = ${at} from wanted w where o.id = w.own_id returning o.id)
    insert into public.project_rates (project_id, resource_id, rate, effective_from, effective_to)
    select ${to}::uuid, w.resource_id, w.theirs, ${at}::timestamptz, (
      select min(l.effective_from) from public.project_rates l
      where l.project_id = ${to} and l.resource_id = w.resource_id and l.effective_from > ${at}::timestamptz)
    from wanted w, (select count(*) from ended) first`.execute(tx);
}

function planned({ from, to, at, replace }: RateImport): RawBuilder<unknown> {
  const inForce = (rates: RawBuilder<unknown>) =>
    sql`${rates}.effective_from <= ${at} and (${rates}.effective_to is null or ${rates}.effective_to > ${at})`;
  return sql`
    select r.id as resource_id, r.code, r.name, r.unit, t.rate as theirs, o.rate as own, o.id as own_id,
      r.rate as catalogue_rate,
      case when o.id is null then 'added' when o.rate = t.rate then 'same'
        when ${replace} then 'replaced' else 'kept' end as outcome
    from public.project_rates t
    join public.resources r on r.id = t.resource_id
    left join public.project_rates o on o.project_id = ${to} and o.resource_id = t.resource_id and ${inForce(sql`o`)}
    where t.project_id = ${from} and ${inForce(sql`t`)}`;
}
