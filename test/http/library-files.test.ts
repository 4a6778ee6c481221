import { writeXlsx } from 'hucre/xlsx';
import { describe, expect, test } from 'vitest';
import { largestLibraryFile } from '../../src/contract/library-files.ts';
import { lookAtFile } from '../../src/exchange/index.ts';
import { rows } from '../support/fixture.ts';
import { type Person, people } from '../support/people.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';
import { tokenOf } from '../support/tokens.ts';

const scene = makeScene((databaseUrl) => startNode(databaseUrl, { queue: true }));
const { ask } = scene;
const unknownId = '00000000-0000-4000-8000-000000000000';

const authorization = async (person: Person): Promise<Record<string, string>> => {
  const token = await tokenOf(people[person]);
  return token === null ? {} : { authorization: `Bearer ${token}` };
};

/** Gives a file as somebody: the status and what the answer says. */
async function give(
  person: Person,
  name: string,
  content: BodyInit,
  headers: Record<string, string> = {},
) {
  const answer = await fetch(
    `${scene.url()}/api/library/imports?name=${encodeURIComponent(name)}`,
    {
      method: 'POST',
      headers: {
        'content-type': 'application/octet-stream',
        ...(await authorization(person)),
        ...headers,
      },
      body: content,
    },
  );
  return { status: answer.status, body: await answer.json() };
}

/** Runs a check or an import of a given file to its end, and gives the file as it is then. */
async function run(given: { id: string; mapping: unknown }, dry_run: boolean) {
  const started = await ask('admin', 'POST', `/api/library/imports/${given.id}/runs`, {
    dry_run,
    mapping: given.mapping,
  });
  expect(started.status).toBe(202);
  await expect
    .poll(async () => (await ask('admin', 'GET', started.body.status_url)).body.status)
    .not.toMatch(/queued|running/);
  const ended = await ask('admin', 'GET', started.body.status_url);
  const now = await ask('admin', 'GET', `/api/library/imports/${given.id}`);
  return { run: ended.body, file: now.body };
}

async function download(person: Person, query: string) {
  const answer = await fetch(`${scene.url()}/api/library/export?${query}`, {
    headers: await authorization(person),
  });
  return {
    status: answer.status,
    headers: answer.headers,
    bytes: new Uint8Array(await answer.arrayBuffer()),
  };
}

/** The library has C25 in m3: another way to write its unit is no other unit. */
const items = [
  'Code,Name,Unit,Unit price,Section code,Section,Division code,Division',
  'C25,Concrete C25/30,m³,,03-30,Cast concrete,03,Concrete',
  'W1,"Brick wall, 24 cm",m2,85.50,04-20,Brickwork,04,Masonry',
  'W2,Wall,m2,cheap,04-20,Brickwork,04,Masonry',
  'R12,Rebar,t,,,,,',
].join('\n');

describe('who may', () => {
  test.each([
    ['give a file: administrators', (person: Person) => give(person, 'items.csv', items), 201],
    ['see those given', (person: Person) => ask(person, 'GET', '/api/library/imports'), 200],
    [
      'see one',
      (person: Person) => ask(person, 'GET', `/api/library/imports/${rows.libraryImport}`),
      200,
    ],
    [
      'remove one, here an unknown one',
      (person: Person) => ask(person, 'DELETE', `/api/library/imports/${unknownId}`),
      404,
    ],
  ] as const)('%s', async (_, call, status) => {
    for (const [person, expected] of [
      ['anonymous', 401],
      ['estimator', 403],
      ['owner', 403],
      ['admin', status],
    ] as const) {
      expect([person, (await call(person)).status]).toEqual([person, expected]);
    }
  });

  test('take the library away: everyone signed in', async () => {
    expect((await download('anonymous', 'format=csv')).status).toBe(401);
    expect((await download('stranger', 'format=csv')).status).toBe(200);
  });
});

describe('a file', () => {
  test('is looked at, checked and imported: what was told is what is done', async () => {
    const given = await give('admin', 'items.csv', items);
    expect(given.body).toMatchObject({
      file_name: 'items.csv',
      format: 'csv',
      check: null,
      result: null,
    });
    expect(given.body.sheets[0].columns).toContain('Section code');
    expect(given.body.mapping.sheets[0]).toMatchObject({ table: 'items', header_line: 1 });

    const checked = await run(given.body, true);
    expect(checked.file.check).toMatchObject({
      dry_run: true,
      read: 4,
      headings: { inserted: 2, changed: 0, unchanged: 2, skipped: 0 },
      items: { inserted: 1, changed: 1, unchanged: 0, skipped: 1 },
      changes: [
        {
          line: 2,
          record: 'item',
          code: 'C25',
          action: 'changed',
          changes: { Name: ['Concrete C25', 'Concrete C25/30'] },
        },
        { line: 3, record: 'heading', action: 'inserted' },
        { line: 3, record: 'heading', action: 'inserted' },
        { line: 3, record: 'item', code: 'W1', action: 'inserted' },
      ],
      skipped: [
        { line: 4, code: 'W2', field: 'Unit price', reason: 'is no number', value: 'cheap' },
        {
          line: 5,
          code: 'R12',
          field: 'Unit',
          reason: 'is kg in the library, and an item keeps its unit: use another code',
          value: 't',
        },
      ],
    });
    expect(await scene.query(`select from public.library_items where code = 'W1'`)).toHaveLength(0);

    const imported = await run(given.body, false);
    const { seconds: _, ...told } = checked.file.check;
    expect(imported.file.result).toMatchObject({ ...told, dry_run: false });
    expect(imported.run.output.message).toBe(
      'Imported 4 rows: 1 item and 2 headings added; 1 item changed; 2 rows left out.',
    );
    expect(
      await scene.query(`select unit_price::text from public.library_items where code = 'W1'`),
    ).toEqual([{ unit_price: '85.5' }]);
    // Once is enough; whoever asked is told of its end.
    const again = await ask('admin', 'POST', `/api/library/imports/${given.body.id}/runs`, {
      dry_run: false,
      mapping: given.body.mapping,
    });
    expect(again).toMatchObject({ status: 409, body: { code: 'conflict' } });
    expect((await ask('admin', 'GET', '/api/notices')).body.notices[0]).toMatchObject({
      outcome: 'completed',
    });
  });

  test('is read by the mapping as a person corrected it', async () => {
    const given = await give(
      'admin',
      'odd.csv',
      'Ref;Bezeichnung;Satz\nM1;Beton;120,5\nM9;Sand;33\n',
    );
    const [sheet] = given.body.mapping.sheets;
    expect(sheet.columns).toEqual({ code: 0 });
    const mapping = {
      ...given.body.mapping,
      decimal_mark: ',',
      sheets: [{ ...sheet, table: 'resources', columns: { code: 0, name: 1, rate: 2 } }],
    };
    const { file } = await run({ ...given.body, mapping }, true);
    expect(file.mapping).toEqual(mapping);
    expect(file.check.changes).toMatchObject([
      { code: 'M1', changes: { Name: ['Ready-mixed concrete', 'Beton'], Rate: ['100', '120.5'] } },
    ]);
    expect(file.check.skipped).toMatchObject([
      { line: 3, code: 'M9', field: 'Kind', reason: 'is missing: a new resource needs one' },
    ]);
  });

  test('imported by another mapping than it was checked by: what the check said is gone', async () => {
    const given = await give(
      'admin',
      'renamed.csv',
      'Code,Name,Other name\nM1,Concrete,Ready mix\n',
    );
    const [sheet] = given.body.mapping.sheets;
    const by = (name: number) => ({
      ...given.body.mapping,
      sheets: [{ ...sheet, table: 'resources', columns: { code: 0, name } }],
    });
    const checked = await run({ ...given.body, mapping: by(1) }, true);
    expect(checked.file.check.changes).toMatchObject([
      { code: 'M1', changes: { Name: [expect.any(String), 'Concrete'] } },
    ]);
    // Checked again as it was, it stays until the new one is there.
    expect((await run({ ...given.body, mapping: by(1) }, true)).file.check).not.toBeNull();
    const imported = await run({ ...given.body, mapping: by(2) }, false);
    expect(imported.file.check).toBeNull();
    expect(imported.file.mapping).toEqual(by(2));
    expect(imported.file.result.changes).toMatchObject([
      { code: 'M1', changes: { Name: [expect.any(String), 'Ready mix'] } },
    ]);
  });

  test('with a cycle is taken but for the items on it, with their path', async () => {
    const lines = [
      'Item code,Code,Quantity',
      'C25,R12,2',
      'C25,M1,1.1',
      'R12,C25,1',
      'R12,L1,0.5',
      'X9,M1,1',
    ].join('\n');
    const given = await give('admin', 'build-ups.csv', lines);
    const { file } = await run(given.body, true);
    expect(file.check.build_ups).toEqual({ inserted: 0, changed: 0, unchanged: 0, skipped: 3 });
    const reasons = file.check.skipped.map(({ line, code, reason }: never) => [line, code, reason]);
    expect(reasons).toContainEqual([
      2,
      'C25',
      'would make an item contain itself: C25 → R12 → C25',
    ]);
    expect(reasons).toContainEqual([
      4,
      'R12',
      'would make an item contain itself: C25 → R12 → C25',
    ]);
    expect(reasons).toContainEqual([6, 'X9', 'is of no item']);
  });
});

describe('a file of somebody’s own', () => {
  test('has a new item without a section, and a new section without a division, placed and told', async () => {
    const given = await give(
      'admin',
      'own.csv',
      'Code,Name,Unit,Price,Section\nX1,Wall,m2,10,Masonry\nX2,Loose,m2,5,\nC25,,,,\nX3,,m2,5,\n',
    );
    const { file } = await run(given.body, true);
    const { changes, notes, skipped, items: counts, headings } = file.check;
    expect(counts).toEqual({ inserted: 2, changed: 0, unchanged: 1, skipped: 1 });
    expect(headings.inserted).toBe(4);
    expect(changes.map(({ record, code }: Record<string, string>) => `${record} ${code}`)).toEqual([
      'heading Masonry',
      'heading Masonry',
      'item X1',
      'heading IMPORTED',
      'heading IMPORTED',
      'item X2',
    ]);
    expect(notes).toEqual([
      {
        text: 'a new item without a section: it stands under Imported until it is given one',
        times: 1,
      },
      { text: 'a new section without a division: it stands in one of its own name', times: 1 },
    ]);
    expect(skipped).toMatchObject([{ line: 5, code: 'X3', field: 'Name' }]);
  });

  test('has lines of an item that was left out told so, and not that there is no such item', async () => {
    const book = await writeXlsx({
      sheets: [
        {
          name: 'Items',
          rows: [
            ['Code', 'Name', 'Unit', 'Unit price'],
            ['Y1', 'Wall', 'm2', 'cheap'],
            ['Y2', null, 'm2', 1],
          ],
        },
        {
          name: 'Build-ups',
          rows: [
            ['Item code', 'Code', 'Quantity'],
            ['Y1', 'M1', 1],
            ['Y2', 'M1', 1],
            ['Y3', 'M1', 1],
          ],
        },
      ],
    });
    const given = await give('admin', 'book.xlsx', new Blob([book as BlobPart]));
    const { file } = await run(given.body, true);
    const told = file.check.skipped.map(
      ({ sheet, line, reason }: Record<string, unknown>) => `${sheet} ${line} ${reason}`,
    );
    expect(told).toEqual([
      'Build-ups 2 belongs to an item that was left out',
      'Build-ups 3 belongs to an item that was left out',
      'Build-ups 4 is of no item',
      'Items 2 is no number',
      'Items 3 is missing: a new item needs one',
    ]);
  });
});

describe('what comes with it:', () => {
  test('in BC3 assemblies; in a workbook every sheet', async () => {
    const bc3 = [
      '~V||FIEBDC-3/2016|Other||ANSI|',
      '~K|\\2\\2\\3\\2\\2\\2\\2\\EUR\\|0|',
      '~C|05#||Steel|||0|',
      '~C|BEAM|kg|Beam, erected|3.2||0|',
      '~C|WELD|m|Weld|6||0|',
      '~C|STEEL|kg|Section steel|2||3|',
      '~C|WELDER|h|Welder|30||1|',
      '~D|05#|BEAM\\1\\1\\|',
      '~D|BEAM|STEEL\\1\\1.1\\WELD\\1\\0.2\\|',
      '~D|WELD|WELDER\\1\\0.2\\|',
    ].join('\r\n');
    const given = await give('admin', 'steel.bc3', bc3);
    expect(given.body).toMatchObject({
      format: 'bc3',
      about: 'FIEBDC-3/2016, by Other, ANSI, 5 concepts',
    });
    const { file } = await run(given.body, false);
    expect(file.result).toMatchObject({
      items: { inserted: 2 },
      resources: { inserted: 2 },
      build_ups: { inserted: 2 },
    });
    // 1.1 × 2 + 0.2 × (0.2 × 30)
    const [cost] = await scene.query(
      `select sum(cost)::text as cost from ratebook.direct_cost_lines(
        array(select id from public.library_items where code = 'BEAM'), null, now())`,
    );
    expect(Number(cost.cost)).toBe(3.4);

    const workbook = await writeXlsx({
      sheets: [
        {
          name: 'Resources',
          rows: [
            ['Code', 'Rate'],
            ['STEEL', 2.5],
          ],
        },
        {
          name: 'Build-ups',
          rows: [
            ['Item code', 'Code', 'Quantity'],
            ['BEAM', 'STEEL', 1.2],
          ],
        },
      ],
    });
    const book = await give('admin', 'steel.xlsx', new Uint8Array(workbook));
    const changed = await run(book.body, false);
    expect(changed.file.result).toMatchObject({
      resources: { changed: 1 },
      build_ups: { changed: 1 },
    });
    expect(changed.file.result.changes).toContainEqual(
      expect.objectContaining({
        sheet: 'Resources',
        code: 'STEEL',
        changes: { Rate: ['2', '2.5'], Currency: ['EUR', 'USD'] },
      }),
    );
  });

  test('can be removed', async () => {
    const given = await give('admin', 'items.csv', items);
    expect((await ask('admin', 'DELETE', `/api/library/imports/${given.body.id}`)).status).toBe(
      204,
    );
    expect((await ask('admin', 'GET', `/api/library/imports/${given.body.id}`)).status).toBe(404);
  });
});

describe('bad files are refused, and kept nowhere', () => {
  test.each([
    ['nothing', '', 400, 'The file is empty.'],
    ['binary data', Buffer.from([7, 0, 7]), 400, 'The file is binary data, not a CSV text.'],
    [
      'more than 32 MB',
      Buffer.alloc(largestLibraryFile + 1, 'a'),
      413,
      'larger than 32 MB; split the file',
    ],
  ])('%s', async (_, content, status, sentence) => {
    const before = await scene.query('select count(*) from public.library_imports');
    const refused = await give('admin', 'file', content);
    expect(refused).toMatchObject({ status, body: { success: false } });
    expect(refused.body.error).toContain(sentence);
    expect(await scene.query('select count(*) from public.library_imports')).toEqual(before);
  });

  test('without a name: 400, which says so', async () => {
    expect(await give('admin', '', items)).toMatchObject({
      status: 400,
      body: { details: { field: 'name' } },
    });
  });

  test.each([
    ['a column that must be told', { columns: { name: 1 } }, 'mapping.sheets[0].columns.code'],
    [
      'a field that is none',
      { columns: { code: 0, colour: 1 } },
      'mapping.sheets[0].columns.colour',
    ],
    ['a sheet that is none', { sheet: 'Sheet9' }, 'mapping.sheets[0].sheet'],
    ['no sheet at all', { table: null }, 'mapping.sheets'],
  ])('a mapping with %s', async (_, wrong, field) => {
    const given = await give('admin', 'items.csv', items);
    const [sheet] = given.body.mapping.sheets;
    const refused = await ask('admin', 'POST', `/api/library/imports/${given.body.id}/runs`, {
      mapping: { ...given.body.mapping, sheets: [{ ...sheet, ...wrong }] },
    });
    expect(refused).toMatchObject({
      status: 400,
      body: { code: 'invalid_input', details: { field } },
    });
  });

  test('one that turns out damaged amid its rows fails its run with a sentence, and changes nothing', async () => {
    const given = await give('admin', 'items.csv', `${items}\n${'X,Y,Z\n'.repeat(40_000)}"`);
    // What is looked at is whole; the quotation mark at the end is not closed.
    expect(given.status).toBe(201);
    const { run: failed, file } = await run(given.body, false);
    expect(failed).toMatchObject({ status: 'failed' });
    expect(failed.error_message).toContain('is never closed');
    expect(file.result).toBeNull();
  });
});

describe('the library as a file', () => {
  test.each([
    ['csv', 'text/csv; charset=utf-8', 'library-items.csv'],
    [
      'xlsx',
      'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      'library-items.xlsx',
    ],
    ['bc3', 'application/octet-stream', 'library.bc3'],
  ])('%s says what it is', async (format, type, name) => {
    const { headers, bytes } = await download('estimator', `format=${format}`);
    expect(headers.get('content-type')).toBe(type);
    expect(headers.get('content-disposition')).toBe(`attachment; filename="${name}"`);
    expect(await lookAtFile(bytes, 'file')).toMatchObject({ format });
  });

  test('holds what the list shows: in BC3 with what it is built of', async () => {
    const text = async (query: string) =>
      Buffer.from((await download('estimator', query)).bytes).toString();
    const csv = await text('format=csv&search=rebar');
    expect(csv.trim().split('\r\n')).toHaveLength(2);
    expect(csv).toContain('R12,Rebar 12 mm,kg');
    const lines = await text(`format=csv&table=build-ups&section=${rows.section}`);
    expect(lines).toContain('C25,material,M1,1.05');
    const bc3 = await text('format=bc3&search=C25');
    expect(bc3).toContain('~D|C25|M1\\1\\1.05\\|');
    expect(bc3).toContain('~C|M1|m3|');
    expect(bc3).not.toContain('R12');
  });

  test('with an unknown format: 400, which names it', async () => {
    const answer = await ask('estimator', 'GET', '/api/library/export?format=pdf');
    expect(answer).toMatchObject({ status: 400, body: { details: { field: 'format' } } });
  });
});
