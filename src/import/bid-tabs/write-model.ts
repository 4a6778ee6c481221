import type pg from 'pg';
import type { ProblemLog } from '../problems.ts';
import type { ImportReport } from '../report.ts';
import { divisionNames, sectionNames } from './standard-sections.ts';

/** What writing added and found. */
export type Written = Pick<
  ImportReport,
  'contracts' | 'items' | 'prices' | 'repeats' | 'unitVariants' | 'members' | 'newestLetting'
> & { rows: { imported: number; alreadyThere: number } };

/**
 * Turns the staged rows into library items and projects, set by set, in the caller's transaction. A contract
 * whose code a project has already is skipped as a whole.
 * @param members users who become estimators of every project added
 */
export async function writeModel(
  client: pg.ClientBase,
  problems: ProblemLog,
  members: readonly string[],
): Promise<Written> {
  await client.query(createContracts);
  await refuseOtherLettings(client, problems);
  await client.query(addProjects);
  await client.query('analyze bid_contracts');
  await client.query(createItems);
  const itemsThere = await count(client, itemsAlreadyThere);
  await client.query(addDivisions, [Object.keys(divisionNames), Object.values(divisionNames)]);
  await client.query(addSections, [Object.keys(sectionNames), Object.values(sectionNames)]);
  const added = await client.query(addItems);
  await client.query(createLines);
  await client.query('analyze bid_lines');
  await client.query(addEstimates);
  await client.query(addEstimateItems);
  await client.query(addUsage);
  await client.query(addSnapshots);
  const prices = await client.query(addSnapshotItems);
  const memberships = await client.query(addMembers, [members]);
  // Else the first queries would be planned for the tables as they were; autovacuum is a minute away.
  await client.query(`analyze public.projects, public.library_items, public.estimates, public.estimate_items,
    public.estimate_library_usage, public.price_snapshots, public.price_snapshot_items`);

  const { rows } = await client.query<Omit<Written, 'items' | 'prices' | 'members'>>(summary);
  const [result] = rows;
  if (!result) throw new Error('The summary of the import is empty.');
  const itemsRead = await count(client, 'select count(distinct pay_item)::int as n from bid_rows');
  return {
    ...result,
    items: { read: itemsRead, added: added.rowCount ?? 0, alreadyThere: itemsThere },
    prices: prices.rowCount ?? 0,
    members: memberships.rowCount ?? 0,
  };
}

async function count(client: pg.ClientBase, query: string): Promise<number> {
  const { rows } = await client.query<{ n: number }>(query);
  return rows[0]?.n ?? 0;
}

// A contract is let once; a row with another date than its first row's would be summed with what it is not.
async function refuseOtherLettings(client: pg.ClientBase, problems: ProblemLog): Promise<void> {
  const { rows } = await client.query<{ line: number; date: string; total: number }>(`
    with removed as (
      delete from bid_rows r using bid_contracts c
      where c.contract_id = r.contract_id and c.letting_date <> r.letting_date
      returning r.line, r.letting_date::text as date)
    select line, date, (count(*) over ())::int as total from removed order by line limit 100`);
  const field = 'letting_date';
  const reason = "not the date of the contract's first row";
  for (const { line, date } of rows) problems.add({ line, field, reason, value: date });
  problems.count(field, reason, (rows[0]?.total ?? 0) - rows.length);
}

const createContracts = `
  create temporary table bid_contracts on commit drop as
  select distinct on (contract_id)
    contract_id, letting_date, letting_date::timestamp at time zone 'UTC' as letting_at,
    project_name, nullif(county, '') as county, nullif(region, '') as region,
    null::uuid as project_id, gen_random_uuid() as estimate_id, gen_random_uuid() as snapshot_id
  from bid_rows
  order by contract_id, line`;

// Closed: a past letting's prices are captured once, here, and not again every week.
const addProjects = `
  with added as (
    insert into public.projects (code, name, county, region, currency, status, visibility, source, started_on)
    select contract_id, project_name, county, region, 'USD', 'closed', 'everyone', 'bid-tabs', letting_date
    from bid_contracts
    order by letting_date, contract_id
    on conflict (code) do nothing
    returning id, code)
  update bid_contracts c set project_id = added.id from added where added.code = c.contract_id`;

// One library item for each pay item and unit: a price must never mix units. The unit the library has, else
// the commonest, keeps the plain code; another one's code names it. The commonest description, of those the
// newest, names the item.
const createItems = `
  create temporary table bid_items on commit drop as
  with used as (
    select r.* from bid_rows r join bid_contracts c using (contract_id) where c.project_id is not null
  ), units as (
    select pay_item, unit_key, mode() within group (order by unit) as unit, count(*) as uses, max(letting_date) as newest
    from used group by pay_item, unit_key
  ), ranked as (
    select units.*,
      unit_key <> coalesce(lower(translate(i.unit, '. ', '')), first_value(unit_key) over (
        partition by pay_item order by uses desc, newest desc, unit_key)) as is_variant
    from units left join public.library_items i on i.code = pay_item
  ), names as (
    select distinct on (pay_item) pay_item, description
    from (select pay_item, description, count(*) as uses, max(letting_date) as newest
          from used where description <> '' group by pay_item, description) d
    order by pay_item, uses desc, newest desc, description
  )
  select pay_item, unit_key, unit, is_variant,
    case when is_variant then format('%s (%s)', pay_item, upper(unit_key)) else pay_item end as code,
    coalesce(names.description, pay_item) as name,
    case when pay_item ~ '^[0-9]{3}-' then left(pay_item, 3) else 'other' end as section_code
  from ranked left join names using (pay_item)`;

const itemsAlreadyThere = `
  select count(*)::int as n from (select distinct pay_item from bid_rows) r
  join public.library_items i on i.code = r.pay_item`;

// Of a code that is there already, in whosever division, the heading there is used.
const addDivisions = `
  insert into public.divisions (code, name, source)
  select code, coalesce(names.name, case code when 'other' then 'Other' else 'Division ' || code end), 'bid-tabs'
  from (select distinct case section_code when 'other' then 'other' else left(section_code, 1) || '00' end as code
        from bid_items) d
  left join unnest($1::text[], $2::text[]) as names (code, name) using (code)
  order by code
  on conflict (code) do nothing`;

const addSections = `
  insert into public.sections (division_id, code, name, source)
  select d.id, s.code, coalesce(names.name, case s.code when 'other' then 'Other' else 'Section ' || s.code end), 'bid-tabs'
  from (select distinct section_code as code from bid_items) s
  join public.divisions d on d.code = case s.code when 'other' then 'other' else left(s.code, 1) || '00' end
  left join unnest($1::text[], $2::text[]) as names (code, name) on names.code = s.code
  order by s.code
  on conflict (code) do nothing`;

const addItems = `
  insert into public.library_items (section_id, code, name, unit, source)
  select s.id, b.code, b.name, b.unit, 'bid-tabs'
  from bid_items b join public.sections s on s.code = b.section_code
  order by b.code
  on conflict (code) do nothing`;

// Repeats summed: quantities add up, prices are weighted by quantity, and a price that does not differ stays
// as it is written. PostgreSQL divides to 16 digits unless a term has more places: rounding that again to 10 places
// could be off by one in the last.
const createLines = `
  create temporary table bid_lines on commit drop as
  select c.project_id, c.estimate_id, c.snapshot_id, c.letting_at, i.id as library_item_id, i.unit,
    r.quantity, r.unit_price, r.amount
  from (
    select contract_id, pay_item, unit_key, trim_scale(sum(quantity)) as quantity, sum(quantity * unit_price) as amount,
      trim_scale(case when min(unit_price) = max(unit_price) then min(unit_price)
                      else round(round(sum(quantity * unit_price), 40) / sum(quantity), 10) end) as unit_price
    from bid_rows group by contract_id, pay_item, unit_key) r
  join bid_contracts c on c.contract_id = r.contract_id and c.project_id is not null
  join bid_items b using (pay_item, unit_key)
  join public.library_items i on i.code = b.code
  order by c.letting_at, c.contract_id, i.code`;

const addEstimates = `
  insert into public.estimates (id, project_id, name, status)
  select estimate_id, project_id, 'Winning bid', 'frozen' from bid_contracts where project_id is not null`;

const addEstimateItems = `
  insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity, unit_price)
  select estimate_id, project_id, library_item_id, quantity, unit_price from bid_lines`;

const addUsage = `
  insert into public.estimate_library_usage (library_item_id, project_id, estimate_id, quantity, used_at)
  select library_item_id, project_id, estimate_id, quantity, letting_at from bid_lines`;

const addSnapshots = `
  insert into public.price_snapshots (id, project_id, captured_at, source, currency, items_processed, total_value)
  select snapshot_id, project_id, letting_at, 'bid', 'USD', count(*), trim_scale(sum(amount))
  from bid_lines group by snapshot_id, project_id, letting_at`;

const addSnapshotItems = `
  insert into public.price_snapshot_items
    (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
  select snapshot_id, project_id, letting_at, library_item_id, unit, quantity, unit_price, 'agreed' from bid_lines`;

const addMembers = `
  insert into public.project_members (project_id, user_id, role)
  select project_id, user_id, 'estimator'
  from bid_contracts cross join unnest($1::uuid[]) as m (user_id) where project_id is not null
  on conflict do nothing`;

const summary = `
  with rows as (
    select count(*) filter (where project_id is not null)::int as imported,
           count(*) filter (where project_id is null)::int as there
    from bid_rows join bid_contracts using (contract_id)
  ), contracts as (
    select count(*)::int as read, count(project_id)::int as imported, max(letting_date)::text as newest from bid_contracts
  )
  select jsonb_build_object('imported', r.imported, 'alreadyThere', r.there) as rows,
    jsonb_build_object('read', c.read, 'imported', c.imported, 'alreadyThere', c.read - c.imported) as contracts,
    r.imported - (select count(*)::int from bid_lines) as repeats,
    (select count(*)::int from bid_items where is_variant) as "unitVariants",
    c.newest as "newestLetting"
  from rows r, contracts c`;
