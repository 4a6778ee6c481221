import { beforeAll, describe, expect, test } from 'vitest';
import { rows } from '../support/fixture.ts';
import { makeScene } from '../support/scene.ts';
import { startNode } from '../support/targets.ts';

const { ask, query } = makeScene(startNode);

describe('the lines of a frozen version beside today’s prices', () => {
  const codes = Array.from({ length: 7 }, (_, number) => `PAGED-${number}`);
  let version = '';
  const compare = (parameters: string) =>
    ask('owner', 'GET', `/api/frozen-estimates/${version}/comparison?${parameters}`);
  const page = async (parameters: string) => (await compare(parameters)).body;
  type Line = { code: string; line_id: string; difference: string };
  /** Every page, one after the other. */
  const through = async (parameters: string) => {
    const lines: Line[] = [];
    const wholes = new Set<string>();
    for (let cursor: string | null = ''; cursor !== null; ) {
      const answer: { lines: Line[]; next_cursor: string | null } = await page(
        `${parameters}&limit=2${cursor && `&cursor=${cursor}`}`,
      );
      expect(answer.lines.length).toBeLessThanOrEqual(2);
      const { lines: own, next_cursor, ...whole } = answer;
      wholes.add(JSON.stringify(whole));
      lines.push(...own);
      cursor = next_cursor;
    }
    return { lines, wholes: [...wholes] };
  };

  beforeAll(async () => {
    await query(
      `insert into public.library_items (section_id, code, name, unit, unit_price)
       select $1, code, code, 'm', 10 from unnest($2::text[]) code`,
      [rows.section, codes],
    );
    await query(
      `insert into public.estimate_items (estimate_id, project_id, library_item_id, quantity)
       select $1, $2, id, 3 from public.library_items where code = any ($3::text[])`,
      [rows.estimate, rows.project, codes],
    );
    version = (
      await ask('owner', 'POST', `/api/estimates/${rows.estimate}/frozen`, { name: 'Paged' })
    ).body.id;
    // Each another way, two of them as much; the last does not move.
    const prices = [12, 9, 40, 8, 12, 10.5, 10];
    await query(
      `update public.library_items i set unit_price = p.price
       from unnest($1::text[], $2::numeric[]) as p (code, price) where i.code = p.code`,
      [codes, prices],
    );
  });
  test('gives what moved a page at a time, the largest first, with the whole each time', async () => {
    const { lines, wholes } = await through('show=moved&sort=move');
    expect(lines.map(({ code, difference }) => `${code.at(-1)} ${difference}`)).toEqual([
      '2 90',
      ...['0 6', '3 -6', '4 6'],
      ...['1 -3', '5 1.5'],
    ]);
    expect(wholes).toHaveLength(1);
    expect(JSON.parse(wholes[0] ?? '')).toMatchObject({
      ...{ difference: '94.5', line_count: 8, moved_count: 6 },
    });
  });

  test('gives all of them as they stand in the estimate', async () => {
    const { lines } = await through('show=all&sort=place');
    expect(lines.map(({ code }) => code)).toEqual(['C25', ...codes]);
    expect(new Set(lines.map(({ line_id }) => line_id)).size).toBe(8);
  });

  test('gives those of an element together where the estimate has it, those in none last', async () => {
    const { body: first } = await ask('owner', 'POST', `/api/estimates/${rows.estimate}/elements`, {
      ...{ name: 'Before the foundations', position: 0 },
    });
    const into = (element: string | null, ...numbers: number[]) =>
      query(
        `update public.estimate_items l set element_id = $1 from public.library_items i
         where i.id = l.library_item_id and i.code = any ($2::text[])`,
        [element, numbers.map((number) => codes[number])],
      );
    await into(first.id, 5, 6);
    await into(rows.element, 3);
    const { lines } = await through('show=all&sort=place');
    expect(lines.map(({ code }) => code.at(-1)).join(' ')).toBe('5 6 5 3 0 1 2 4');
    await into(null, 3, 5, 6);
  });

  test('gives one of them alone', async () => {
    const { lines } = await page('show=all');
    const { line_id } = lines[3];
    const alone = await page(`show=all&line=${line_id}`);
    expect(alone.lines).toEqual([lines[3]]);
    expect(alone).toMatchObject({ difference: '94.5', next_cursor: null });
  });

  test('refuses a cursor that no page gave out', async () => {
    const forged = (values: unknown[]) => btoa(JSON.stringify(values)).replaceAll('=', '');
    const now = new Date().toISOString();
    for (const cursor of [
      'x',
      forged([]),
      forged(['never', '0', 'a', 'b', rows.line, 'm']),
      forged([now, 'many', 'a', 'b', rows.line, 'm']),
      forged([now, '0', 'a', 'b', 'no id', 'm']),
    ]) {
      const answer = await compare(`cursor=${cursor}`);
      expect(answer).toMatchObject({ status: 400, body: { details: { field: 'cursor' } } });
    }
  });
});
