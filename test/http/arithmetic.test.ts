import { describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { people } from '../support/people.ts';
import { makeScene, stages } from '../support/scene.ts';

/** Figures worked out on paper, asked for over HTTP. */
describe.each(stages)('$where:', ({ start }) => {
  const scene = makeScene(start);

  test('pairs of five estimates have the confidence and lift that counting by hand gives', async () => {
    // Estimates:  1 {concrete, rebar, formwork}  2 {concrete, rebar}  3 {concrete, rebar}
    //             4 {concrete}                   5 {formwork}
    // concrete is in 4, rebar in 3, formwork in 2, of 5.
    // concrete → rebar:    3 together, confidence 3/4 = 0.75, lift 0.75 ÷ 3/5 = 1.25
    // rebar → concrete:    3 together, confidence 3/3 = 1,    lift 1 ÷ 4/5    = 1.25
    // concrete → formwork: 1 together, confidence 1/4 = 0.25, lift 0.25 ÷ 2/5 = 0.625
    // rebar → formwork:    1 together, confidence 1/3,        lift 1/3 ÷ 2/5  = 0.8333
    const formwork = '20000000-0000-4000-8000-000000000099';
    await scene.query('truncate public.estimate_library_usage');
    await scene.query(
      `insert into public.library_items (id, section_id, code, name, unit) values ($1, $2, 'F1', 'Formwork', 'm2')`,
      [formwork, rows.section],
    );
    const estimates = [
      [rows.item, rows.otherItem, formwork],
      [rows.item, rows.otherItem],
      [rows.item, rows.otherItem],
      [rows.item],
      [formwork],
    ];
    for (const [at, items] of estimates.entries()) {
      const [made] = await scene.query(
        'insert into public.estimates (project_id, name) values ($1, $2) returning id',
        [rows.project, `Estimate ${at + 1}`],
      );
      // The second time the same item is used in an estimate says nothing new.
      await scene.query(
        `insert into public.estimate_library_usage (library_item_id, project_id, estimate_id, used_at)
         select item, $1, $2, '2026-03-01' from unnest($3::uuid[] || $3::uuid[]) item`,
        [rows.project, made.id, items],
      );
    }
    const { body } = await scene.invoke('aggregate-library-popularity', people.service, {
      asOf: '2026-03-15T00:00:00Z',
    });
    expect(body).toMatchObject({ processed: 3, analyzed_records: 9, pairs: 6 });

    const pairs = await scene.query(
      `select i.code || ' → ' || p.code as pair, r.together, round(r.support::numeric, 4)::float8 as support,
         round(r.confidence::numeric, 4)::float8 as confidence, round(r.lift::numeric, 4)::float8 as lift
       from public.library_item_pairs r
       join public.library_items i on i.id = r.library_item_id
       join public.library_items p on p.id = r.paired_item_id order by 1`,
    );
    expect(pairs).toEqual([
      { pair: 'C25 → F1', together: 1, support: 0.2, confidence: 0.25, lift: 0.625 },
      { pair: 'C25 → R12', together: 3, support: 0.6, confidence: 0.75, lift: 1.25 },
      { pair: 'F1 → C25', together: 1, support: 0.2, confidence: 0.5, lift: 0.625 },
      { pair: 'F1 → R12', together: 1, support: 0.2, confidence: 0.5, lift: 0.8333 },
      { pair: 'R12 → C25', together: 3, support: 0.6, confidence: 1, lift: 1.25 },
      { pair: 'R12 → F1', together: 1, support: 0.2, confidence: 0.3333, lift: 0.8333 },
    ]);
    // Used twice in each of 4 estimates, all within the 30 days: 100 × log10(9) ÷ log10(1001) = 31.80
    const [popularity] = await scene.query(
      `select usage_count_30d, popularity_score::float8 as score from public.library_item_popularity
       where library_item_id = $1`,
      [rows.item],
    );
    expect(popularity).toEqual({ usage_count_30d: 8, score: 31.8 });
  });

  describe('a footing', () => {
    /** One m3 of footing: concrete, a pour of its own, 80 kg of rebar (an item of itself). */
    async function makeFooting(): Promise<string> {
      const [footing] = await scene.query(
        `insert into public.library_items (section_id, code, name, unit) values ($1, 'FT', 'Footing', 'm3') returning id`,
        [rows.section],
      );
      const resources = await scene.query(
        `insert into public.resources (kind, code, name, unit, rate) values
          ('material', 'ST', 'Bar', 'kg', 1.2), ('labor', 'SF', 'Steel fixer', 'h', 45),
          ('labor', 'CO', 'Concretor', 'h', 38), ('equipment', 'PU', 'Pump', 'h', 95) returning id, code`,
      );
      const idOf = (code: string) => resources.find((resource) => resource.code === code)?.id;
      await scene.query(
        `insert into public.factors (library_item_id, kind, resource_id, sub_item_id, quantity_per_unit,
           wastage_percent, hours_per_unit, productivity_factor, crew_size, utilization_factor) values
          ($1, 'material', $2, null, 1, 5, null, 1, 1, 1),
          ($1, 'labor', $3, null, null, 0, 0.9, 1.2, 3, 1),
          ($1, 'equipment', $4, null, null, 0, 0.25, 1, 1, 0.8),
          ($1, 'item', null, $5, 80, 0, null, 1, 1, 1),
          ($5, 'material', $6, null, 1, 7.5, null, 1, 1, 1),
          ($5, 'labor', $7, null, null, 0, 0.02, 1, 1, 1)`,
        [
          ...[footing.id, rows.resource, idOf('CO'), idOf('PU')],
          ...[rows.otherItem, idOf('ST'), idOf('SF')],
        ],
      );
      return footing.id;
    }

    test('costs what it costs on paper, through its rebar, marked up in the contract’s order', async () => {
      const footing = await makeFooting();
      // material   1 × 1.05 × 120 (the project's own rate; the catalogue's is 100)     = 126.00
      //            80 × (1 × 1.075 × 1.20)                                            = 103.20 → 229.20
      // labor      0.9 ÷ 1.2 × 3 × 38                                                 =  85.50
      //            80 × (0.02 ÷ 1 × 1 × 45)                                           =  72.00 → 157.50
      // equipment  0.25 × 0.8 × 95                                                    =  19.00
      // direct                                                                          405.70
      // indirect   405.70 × 15%                                                       =  60.855
      // overhead   466.555 × 10%                                                      =  46.6555
      // contingency 513.2105 × 5%                                                     =  25.660525
      //            so far 538.871025
      // discount   538.871025 × −2%                                                   = −10.7774205
      //            so far 528.0936045
      // location   528.0936045 × 0.12                                                 =  63.37123254
      //            so far 591.46483704
      // season     591.46483704 × −0.05                                               = −29.573241852
      // total                                                                           561.891595188
      const { body } = await scene.invoke('calculate-complex-factors', people.estimator, {
        projectId: rows.project,
        libraryItemIds: [footing],
        options: {
          includeIndirectCosts: true,
          includeOverheads: true,
          includeContingency: true,
          bulkDiscountPercentage: 2,
          locationAdjustmentFactor: 1.12,
          seasonalAdjustmentFactor: 0.95,
        },
      });
      const [result] = body.results;
      expect(result.costs).toEqual({
        material: 229.2,
        labor: 157.5,
        equipment: 19,
        direct_total: 405.7,
        indirect: 60.86,
        overhead: 46.66,
        contingency: 25.66,
        bulk_discount: -10.78,
        location_adjustment: 63.37,
        seasonal_adjustment: -29.57,
        total: 561.89,
      });
      expect(
        result.details.materials.map(({ code, via, rate, rate_source, cost }: never) => [
          code,
          via,
          rate,
          rate_source,
          cost,
        ]),
      ).toEqual([
        ['M1', [], 120, 'project', 126],
        ['ST', ['R12'], 1.2, 'catalogue', 103.2],
      ]);
    });

    test('that contains itself is told by its path, and holds up nothing else', async () => {
      const [footing] = await scene.query(`select id from public.library_items where code = 'FT'`);
      // As it may be there from before cycles were refused.
      await scene.query('alter table public.factors disable trigger refuse_cycles_added');
      await scene.query(
        `insert into public.factors (library_item_id, kind, sub_item_id, quantity_per_unit) values ($1, 'item', $2, 1)`,
        [rows.otherItem, footing.id],
      );
      await scene.query('alter table public.factors enable trigger refuse_cycles_added');
      const { status, body } = await scene.invoke('calculate-complex-factors', people.estimator, {
        projectId: rows.project,
        libraryItemIds: [footing.id, rows.item],
      });
      expect(status).toBe(200);
      expect(body.results[0]).toMatchObject({ costs: null, details: null });
      expect(body.results[0].error).toBe(
        'FT contains itself: FT → R12 → FT. Remove one of these sub-items.',
      );
      expect(body.summary).toMatchObject({ items_calculated: 1, items_failed: 1, total_cost: 126 });
    });
  });
});
