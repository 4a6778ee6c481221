import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

const levels = [
  { level: 'division', table: 'divisions', parents: null, column: null },
  { level: 'section', table: 'sections', parents: 'divisions', column: 'division_id' },
  { level: 'assembly', table: 'assemblies', parents: 'sections', column: 'section_id' },
] as const;

/** Where new items stand of which the file does not say it, until they are moved. */
const unplaced = { code: 'IMPORTED', name: 'Imported' } as const;

/**
 * Gives a place to what is new and has none in the file: items go under a heading for them, and a section of no division
 * makes one of its own name.
 * @returns the items and the sections there were
 */
export async function placeNew(tx: Tx): Promise<{ items: number; sections: number }> {
  const { code, name } = unplaced;
  const items = await sql<{
    n: string;
    sheet: string;
    line: number;
  }>`update import_items s set section = ${code}
    where s.section is null and s.name is not null and s.unit is not null
      and not exists (select from public.library_items t where t.code = s.code)
    returning n, sheet, line`.execute(tx);
  const [first] = items.rows;
  if (first) {
    await sql`insert into import_headings (sheet, line, level, code, name, parent)
      values (${first.sheet}, ${first.line}, 'division', ${code}, ${name}, null),
        (${first.sheet}, ${first.line}, 'section', ${code}, ${name}, ${code})`.execute(tx);
  }
  // One that another row puts into a division is none of them, nor is one of items alone that will be left out.
  const sections = await sql<{ code: string }>`with placed as (
      update import_headings h set parent = h.code
      where h.level = 'section' and h.parent is null
        and not exists (select from public.sections t where t.code = h.code)
        and not exists (select from import_headings o where o.level = 'section' and o.code = h.code and o.parent is not null)
        and exists (select from import_items s left join public.library_items t on t.code = s.code
          where s.section = h.code and (t.id is not null or s.name is not null and s.unit is not null))
      returning h.sheet, h.line, h.code, h.name)
    insert into import_headings (sheet, line, level, code, name)
    select distinct on (code) sheet, line, 'division', code, name from placed
    order by code, name is null, line returning code`.execute(tx);
  return { items: items.rows.length, sections: sections.rows.length };
}

/** Adds the staged headings that are new, and renames those that are called otherwise; none is moved. */
export async function mergeHeadings(tx: Tx): Promise<void> {
  // Of one that is said differently, what says most counts.
  await sql`update import_headings set action = 'merged' where n not in (
    select distinct on (level, code) n from import_headings order by level, code, name is null, parent is null, n)`.execute(
    tx,
  );
  for (const { level, table, parents, column } of levels) {
    const there = sql.raw(`public.${table}`);
    if (parents !== null) await refuseMoves(tx, level, table, parents, column);
    await sql`update import_headings h
      set action = 'changed', changes = jsonb_build_object('Name', jsonb_build_array(t.name, h.name))
      from ${there} t where h.level = ${level} and h.action is null and t.code = h.code and h.name <> t.name`.execute(
      tx,
    );
    await sql`update ${there} t set name = h.name from import_headings h
      where h.level = ${level} and h.action = 'changed' and t.code = h.code`.execute(tx);
    await sql`update import_headings h set action = 'unchanged' from ${there} t
      where h.level = ${level} and h.action is null and t.code = h.code`.execute(tx);
    // One that is named by its code alone is called so.
    if (parents === null) {
      await sql`insert into ${there} (code, name) select code, coalesce(name, code) from import_headings
        where level = ${level} and action is null`.execute(tx);
    } else {
      await sql`insert into ${there} (code, name, ${sql.ref(column)})
        select h.code, coalesce(h.name, h.code), p.id from import_headings h
        join ${sql.raw(`public.${parents}`)} p on p.code = h.parent
        where h.level = ${level} and h.action is null`.execute(tx);
    }
    await sql`update import_headings set action = 'inserted', changes = '{}' where level = ${level} and action is null`.execute(
      tx,
    );
  }
}

/** What stands under another heading stays there; what is new needs to be told where. */
async function refuseMoves(
  tx: Tx,
  level: string,
  table: string,
  parents: string,
  column: string,
): Promise<void> {
  const [there, above] = [sql.raw(`public.${table}`), sql.raw(`public.${parents}`)];
  const over = level === 'section' ? 'division' : 'section';
  await sql`update import_headings h set action = 'skipped', value = h.parent,
      reason = format('stands under %s in the library, and is not moved', p.code)
    from ${there} t join ${above} p on p.id = t.${sql.ref(column)}
    where h.level = ${level} and h.action is null and t.code = h.code and h.parent <> p.code`.execute(
    tx,
  );
  await sql`update import_headings h set action = 'skipped', value = h.parent,
      reason = case when h.parent is null
        then ${`is new, and the file does not say in which ${over}: give the ${over}’s code beside it`}
        else ${`is new, and there is no ${over} of that code`} end
    where h.level = ${level} and h.action is null
      and not exists (select from ${there} t where t.code = h.code)
      and not exists (select from ${above} p where p.code = h.parent)`.execute(tx);
}
