import { sql } from 'kysely';
import type { Tx } from '../../database.ts';
import { missing, skipRepeats, skipWhere } from './merge-resources.ts';

/** Adds the staged items that are new and brings those up to date that are there; units stay what they are. */
export async function mergeItems(tx: Tx): Promise<void> {
  await skipRepeats(tx, 'items');
  const skip = (field: string, when: string, reason: string, value?: string) =>
    skipWhere(tx, 'items', field, when, reason, value);
  await skip(
    'Unit',
    's.unit <> t.unit',
    `format('is %s in the library, and an item keeps its unit: use another code', t.unit)`,
    's.unit',
  );
  await skip('Name', 't.id is null and s.name is null', missing('item'));
  await skip('Unit', 't.id is null and s.unit is null', missing('item'));
  await sql`update import_items s set section_id = h.id from public.sections h where h.code = s.section`.execute(
    tx,
  );
  await skip(
    'Section code',
    's.section is not null and s.section_id is null',
    `'is of no section'`,
    's.section',
  );
  await sql`update import_items s set id = t.id, section_id = coalesce(s.section_id, t.section_id)
    from public.library_items t where t.code = s.code`.execute(tx);
  await sql`update import_items s set assembly_id = a.id from public.assemblies a
    where a.code = s.assembly and a.section_id = s.section_id`.execute(tx);
  await skip(
    'Assembly code',
    's.assembly is not null and s.assembly_id is null',
    `'is of no assembly in that section'`,
    's.assembly',
  );
  // An item that is moved leaves its assembly behind, unless that is told of the new section.
  await sql`update import_items s set assembly_id = t.assembly_id from public.library_items t
    where s.id = t.id and s.assembly is null and s.section_id = t.section_id`.execute(tx);
  await compare(tx);
  await write(tx);
}

async function compare(tx: Tx): Promise<void> {
  await sql`update import_items s set action = case when c.changes is null then 'unchanged' else 'changed' end,
      changes = c.changes
    from import_items o join public.library_items t on t.id = o.id
    join public.sections ts on ts.id = t.section_id
    left join public.assemblies ta on ta.id = t.assembly_id, lateral (
      select jsonb_object_agg(field, jsonb_build_array(before, after)) as changes
      from (values ('Name', t.name, o.name),
        ('Description', t.description, o.description),
        ('Unit price', trim_scale(t.unit_price)::text, trim_scale(o.unit_price)::text),
        ('Section', ts.code, o.section), ('Assembly', ta.code, o.assembly)) v (field, before, after)
      where after is not null and after is distinct from before) c
    where o.n = s.n and s.action is null`.execute(tx);
}

async function write(tx: Tx): Promise<void> {
  await sql`update public.library_items t set name = coalesce(s.name, t.name),
      description = coalesce(s.description, t.description), unit_price = coalesce(s.unit_price, t.unit_price),
      section_id = s.section_id, assembly_id = s.assembly_id
    from import_items s where s.action = 'changed' and s.id = t.id`.execute(tx);
  await sql`insert into public.library_items (code, name, unit, description, unit_price, section_id, assembly_id)
    select code, name, unit, description, unit_price, section_id, assembly_id from import_items
    where action is null`.execute(tx);
  await sql`update import_items set action = 'inserted' where action is null`.execute(tx);
}
