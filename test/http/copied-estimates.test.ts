import { beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** Estimates that are begun as copies of others. */
const { ask, query } = makeScene((url) => startNode(url));
const unknownId = '00000000-0000-4000-8000-000000000000';

const copy = (
  estimate_id: string,
  {
    person = 'estimator',
    project = rows.project as string,
    ...more
  }: {
    person?: Person;
    project?: string;
    name?: string;
    agreed_prices?: string;
  } = {},
) => {
  const { name = 'Copy', ...how } = more;
  const body = { name, copy_of: { estimate_id, ...how } };
  return ask(person, 'POST', `/api/projects/${project}/estimates`, body);
};
/** An estimate as its project shows it. */
const estimateOf = async (project: string, name: string, person: Person = 'owner') =>
  (await ask(person, 'GET', `/api/projects/${project}`)).body.estimates.find(
    (estimate: { name: string }) => estimate.name === name,
  );
/** What an estimate says, but for ids. */
const told = (estimate: {
  total: number;
  elements: { id: string; name: string }[];
  lines: { element_id: string | null; code: string; quantity: number; agreed_price: string }[];
}) => ({
  total: estimate.total,
  elements: estimate.elements.map(({ name }) => name),
  lines: estimate.lines
    .map(({ element_id, code, quantity, agreed_price }) =>
      [
        estimate.elements.find(({ id }) => id === element_id)?.name,
        code,
        quantity,
        agreed_price,
      ].join(),
    )
    .sort(),
});
const uses = (id: string) =>
  query(
    `select u.library_item_id, e.name as element, u.quantity::float8 as quantity, u.used_by
     from public.estimate_library_usage u left join public.estimate_elements e on e.id = u.element_id
     where u.estimate_id = $1 order by quantity`,
    [id],
  );

beforeEach(async () => {
  await query('delete from public.estimates where project_id = $1 and id <> $2', [
    rows.project,
    rows.estimate,
  ]);
  await query(`update public.projects set currency = 'USD'`);
  await query('update public.estimate_items set unit_price = null');
});

describe('a copy', () => {
  test('has the elements in their order, the lines under them and the agreed prices, exact, and stands alone', async () => {
    const at = `/api/estimates/${rows.estimate}`;
    const { body: roof } = await ask('owner', 'POST', `${at}/elements`, {
      name: 'Roof',
      position: 0,
    });
    await ask('owner', 'POST', `${at}/items/add`, {
      lines: [
        {
          ...{ library_item_id: rows.otherItem, quantity: '0.12345678' },
          ...{ unit_price: '7.00000001', element_id: roof.id },
        },
        { library_item_id: rows.otherItem, quantity: 2 },
      ],
    });
    const source = await estimateOf(rows.project, 'Estimate');
    const copied = await copy(rows.estimate, { name: ' Option B ' });
    expect(copied).toMatchObject({ status: 201, body: { name: 'Option B', status: 'open' } });
    const made = await estimateOf(rows.project, 'Option B');
    expect(told(made)).toEqual(told(source));
    expect(made.elements.map(({ name }: { name: string }) => name)).toEqual([
      'Roof',
      'Foundations',
    ]);
    expect(
      await query(
        `select quantity::text, unit_price::text from public.estimate_items where estimate_id = $1 and unit_price is not null`,
        [copied.body.id],
      ),
    ).toEqual([{ quantity: '0.12345678', unit_price: '7.00000001' }]);

    const [line] = made.lines;
    await ask('owner', 'PATCH', `/api/estimates/${copied.body.id}/items/${line.id}`, {
      ...{ revision: line.revision, quantity: '99' },
    });
    expect(told(await estimateOf(rows.project, 'Estimate'))).toEqual(told(source));
    await query('delete from public.estimate_items where estimate_id = $1 and id <> $2', [
      rows.estimate,
      rows.line,
    ]);
    await query('delete from public.estimate_elements where id = $1', [roof.id]);
  });

  test('records the use of its lines, each in its element, by who copied, and counts it', async () => {
    const { body } = await copy(rows.estimate);
    expect(await uses(body.id)).toEqual([
      {
        ...{ library_item_id: rows.item, element: 'Foundations', quantity: 10 },
        used_by: people.estimator.userId,
      },
    ]);
    const item = await ask('owner', 'GET', `/api/library/items/${rows.item}`);
    const [all] = await query(
      'select count(*)::int as uses from public.estimate_library_usage where library_item_id = $1',
      [rows.item],
    );
    expect(item.body.statistics.total_usage_all_time).toBe(all.uses);
  });

  test('takes no frozen versions along', async () => {
    const { body } = await copy(rows.estimate);
    const { versions } = (
      await ask('owner', 'GET', `/api/projects/${rows.project}/frozen-estimates`)
    ).body;
    expect(versions.map((version: { estimate_id: string }) => version.estimate_id)).not.toContain(
      body.id,
    );
    expect(
      (await ask('owner', 'DELETE', `/api/estimates/${body.id}?revision=${body.revision}&lines=1`))
        .status,
    ).toBe(200);
  });

  test('is made of a public record as well, also where it is frozen, and is open', async () => {
    await query(`update public.estimates set status = 'frozen' where id = $1`, [
      rows.publicEstimate,
    ]);
    await query(`update public.estimate_items set unit_price = 7 where id = $1`, [rows.publicLine]);
    const copied = await copy(rows.publicEstimate);
    expect(copied).toMatchObject({ status: 201, body: { status: 'open' } });
    expect(told(await estimateOf(rows.project, 'Copy'))).toEqual({
      ...{ total: 70, elements: ['Foundations'], lines: ['Foundations,C25,10,7'] },
    });
    await query(`update public.estimates set status = 'open' where id = $1`, [rows.publicEstimate]);
  });

  test('follows the rates of the project it is made in where prices are dropped', async () => {
    await query(`update public.estimate_items set unit_price = 7 where id = $1`, [rows.publicLine]);
    expect((await copy(rows.publicEstimate, { agreed_prices: 'drop' })).status).toBe(201);
    // At the members' rate, 126 each.
    expect((await estimateOf(rows.project, 'Copy')).total).toBe(1260);
  });
});

test('agreed prices in another currency are not taken for one’s own: it is said what to do', async () => {
  await query(`update public.projects set currency = 'EUR' where id = $1`, [rows.publicProject]);
  // Nothing is agreed.
  expect((await copy(rows.publicEstimate, { name: 'By build-up' })).status).toBe(201);
  await query(`update public.estimate_items set unit_price = 7 where id = $1`, [rows.publicLine]);
  expect(await copy(rows.publicEstimate)).toMatchObject({
    status: 409,
    body: {
      error:
        '"Estimate" has 1 agreed price in EUR, and this project pays in USD; drop them, so that these lines follow build-up and catalogue.',
      details: { field: 'copy_of.agreed_prices' },
    },
  });
  expect(await estimateOf(rows.project, 'Copy')).toBeUndefined();
  expect((await copy(rows.publicEstimate, { agreed_prices: 'drop' })).status).toBe(201);
});

test('a copy has a name of its own in its project', async () => {
  expect(await copy(rows.estimate, { name: 'ESTIMATE' })).toMatchObject({
    status: 409,
    body: {
      error: expect.stringContaining('give this one another name'),
      details: { field: 'name' },
    },
  });
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not copy into a project of others: %s', async (person, status) => {
    expect((await copy(rows.publicEstimate, { person })).status).toBe(status);
    expect(await estimateOf(rows.project, 'Copy')).toBeUndefined();
  });

  test('not copy what they may not see, nor into a public record', async () => {
    expect(await copy(rows.foreignEstimate)).toMatchObject({
      status: 404,
      body: {
        error: `There is no estimate ${rows.foreignEstimate} that you may see.`,
        details: { field: 'copy_of.estimate_id' },
      },
    });
    expect((await copy(rows.estimate, { project: rows.publicProject })).status).toBe(403);
    expect(await estimateOf(rows.project, 'Copy')).toBeUndefined();
  });
});

test.each([
  [{ copy_of: rows.estimate }, 400, 'copy_of'],
  [{ copy_of: {} }, 400, 'copy_of.estimate_id'],
  [{ copy_of: { estimate_id: 'x' } }, 400, 'copy_of.estimate_id'],
  [{ copy_of: { estimate_id: unknownId } }, 404, 'copy_of.estimate_id'],
  [
    { copy_of: { estimate_id: rows.estimate, agreed_prices: 'some' } },
    400,
    'copy_of.agreed_prices',
  ],
  [
    { copy_of: { estimate_id: rows.estimate, project_id: rows.project } },
    400,
    'copy_of.project_id',
  ],
])('a copy asked for as %j: %i, by the field', async (body, status, field) => {
  expect(
    await ask('estimator', 'POST', `/api/projects/${rows.project}/estimates`, {
      name: 'Copy',
      ...body,
    }),
  ).toMatchObject({ status, body: { details: { field } } });
});
