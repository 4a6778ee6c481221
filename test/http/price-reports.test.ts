import { parse } from 'csv-parse/sync';
import { readXlsx } from 'hucre';
import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { type Person, people, userIdOf } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';
import { tokenOf } from '../support/tokens.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const { ask } = scene;
const unknownId = '00000000-0000-4000-8000-000000000000';

/** Bids of an item in a project, so many a month, from January to November 2026. */
async function bid(project: string, item: string, prices: readonly number[]) {
  await scene.query(
    `with p as (
       select gen_random_uuid() as id, price, make_timestamptz(2026, month::int, n, 12, 0, 0, 'UTC') as at
       from unnest($3::numeric[]) with ordinality as months (price, month), generate_series(1, 3) n
     ), s as (
       insert into public.price_snapshots (id, project_id, captured_at, source, currency)
       select id, $1, at, 'bid', 'USD' from p
     )
     insert into public.price_snapshot_items
       (snapshot_id, project_id, captured_at, library_item_id, unit, quantity, unit_price, price_source)
     select id, $1, at, $2, 'm3', 10, price, 'agreed' from p`,
    [project, item, prices],
  );
}

const rising = [100, 101, 102, 103, 104, 105, 106, 107, 108, 109, 110];

beforeAll(async () => {
  await bid(rows.publicProject, rows.item, rising);
  await bid(
    rows.project,
    rows.otherItem,
    rising.map((price) => 10 * price),
  );
  await bid(
    rows.foreignProject,
    rows.otherItem,
    rising.map(() => 7777),
  );
});

const request = { months: 10, until: '2026-11-25', format: 'csv' };

/** Asks for a report, and waits until it is there. */
async function made(person: Person, body: Record<string, unknown> = {}): Promise<string> {
  const asked = await ask(person, 'POST', '/api/reports', { ...request, ...body });
  expect(asked, JSON.stringify(asked.body)).toMatchObject({ status: 202 });
  const { id } = asked.body;
  await expect
    .poll(async () => (await ask(person, 'GET', `/api/reports/${id}`)).body.status)
    .toBe('ready');
  return id;
}

async function download(person: Person, id: string) {
  const token = await tokenOf(people[person]);
  const answer = await fetch(`${scene.url()}/api/reports/${id}/file`, {
    headers: token === null ? {} : { authorization: `Bearer ${token}` },
  });
  const bytes = new Uint8Array(await answer.arrayBuffer());
  return { status: answer.status, headers: answer.headers, bytes };
}

async function csvOf(person: Person, id: string): Promise<Record<string, string>[]> {
  const { status, bytes } = await download(person, id);
  expect(status).toBe(200);
  return parse(Buffer.from(bytes), { bom: true, columns: true });
}

describe('a report', () => {
  test('holds what its asker may see, and nothing of others', async () => {
    const [member] = (await csvOf('estimator', await made('estimator'))).filter(
      ({ code }) => code === 'R12',
    );
    expect(member).toMatchObject({ newest_median: '1100', '2026-01': '1000', prices: '33' });
    const stranger = await csvOf('stranger', await made('stranger'));
    expect(stranger.map(({ code }) => code)).toEqual(['C25']);
    const [seen] = (await csvOf('admin', await made('admin'))).filter(({ code }) => code === 'R12');
    // Of both projects: 1100 and 7777, three each.
    expect(seen).toMatchObject({ newest_median: '4438.5', prices: '66' });
  });

  test('tells the changes found that its asker may know of, with what is expected of each item', async () => {
    const sheets = async (person: Person) => {
      const { bytes } = await download(person, await made(person, { format: 'xlsx' }));
      return (await readXlsx(bytes)).sheets;
    };
    const among = async (person: Person) => {
      const [head = [], ...found] =
        (await sheets(person)).find(({ name }) => name === 'Changes')?.rows ?? [];
      return found.map((row) => row[head.indexOf('Among')]).sort();
    };
    const codes = await scene.query('select id, code from public.projects');
    const codeOf = (id: string) => codes.find((one) => one.id === id)?.code;
    const everybody = ['public records', codeOf(rows.publicProject)];
    expect(await among('stranger')).toEqual(expect.arrayContaining([...everybody]));
    const own = await among('estimator');
    expect(own).toEqual(expect.arrayContaining([...everybody, codeOf(rows.project)]));
    expect(own).not.toContain(codeOf(rows.foreignProject));
    const [head, item] =
      (await sheets('estimator')).find(({ name }) => name === 'Forecast')?.rows ?? [];
    expect(head?.slice(6, 9)).toEqual(['2026-12', '2026-12, from', '2026-12, to']);
    expect(item?.[6]).toBe(110);
  });

  test('tells the change over the span asked for, as a share', async () => {
    const [line] = await csvOf('stranger', await made('stranger', { over: 6 }));
    expect(Number(line?.change_6m)).toBeCloseTo(110 / 104 - 1, 9);
  });

  test.each([
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', 'PK'],
    ['pdf', 'application/pdf', '%P'],
    ['csv', 'text/csv; charset=utf-8', '\xef\xbb'],
  ])(
    'as %s is downloaded under its media type and a name of its own',
    async (format, type, head) => {
      const id = await made('estimator', { project: rows.project, format });
      const { headers, bytes } = await download('estimator', id);
      expect(headers.get('content-type')).toBe(type);
      expect(headers.get('content-disposition')).toMatch(
        new RegExp(`^attachment; filename="prices-[a-z0-9-]+-\\d{4}-\\d\\d-\\d\\d\\.${format}"$`),
      );
      expect(Buffer.from(bytes.slice(0, 2)).toString('latin1')).toBe(head);
    },
  );

  test('of chosen items holds them alone', async () => {
    const id = await made('estimator', { items: [rows.otherItem], format: 'xlsx' });
    const book = await readXlsx((await download('estimator', id)).bytes);
    const items = book.sheets.find(({ name }) => name === 'Items');
    expect(items?.rows.map(([code]) => code)).toEqual(['Code', 'R12']);
  });

  test('is told of by a notice that leads to it', async () => {
    const id = await made('owner', { project: rows.project });
    const { body } = await ask('owner', 'GET', '/api/notices');
    expect(body.notices).toContainEqual(
      expect.objectContaining({
        run_id: id,
        outcome: 'completed',
        title: 'Make a price report',
        link: `/reports/${id}`,
      }),
    );
  });
});

describe('who may see a report', () => {
  test('of a project: its members and administrators; to anyone else there is none', async () => {
    const id = await made('owner', { project: rows.project });
    for (const person of ['owner', 'estimator', 'admin'] as const) {
      expect((await download(person, id)).status, person).toBe(200);
    }
    expect((await download('stranger', id)).status).toBe(404);
    expect((await download('anonymous', id)).status).toBe(401);
    const listed = await ask('stranger', 'GET', '/api/reports');
    expect(listed.body.reports.map((report: { id: string }) => report.id)).not.toContain(id);
    expect((await ask('stranger', 'GET', `/api/reports/${id}`)).status).toBe(404);
  });

  test('of the library: whoever asked for it and administrators', async () => {
    const id = await made('estimator');
    expect((await download('estimator', id)).status).toBe(200);
    expect((await download('owner', id)).status).toBe(404);
    expect((await download('admin', id)).status).toBe(200);
  });

  test('asked for as an administrator: administrators, and no longer who was one', async () => {
    const id = await made('admin');
    await scene.query('update public.price_reports set owner_id = $1 where id = $2', [
      userIdOf('stranger'),
      id,
    ]);
    expect((await download('stranger', id)).status).toBe(404);
    expect((await download('admin', id)).status).toBe(200);
  });

  test('who leaves a project downloads none of its prices any more, also not within those of the library', async () => {
    const ofProject = await made('estimator', { project: rows.project });
    const ofLibrary = await made('estimator');
    const ofPublic = await made('estimator', { project: rows.publicProject });
    const leave = [rows.project, userIdOf('estimator')];
    await scene.query(
      'delete from public.project_members where project_id = $1 and user_id = $2',
      leave,
    );
    try {
      expect((await download('estimator', ofProject)).status).toBe(404);
      expect((await download('estimator', ofLibrary)).status).toBe(404);
      expect((await download('estimator', ofPublic)).status).toBe(200);
      const again = await ask('estimator', 'POST', '/api/reports', {
        ...request,
        project: rows.project,
      });
      expect(again).toMatchObject({ status: 404, body: { details: { field: 'request.project' } } });
    } finally {
      await scene.query(
        `insert into public.project_members (project_id, user_id, role) values ($1, $2, 'estimator')`,
        leave,
      );
    }
    expect((await download('estimator', ofProject)).status).toBe(200);
  });
});

describe('is refused', () => {
  test.each<[string, Person, Record<string, unknown>, number]>([
    ['nobody’s', 'anonymous', {}, 401],
    ['the service’s, which is no person', 'service', {}, 403],
    ['of a project of others', 'stranger', { project: rows.project }, 404],
    ['of a section that is not there', 'estimator', { section: unknownId }, 404],
    ['of an item that is not there', 'estimator', { items: [rows.item, unknownId] }, 404],
    ['in a format there is none of', 'estimator', { format: 'docx' }, 400],
    ['over no months', 'estimator', { months: 0 }, 400],
    ['of a change over 5 months', 'estimator', { over: 5 }, 400],
  ])('a report %s', async (_what, person, body, status) => {
    expect((await ask(person, 'POST', '/api/reports', body)).status).toBe(status);
  });

  test('a file that is not made yet: 409', async () => {
    const { status, body } = await ask('estimator', 'GET', `/api/reports/${rows.reportAsked}/file`);
    expect({ status, code: body.code }).toEqual({ status: 409, code: 'conflict' });
  });

  test('the removal of a report by a member whose it is not; its owner may', async () => {
    const id = await made('owner', { project: rows.project });
    expect((await ask('estimator', 'DELETE', `/api/reports/${id}`)).status).toBe(403);
    expect((await ask('stranger', 'DELETE', `/api/reports/${id}`)).status).toBe(404);
    expect((await ask('owner', 'DELETE', `/api/reports/${id}`)).status).toBe(204);
    expect((await download('owner', id)).status).toBe(404);
  });
});

describe('a report’s schedule', () => {
  const weekly = { request, cron: '0 6 * * 1', time_zone: 'Europe/Berlin' };
  const add = (person: Person, body: Record<string, unknown> = weekly) =>
    ask(person, 'POST', '/api/reports/schedules', body);

  test('tells its next runs, is switched off and on, and removed', async () => {
    const { status, body } = await add('estimator');
    expect(status).toBe(201);
    expect(body).toMatchObject({
      title: 'Prices: The whole library',
      own: true,
      cron: '0 6 * * 1',
      time_zone: 'Europe/Berlin',
      enabled: true,
    });
    expect(body.next_runs).toHaveLength(5);
    const path = `/api/reports/schedules/${body.id}`;
    const off = await ask('estimator', 'PATCH', path, { enabled: false });
    expect(off.body).toMatchObject({ enabled: false, next_runs: [], cron: '0 6 * * 1' });
    const on = await ask('estimator', 'PATCH', path, { enabled: true });
    expect(on.body.next_runs).toEqual(body.next_runs);
    expect((await ask('estimator', 'DELETE', path)).status).toBe(204);
    const left = await ask('estimator', 'GET', '/api/reports/schedules');
    expect(left.body.schedules).toEqual([]);
  });

  test('is seen by the members of its project, and changed by its owner', async () => {
    const { body } = await add('owner', {
      ...weekly,
      request: { ...request, project: rows.project },
    });
    const path = `/api/reports/schedules/${body.id}`;
    const seen = await ask('estimator', 'GET', '/api/reports/schedules');
    expect(seen.body.schedules).toMatchObject([{ id: body.id, own: false }]);
    expect((await ask('stranger', 'GET', '/api/reports/schedules')).body.schedules).toEqual([]);
    expect((await ask('estimator', 'DELETE', path)).status).toBe(403);
    expect((await ask('stranger', 'PATCH', path, { enabled: false })).status).toBe(404);
    expect((await ask('owner', 'DELETE', path)).status).toBe(204);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['with neither time', { request }, 'cron'],
    ['with both', { ...weekly, every_minutes: 60 }, 'cron'],
    ['oftener than hourly', { request, cron: '*/5 * * * *' }, 'cron'],
    ['by an interval under an hour', { request, every_minutes: 30 }, 'every_minutes'],
    ['in a time zone there is not', { ...weekly, time_zone: 'Mars/Olympus' }, 'time_zone'],
  ])('is refused %s', async (_what, body, field) => {
    const answer = await add('estimator', body);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(answer.body)).toContain(field);
  });

  test('is none of other jobs’: those are not to be reached by it', async () => {
    const path = '/api/reports/schedules/popularity';
    expect((await ask('admin', 'DELETE', path)).status).toBe(404);
  });
});

test('none of all this was a mistake of ours', () => {
  expect(scene.failures()).toEqual([]);
});
