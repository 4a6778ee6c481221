import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { makeQueueScene } from '../support/queue-scene.ts';

const scene = makeQueueScene();

/** Everything a snapshot says but for which it is. */
const pricesAt = (at: string) =>
  scene.query(
    `select p.code as project, s.items_processed, s.total_value, s.currency, i.code, o.unit, o.quantity, o.unit_price,
       o.material, o.labor, o.equipment, o.price_source,
       (select jsonb_agg(jsonb_build_array(r.resource_id, r.rate, r.rate_source) order by r.resource_id)
          from price_snapshot_rates r where r.snapshot_id = s.id) as rates
     from price_snapshots s join projects p on p.id = s.project_id
     left join price_snapshot_items o on o.snapshot_id = s.id left join library_items i on i.id = o.library_item_id
     where s.captured_at = $1 order by p.code, i.code`,
    [at],
  );

const asService = () =>
  scene.query(`select set_config('request.jwt.claims', '{"role":"service_role"}', false)`);

/** A library with all there is: three levels, quotients without an end, prices agreed, of the catalogue, and in another currency. */
async function makeLibrary() {
  await scene.query(
    `with r as (
       insert into resources (kind, code, name, unit, rate, currency) values
         ('labor', 'L7', 'Mason', 'h', 41.37, 'USD'), ('equipment', 'E7', 'Crane', 'h', 99.01, 'USD'),
         ('material', 'M7', 'Stone', 't', 33.333, 'USD'), ('material', 'M8', 'Marble', 't', 90, 'EUR') returning id, code, kind),
     i as (
       insert into library_items (section_id, code, name, unit, unit_price)
       select $1, code, code, 'm3', price from (values ('TOP', null), ('MID', null), ('LOW', null), ('CAT', 12.34), ('EUR', null), ('NIL', null))
         as v (code, price) returning id, code),
     f as (
       insert into factors (library_item_id, kind, resource_id, sub_item_id, quantity_per_unit, wastage_percent, hours_per_unit,
         productivity_factor, crew_size, utilization_factor)
       select (select id from i where code = v.item), v.kind, (select id from r where code = v.resource),
         (select id from i where code = v.sub), v.quantity, v.wastage, v.hours, v.productivity, v.crew, v.utilization
       from (values
         ('LOW', 'labor', 'L7', null, null, 0, 0.7, 0.3, 3, 1), ('LOW', 'material', 'M7', null, 1.7, 7.5, null, 1, 1, 1),
         ('MID', 'item', null, 'LOW', 1.3, 0, null, 1, 1, 1), ('MID', 'equipment', 'E7', null, null, 0, 0.11, 1, 1, 0.85),
         ('TOP', 'item', null, 'MID', 2.1, 0, null, 1, 1, 1), ('TOP', 'item', null, 'LOW', 0.9, 0, null, 1, 1, 1),
         ('EUR', 'material', 'M8', null, 1, 0, null, 1, 1, 1))
         as v (item, kind, resource, sub, quantity, wastage, hours, productivity, crew, utilization) returning 1)
     insert into estimate_items (estimate_id, project_id, library_item_id, quantity, unit_price)
     select e.id, e.project_id, i.id, 3.5, case when i.code = 'MID' and e.id = $2 then 77.77 end
     from estimates e cross join i`,
    [rows.section, rows.estimate],
  );
  await scene.query(
    `insert into project_rates (project_id, resource_id, rate, effective_from)
     select $1, id, 50.05, '2020-01-01' from resources where code = 'L7'`,
    [rows.project],
  );
}

describe('a capture of all active projects', () => {
  test('says of each what its own capture says, with the rates it used', async () => {
    await makeLibrary();
    await asService();
    const [alone, together] = ['2026-06-11T00:00:00Z', '2026-06-12T00:00:00Z'];
    await scene.query(
      `select ratebook.capture_price_snapshot(id, false, $1) from projects where status = 'active'`,
      [alone],
    );
    await scene.query(
      `select ratebook.capture_price_snapshots((select array_agg(id) from projects where status = 'active'), $1)`,
      [together],
    );
    const captured = await pricesAt(together);
    expect(captured).toEqual(await pricesAt(alone));
    const of = (code: string) =>
      captured.filter((one) => one.code === code).map((one) => [one.project, one.price_source]);
    expect(of('TOP')).toHaveLength(3);
    expect(of('CAT').map(([, source]) => source)).toEqual(['catalogue', 'catalogue', 'catalogue']);
    expect(
      of('MID')
        .map(([, source]) => source)
        .sort(),
    ).toEqual(['agreed', 'build-up', 'build-up']);
    expect([...of('EUR'), ...of('NIL')]).toEqual([]);
    const rates = captured.flatMap((one) => one.rates ?? []);
    expect(rates.some(([, rate, source]) => Number(rate) === 50.05 && source === 'project')).toBe(
      true,
    );
  });

  test('is one moment, captured once however often it is asked for', async () => {
    await asService();
    const at = '2026-06-13T00:00:00Z';
    const capture = () =>
      scene.query(
        `select c.* from ratebook.capture_price_snapshots((select array_agg(id) from projects where status = 'active'), $1) c
         order by project_id`,
        [at],
      );
    const first = await capture();
    const before = await pricesAt(at);
    const again = await capture();
    expect(again.map((one) => one.snapshot_id)).toEqual(first.map((one) => one.snapshot_id));
    expect(await pricesAt(at)).toEqual(before);
  });

  test('leaves out a project whose data cannot be priced, names it, and captures the others', async () => {
    await scene.query(
      `insert into projects (code, name) select 'P' || n, 'P' from generate_series(1, 60) n`,
    );
    const [bad] = await scene.query(
      `with p as (insert into projects (code, name) values ('BAD', 'Bad') returning id),
         e as (insert into estimates (project_id, name) select id, 'E' from p returning id, project_id)
       insert into estimate_items (estimate_id, project_id, library_item_id, quantity, unit_price)
       select id, project_id, $1, ('1' || repeat('0', 131071))::numeric, 10 from e returning project_id as id`,
      [rows.item],
    );
    await scene.start();
    const id = await scene.enqueue('capture-price-snapshots', {}, 'schedule');
    const { output } = await scene.becomes(id, 'completed');
    const [{ active }] = await scene.query(
      `select count(*)::int as active from projects where status = 'active'`,
    );
    expect(output).toMatchObject({ projects: active - 1, failed: [bad.id] });
    const lines = await scene.query('select level, message from job_log_lines where run_id = $1', [
      id,
    ]);
    expect(lines).toEqual([
      {
        level: 'error',
        message: expect.stringMatching(new RegExp(`${bad.id} were not captured: .*overflow`)),
      },
    ]);
    const [made] = await scene.query(
      `select count(*)::int as snapshots, count(distinct captured_at)::int as moments, bool_or(project_id = $1) as bad
       from price_snapshots where captured_at > '2026-07-01' and project_id in (select id from projects where code like 'P%' or code = 'BAD')`,
      [bad.id],
    );
    expect(made).toMatchObject({ moments: 1, bad: false });
    expect(made.snapshots).toBeGreaterThanOrEqual(60);
  });
});
