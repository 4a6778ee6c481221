import pg from 'pg';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import type { Person } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

/** The elements of an estimate, and its lines among them, worked on by several. */
const { ask, query, databaseUrl } = makeScene((url) => startNode(url));

const at = `/api/estimates/${rows.estimate}`;
const unknownId = '00000000-0000-4000-8000-000000000000';

interface Element {
  id: string;
  name: string;
  revision: string;
}
interface Line {
  id: string;
  element_id: string | null;
  revision: string;
}

const add = (body: object, person: Person = 'estimator') =>
  ask(person, 'POST', `${at}/elements`, body);
const made = async (name: string): Promise<Element> => (await add({ name })).body;
const change = (element: Pick<Element, 'id'>, body: object, person: Person = 'estimator') =>
  ask(person, 'PATCH', `${at}/elements/${element.id}`, body);
const remove = (element: Element, lines?: 'release', person: Person = 'estimator') =>
  ask(
    person,
    'DELETE',
    `${at}/elements/${element.id}?revision=${element.revision}${lines ? `&lines=${lines}` : ''}`,
  );
const move = (lines: readonly Line[], element_id: string | null, person: Person = 'estimator') =>
  ask(person, 'POST', `${at}/items/move`, {
    lines: lines.map(({ id, revision }) => ({ id, revision, element_id })),
  });
const addLine = async (element_id: string | null = null) =>
  (
    await ask('estimator', 'POST', `${at}/items`, {
      ...{ library_item_id: rows.otherItem, quantity: '4', element_id },
    })
  ).body as Line;
const estimate = async (): Promise<{ elements: Element[]; lines: Line[]; total: number }> =>
  (await ask('owner', 'GET', `/api/projects/${rows.project}`)).body.estimates[0];
const names = async () => (await estimate()).elements.map(({ name }) => name);
const elementOf = async (line: Line) =>
  (await estimate()).lines.find(({ id }) => id === line.id)?.element_id;

beforeEach(async () => {
  await query('delete from public.estimate_items where library_item_id = $1', [rows.otherItem]);
  await query('delete from public.estimate_elements where estimate_id = $1 and id <> $2', [
    rows.estimate,
    rows.element,
  ]);
});

describe('an element', () => {
  test('is made at the end or at a place, and shown there though it has no lines', async () => {
    const roof = await add({ name: ' Roof ' });
    expect(roof).toMatchObject({ status: 201, body: { name: 'Roof' } });
    await add({ name: 'Site', position: 0 });
    await add({ name: 'Walls', position: 2 });
    await add({ name: 'Fees', position: 99 });
    expect(await names()).toEqual(['Site', 'Foundations', 'Walls', 'Roof', 'Fees']);
  });

  test('is renamed and moved, and the others stay as they were', async () => {
    const roof = await made('Roof');
    const walls = await made('Walls');
    const fees = await made('Fees');
    const renamed = await change(walls, { revision: walls.revision, name: 'Walls and openings' });
    expect(renamed).toMatchObject({ status: 200, body: { name: 'Walls and openings' } });
    const first = await change(walls, { revision: renamed.body.revision, position: 0 });
    expect(await names()).toEqual(['Walls and openings', 'Foundations', 'Roof', 'Fees']);
    await change(walls, { revision: first.body.revision, position: 2 });
    expect(await names()).toEqual(['Foundations', 'Roof', 'Walls and openings', 'Fees']);
    // Who saw the roof and the fees before may rename them: nobody did, though others moved past them.
    expect((await change(fees, { revision: fees.revision, name: 'Charges' })).status).toBe(200);
    expect((await change(roof, { revision: roof.revision, name: 'ROOF' })).status).toBe(200);
  });

  test('that somebody else renamed meanwhile is not overwritten, nor removed; who is late is told what it is', async () => {
    const roof = await made('Roof');
    await change(roof, { revision: roof.revision, name: 'Flat roof' }, 'owner');
    for (const late of [
      await change(roof, { revision: roof.revision, name: 'Pitched roof' }),
      await remove(roof),
    ]) {
      expect(late).toMatchObject({
        status: 409,
        body: {
          error:
            'The element was renamed by somebody else meanwhile: it is "Flat roof" now. Look at it, then change it again.',
          details: { field: 'revision' },
        },
      });
    }
  });

  test('has a name that no other of the estimate has, however it is written', async () => {
    const roof = await made('Roof');
    for (const refused of [
      await add({ name: 'FOUNDATIONS' }),
      await change(roof, { revision: roof.revision, name: 'foundations' }),
    ]) {
      expect(refused).toMatchObject({
        status: 409,
        body: {
          error: '"Estimate" has an element "Foundations" already; give this one another name.',
          details: { field: 'name' },
        },
      });
    }
  });

  test('of one name is made once, however many make it at the same moment', async () => {
    const answers = await Promise.all(
      (['owner', 'estimator', 'owner', 'estimator'] as const).map((person) =>
        add({ name: 'Roof' }, person),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409, 409]);
    expect(await names()).toEqual(['Foundations', 'Roof']);
  });

  test('with lines is removed only where it is said what becomes of them; they stay, and come back with it', async () => {
    const site = (await add({ name: 'Site', position: 0 })).body;
    const kept = await addLine(site.id);
    const moved = await addLine(site.id);
    const { total } = await estimate();
    expect(await remove(site)).toMatchObject({
      status: 409,
      body: {
        error:
          '"Site" has 2 lines; move them to another element first, or ask with lines=release to leave them in none.',
        details: { field: 'lines' },
      },
    });
    expect(await elementOf(kept)).toBe(site.id);

    const removed = await remove(site, 'release');
    expect(removed).toEqual({
      status: 200,
      body: {
        ...{ id: site.id, name: 'Site', position: 0 },
        line_ids: [kept.id, moved.id].sort(),
      },
    });
    expect([await elementOf(kept), await elementOf(moved)]).toEqual([null, null]);
    expect(await estimate()).toMatchObject({ total, elements: [{ name: 'Foundations' }] });
    const uses = await query(
      'select element_id from public.estimate_library_usage where estimate_id = $1 and library_item_id = $2',
      [rows.estimate, rows.otherItem],
    );
    expect(uses.length).toBeGreaterThanOrEqual(2);
    expect(uses.every(({ element_id }) => element_id !== site.id)).toBe(true);

    // What somebody put elsewhere meanwhile is left there.
    const released = (await estimate()).lines.filter(({ id }) => id === moved.id);
    expect((await move(released, rows.element)).status).toBe(200);
    const back = await add(removed.body);
    expect(back).toMatchObject({ status: 201, body: { id: site.id, name: 'Site' } });
    expect(await names()).toEqual(['Site', 'Foundations']);
    expect([await elementOf(kept), await elementOf(moved)]).toEqual([site.id, rows.element]);
    expect(await add({ ...removed.body, name: 'Another' })).toMatchObject({
      status: 409,
      body: { details: { field: 'id' } },
    });
  });

  test('of a frozen version keeps the name it was bid with', async () => {
    const roof = await made('Roof');
    const line = await addLine(roof.id);
    const { body: version } = await ask('owner', 'POST', `${at}/frozen`, { name: 'With a roof' });
    const { body: renamed } = await change(roof, { revision: roof.revision, name: 'Flat roof' });
    const told = async () => {
      const { body } = await ask('owner', 'GET', `/api/frozen-estimates/${version.id}`);
      return body.lines.find(({ line_id }: { line_id: string }) => line_id === line.id);
    };
    expect(await told()).toMatchObject({ element_name: 'Roof' });
    await remove(renamed, 'release');
    expect(await told()).toMatchObject({ element_name: 'Roof' });
  });
});

describe('lines', () => {
  test('are moved to another element or to none, and back by the answer', async () => {
    const roof = await made('Roof');
    const lines = [await addLine(rows.element), await addLine(), await addLine(roof.id)];
    const moved = await move(lines, roof.id);
    expect(moved.status).toBe(200);
    expect(moved.body.lines.map(({ element_id }: Line) => element_id).sort()).toEqual(
      [rows.element, roof.id, null].sort(),
    );
    for (const line of lines) expect(await elementOf(line)).toBe(roof.id);
    const back = await ask('estimator', 'POST', `${at}/items/move`, moved.body);
    expect(back.status).toBe(200);
    expect(await Promise.all(lines.map(elementOf))).toEqual([rows.element, null, roof.id]);
    const [first] = (await estimate()).lines.filter(({ id }) => id === lines[0]?.id);
    const { body } = await ask('estimator', 'PATCH', `${at}/items/${first?.id}`, {
      ...{ revision: first?.revision, element_id: null },
    });
    expect(body.element_id).toBeNull();
  });

  test('are moved all or none: one that somebody changed meanwhile is named', async () => {
    const [first, second] = [await addLine(), await addLine()];
    const path = `${at}/items/${second.id}`;
    await ask('owner', 'PATCH', path, { revision: second.revision, quantity: '5' });
    expect(await move([first, second], rows.element)).toMatchObject({
      status: 409,
      body: {
        error:
          '"Rebar 12 mm" was changed by somebody else meanwhile; nothing was moved. Look at it, then move it again.',
      },
    });
    expect(await elementOf(first)).toBeNull();
    expect(await move([first, { ...second, id: unknownId }], rows.element)).toMatchObject({
      status: 404,
      body: { error: expect.stringMatching(/has no line .* Nothing was moved\.$/) },
    });
  });
});

describe('two at once', () => {
  let other: pg.Client;
  beforeEach(async () => {
    other = new pg.Client({ connectionString: databaseUrl() });
    await other.connect();
  });
  afterEach(() => other.end());

  /** Resolves once somebody waits for what `other` holds. */
  const waitedFor = async () => {
    const { rows: self } = await other.query('select pg_backend_pid() as pid');
    await expect
      .poll(
        async () =>
          (
            await query(
              'select count(*)::int as waiting from pg_stat_activity where $1 = any(pg_blocking_pids(pid))',
              [self[0].pid],
            )
          )[0].waiting,
      )
      .toBeGreaterThan(0);
  };

  test('one adds a line to an element that the other is removing: they are told, and nothing was added', async () => {
    const roof = await made('Roof');
    const before = (await estimate()).lines.length;
    await other.query('begin');
    await other.query('delete from public.estimate_elements where id = $1', [roof.id]);
    const adding = ask('estimator', 'POST', `${at}/items`, {
      ...{ library_item_id: rows.otherItem, quantity: 1, element_id: roof.id },
    });
    await waitedFor();
    await other.query('commit');
    expect(await adding).toMatchObject({
      status: 404,
      body: {
        error: `"Estimate" has no element ${roof.id}; somebody may have removed it meanwhile.`,
        details: { field: 'element_id' },
      },
    });
    expect((await estimate()).lines).toHaveLength(before);
  });

  test('one removes an element that the other is adding a line to: it has a line then, and stays', async () => {
    const roof = await made('Roof');
    await other.query('begin');
    await other.query(
      `insert into public.estimate_items (estimate_id, project_id, element_id, library_item_id, quantity)
       values ($1, $2, $3, $4, 1)`,
      [rows.estimate, rows.project, roof.id, rows.otherItem],
    );
    const removing = remove(roof);
    await waitedFor();
    await other.query('commit');
    expect(await removing).toMatchObject({
      status: 409,
      body: { error: expect.stringMatching(/^"Roof" has 1 line;/) },
    });
    expect(await names()).toContain('Roof');
  });

  test('many add lines to elements while others remove these: each line that was told of is there', async () => {
    const elements = await Promise.all(['A', 'B', 'C'].map(made));
    const adding = Array.from({ length: 12 }, (_, nth) =>
      ask('owner', 'POST', `${at}/items`, {
        ...{ library_item_id: rows.otherItem, quantity: 1, element_id: elements[nth % 3]?.id },
      }),
    );
    const removing = elements.map((element) => remove(element, 'release'));
    const [added, removed] = [await Promise.all(adding), await Promise.all(removing)];
    expect(removed.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(added.every(({ status }) => status === 201 || status === 404)).toBe(true);
    const { lines, elements: left } = await estimate();
    expect(left).toHaveLength(1);
    const there = new Set(lines.map(({ id }) => id));
    for (const { status, body } of added) if (status === 201) expect(there).toContain(body.id);
    expect(lines).toHaveLength(1 + added.filter(({ status }) => status === 201).length);
  });
});

describe('who may', () => {
  test.each([
    ['stranger', 404],
    ['admin', 403],
    ['anonymous', 401],
  ] as const)('not work on elements: %s', async (person, status) => {
    const roof = await made('Roof');
    const line = await addLine();
    const statuses = [
      (await add({ name: 'New' }, person)).status,
      (await change(roof, { revision: roof.revision, name: 'New' }, person)).status,
      (await remove(roof, 'release', person)).status,
      (await move([line], roof.id, person)).status,
    ];
    expect(statuses).toEqual([status, status, status, status]);
    expect(await names()).toEqual(['Foundations', 'Roof']);
    expect(await elementOf(line)).toBeNull();
  });

  test('not work on a public record, though everyone reads it', async () => {
    const path = `/api/estimates/${rows.publicEstimate}`;
    const refused = await ask('estimator', 'POST', `${path}/elements`, { name: 'New' });
    expect(refused).toMatchObject({
      status: 403,
      body: { error: expect.stringMatching(/Only members/) },
    });
    const element = `${path}/elements/${rows.publicElement}`;
    expect((await ask('estimator', 'PATCH', element, { revision: '1', name: 'x' })).status).toBe(
      403,
    );
    expect((await ask('estimator', 'DELETE', `${element}?revision=1`)).status).toBe(403);
    const lines = [{ id: rows.publicLine, revision: '1', element_id: null }];
    expect((await ask('estimator', 'POST', `${path}/items/move`, { lines })).status).toBe(403);
  });

  test('not work on the elements of an estimate that is frozen', async () => {
    const roof = await made('Roof');
    const line = await addLine();
    const set = (status: string) =>
      query('update public.estimates set status = $1 where id = $2', [status, rows.estimate]);
    await set('frozen');
    const refused = [
      await add({ name: 'New' }),
      await change(roof, { revision: roof.revision, name: 'New' }),
      await remove(roof),
      await move([line], roof.id),
    ];
    await set('open');
    for (const answer of refused) {
      expect(answer).toMatchObject({
        status: 409,
        body: { error: 'The estimate "Estimate" is frozen; work on an open one.' },
      });
    }
  });
});

describe('bad input', () => {
  test.each([
    [{}, 'name'],
    [{ name: ' ' }, 'name'],
    [{ name: 'x'.repeat(201) }, 'name'],
    [{ name: 'New', position: -1 }, 'position'],
    [{ name: 'New', position: 0.5 }, 'position'],
    [{ name: 'New', line_ids: ['x'] }, 'line_ids[0]'],
    [{ name: 'New', project_id: rows.project }, 'project_id'],
  ])('an element made as %j', async (body, field) => {
    expect(await add(body)).toMatchObject({ status: 400, body: { details: { field } } });
  });

  test.each([
    [{ name: 'New' }, 400, 'revision'],
    [{ revision: '1' }, 400, ''],
    [{ revision: '1', name: '' }, 400, 'name'],
    [{ revision: '1', position: 'first' }, 400, 'position'],
    [{ revision: 'never', name: 'New' }, 409, 'revision'],
  ])('an element changed as %j: %i', async (body, status, field) => {
    const answer = await change({ id: rows.element }, body);
    expect(answer.status).toBe(status);
    expect(answer.body.details?.field ?? '').toBe(field);
  });

  test('an element of another estimate, of none, and a removal without its revision', async () => {
    const seen = { revision: '1', name: 'New' };
    expect((await change({ id: rows.publicElement }, seen)).status).toBe(404);
    expect((await change({ id: 'x' }, seen)).status).toBe(400);
    expect(await ask('estimator', 'DELETE', `${at}/elements/${rows.element}`)).toMatchObject({
      status: 400,
      body: { details: { field: 'revision' } },
    });
    const line = await addLine();
    expect(await move([line], rows.publicElement)).toMatchObject({
      status: 404,
      body: { details: { field: 'element_id' } },
    });
    expect(await move([line, line], rows.element)).toMatchObject({
      status: 400,
      body: { details: { field: 'lines' } },
    });
    expect(await move([], rows.element)).toMatchObject({ status: 400 });
    const theirs = { id: rows.publicLine, element_id: null, revision: '1' };
    expect((await move([theirs], rows.element)).status).toBe(404);
  });

  test('lines of another estimate are not taken in', async () => {
    const { status } = await add({ name: 'New', line_ids: [rows.publicLine, unknownId] });
    expect(status).toBe(201);
    const [line] = await query('select element_id from public.estimate_items where id = $1', [
      rows.publicLine,
    ]);
    expect(line.element_id).toBe(rows.publicElement);
  });
});
