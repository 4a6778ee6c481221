import type pg from 'pg';
import { type Catalogue, readCatalogue } from './catalogue/read-catalogue.ts';
import { rateHistory, snapshotMoments } from './prices.ts';
import { type DemoProject, demoProjects } from './projects.ts';
import { stableId } from './random.ts';

/** Any number, the same in every Ratebook: two that start at once don't both seed. */
const seedLock = 7_283_746_503;

/** What the demo brought. */
interface SeededDemo {
  items: number;
  projects: number;
}

/**
 * Fills an empty library with the demo: items with build-ups, projects of the year before `now` with estimates,
 * usage and monthly price snapshots. The same moment gives the same rows. Popularity and pairs are left to
 * their job. Runs in one transaction of its own, and does nothing where there are items or projects already.
 */
export async function seedDemo(client: pg.ClientBase, { now }: { now: Date }): Promise<SeededDemo> {
  await client.query('begin');
  try {
    const seeded = await seedIfEmpty(client, now);
    await client.query('commit');
    return seeded;
  } catch (error) {
    // Where the connection itself is lost, so is the transaction; the first error says more.
    await client.query('rollback').catch(() => {});
    throw error;
  }
}

async function seedIfEmpty(client: pg.ClientBase, now: Date): Promise<SeededDemo> {
  await client.query('select pg_advisory_xact_lock($1)', [seedLock]);
  const { rows } = await client.query<{ empty: boolean }>(`
    select not exists (select from public.library_items) and not exists (select from public.projects) as empty`);
  if (!rows[0]?.empty) return { items: 0, projects: 0 };

  await client.query('set local jit = off');
  const catalogue = readCatalogue();
  const projects = demoProjects(catalogue, now);
  await insertLibrary(client, catalogue, now);
  await insertProjects(client, projects);
  await captureHistory(client, catalogue, now);
  return { items: catalogue.items.length, projects: projects.length };
}

async function insertLibrary(
  client: pg.ClientBase,
  catalogue: Catalogue,
  now: Date,
): Promise<void> {
  const withIds = <T extends { code: string }>(kind: string, rows: readonly T[]) =>
    rows.map((row) => ({ ...row, id: stableId(kind, row.code) }));
  const insert = (sql: string, rows: readonly object[]) =>
    client.query(sql, [JSON.stringify(rows)]);

  await insert(
    `insert into public.divisions (id, code, name, source)
     select id, code, name, 'demo' from jsonb_to_recordset($1) as r (id uuid, code text, name text)`,
    withIds('division', catalogue.divisions),
  );
  for (const [table, parents, column, rows] of [
    ['sections', 'divisions', 'division_id', withIds('section', catalogue.sections)],
    ['assemblies', 'sections', 'section_id', withIds('assembly', catalogue.assemblies)],
  ] as const) {
    await insert(
      `insert into public.${table} (id, ${column}, code, name, source)
       select r.id, p.id, r.code, r.name, 'demo'
       from jsonb_to_recordset($1) as r (id uuid, code text, name text, parent text)
       join public.${parents} p on p.code = r.parent`,
      rows,
    );
  }
  await client.query(
    `insert into public.resources (id, kind, code, name, unit, rate, source, updated_at)
     select id, kind, code, name, unit, rate, 'demo', $2
     from jsonb_to_recordset($1) as r (id uuid, kind text, code text, name text, unit text, rate numeric)`,
    [JSON.stringify(withIds('resource', catalogue.resources)), now],
  );
  await client.query(
    `insert into public.library_items (id, section_id, assembly_id, code, name, unit, unit_price, source, created_at)
     select r.id, s.id, a.id, r.code, r.name, r.unit, r."unitPrice", 'demo', $2
     from jsonb_to_recordset($1) as r (id uuid, code text, name text, unit text, "unitPrice" numeric, section text, assembly text)
     join public.sections s on s.code = r.section join public.assemblies a on a.code = r.assembly`,
    [JSON.stringify(withIds('item', catalogue.items)), snapshotMoments(now)[0]],
  );
  const factors = catalogue.items.flatMap((item) =>
    item.factors.map((factor, position) => ({
      ...factor,
      id: stableId('factor', `${item.code} ${position}`),
      item: item.code,
      position,
    })),
  );
  await insert(
    `insert into public.factors (id, library_item_id, kind, resource_id, sub_item_id, quantity_per_unit, wastage_percent,
       hours_per_unit, productivity_factor, crew_size, utilization_factor, position)
     select r.id, i.id, r.kind, re.id, sub.id, quantity, wastage, hours, productivity, crew, utilization, position
     from jsonb_to_recordset($1) as r (id uuid, item text, kind text, code text, quantity numeric, wastage numeric,
       hours numeric, productivity numeric, crew numeric, utilization numeric, position int)
     join public.library_items i on i.code = r.item
     left join public.resources re on r.kind <> 'item' and re.code = r.code
     left join public.library_items sub on r.kind = 'item' and sub.code = r.code`,
    factors,
  );
}

async function insertProjects(
  client: pg.ClientBase,
  projects: readonly DemoProject[],
): Promise<void> {
  const insert = (sql: string, rows: readonly object[]) =>
    client.query(sql, [JSON.stringify(rows)]);
  // Whoever created a project owns it, by a trigger.
  await insert(
    `insert into public.projects (id, code, name, region, source, started_on, created_by, created_at)
     select id, code, name, region, 'demo', "startedAt"::date, owner, "startedAt"
     from jsonb_to_recordset($1) as r (id uuid, code text, name text, region text, "startedAt" timestamptz, owner uuid)`,
    projects,
  );
  await insert(
    `insert into public.project_members (project_id, user_id, role)
     select id, estimator, 'estimator'
     from jsonb_to_recordset($1) as r (id uuid, estimator uuid) where estimator is not null`,
    projects,
  );
  await client.query(`update public.project_members m set created_at = p.created_at
    from public.projects p where p.id = m.project_id`);
  await insert(
    `insert into public.estimates (id, project_id, name, created_at)
     select "estimateId", id, 'Estimate', "startedAt"
     from jsonb_to_recordset($1) as r (id uuid, "estimateId" uuid, "startedAt" timestamptz)`,
    projects,
  );
  await insert(
    `insert into public.project_rates (id, project_id, resource_id, rate, effective_from, effective_to, created_by, created_at)
     select r.id, r.project, re.id, r.rate, r."from", r."to", r.owner, r."from"
     from jsonb_to_recordset($1) as r (id uuid, project uuid, owner uuid, resource text, rate numeric, "from" timestamptz, "to" timestamptz)
     join public.resources re on re.code = r.resource`,
    projects.flatMap(({ id, owner, code, rates }) =>
      rates.map((rate, index) => ({
        ...rate,
        id: stableId('rate', `${code} ${index}`),
        project: id,
        owner,
      })),
    ),
  );
  const elements = projects.flatMap(({ id, estimateId, owner, elements: parts }) =>
    parts.map((part, position) => ({
      ...part,
      project: id,
      estimate: estimateId,
      owner,
      position,
    })),
  );
  await insert(
    `insert into public.estimate_elements (id, estimate_id, project_id, name, position)
     select id, estimate, project, name, position
     from jsonb_to_recordset($1) as r (id uuid, estimate uuid, project uuid, name text, position int)`,
    elements,
  );
  const lines = elements.flatMap(({ id, project, estimate, owner, lines: ofElement }) =>
    ofElement.map((line) => ({
      ...line,
      id: stableId('line', `${id} ${line.item}`),
      element: id,
      project,
      estimate,
      owner,
    })),
  );
  // A line added to an estimate is a use, as where it is added by hand.
  await insert(
    `with lines as (
       select r.*, i.id as item_id
       from jsonb_to_recordset($1) as r (id uuid, estimate uuid, project uuid, element uuid, owner uuid, item text,
         quantity numeric, "usedAt" timestamptz)
       join public.library_items i on i.code = r.item
     ), added as (
       insert into public.estimate_items (id, estimate_id, project_id, element_id, library_item_id, quantity, created_at)
       select id, estimate, project, element, item_id, quantity, "usedAt" from lines
     )
     insert into public.estimate_library_usage (library_item_id, project_id, estimate_id, element_id, quantity, used_at, used_by)
     select item_id, project, estimate, element, quantity, "usedAt", owner from lines order by "usedAt", id`,
    lines,
  );
}

/**
 * A snapshot of each project every month since its start. The catalogue is given each month's rates in turn, and
 * the snapshots are taken as they always are, so that they agree with the build-up by construction; the last
 * month's rates are today's, and stay.
 */
async function captureHistory(
  client: pg.ClientBase,
  catalogue: Catalogue,
  now: Date,
): Promise<void> {
  const moments = snapshotMoments(now);
  const codes = catalogue.resources.map(({ code }) => code);
  await client.query('analyze public.factors, public.library_items, public.estimate_items');
  for (const [index, rates] of rateHistory(catalogue.resources, moments, now).entries()) {
    await client.query(
      `update public.resources r set rate = m.rate
       from unnest($1::text[], $2::numeric[]) as m (code, rate) where r.code = m.code`,
      [codes, rates],
    );
    await client.query(
      `select ratebook.capture_price_snapshot(id, false, $1) from public.projects
       where source = 'demo' and created_at <= $1 order by code`,
      [moments[index]],
    );
  }
  await client.query('update public.price_snapshots set created_at = captured_at');
}
