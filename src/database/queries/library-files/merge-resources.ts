import { sql } from 'kysely';
import type { Tx } from '../../database.ts';

/** Skips staged rows whose code stands in the file before. */
export async function skipRepeats(tx: Tx, table: 'resources' | 'items'): Promise<void> {
  const stage = sql.raw(`import_${table}`);
  await sql`update ${stage} s set action = 'skipped', field = 'Code', value = s.code,
      reason = format('stands in the file already, on line %s', f.line)
    from (select distinct on (code) code, n, line from ${stage} order by code, n) f
    where f.code = s.code and f.n <> s.n`.execute(tx);
}

/** Skips staged rows for a reason; `when` may name the staged row `s` and the library's row `t`, null where it is new. */
export async function skipWhere(
  tx: Tx,
  table: 'resources' | 'items',
  field: string,
  when: string,
  reason: string,
  value = 'null',
): Promise<void> {
  const there = table === 'items' ? 'library_items' : 'resources';
  await sql
    .raw(`
    update import_${table} s set action = 'skipped', field = '${field}', reason = ${reason}, value = ${value}
    from import_${table} o left join public.${there} t on t.code = o.code
    where o.n = s.n and s.action is null and (${when})`)
    .execute(tx);
}

/** The reason where a new row lacks something. */
export const missing = (what: string) => `'is missing: a new ${what} needs one'`;

/** Adds the staged resources that are new and brings those up to date that are there; kind and unit stay what they are. */
export async function mergeResources(tx: Tx): Promise<void> {
  await skipRepeats(tx, 'resources');
  const skip = (field: string, when: string, reason: string, value?: string) =>
    skipWhere(tx, 'resources', field, when, reason, value);
  const keeps = (what: string) =>
    `format('is %s in the library, and a resource keeps its ${what}: use another code', t.${what})`;
  await skip('Kind', 's.kind <> t.kind', keeps('kind'), 's.kind');
  await skip('Unit', 's.unit <> t.unit', keeps('unit'), 's.unit');
  await skip(
    'Currency',
    `s.currency !~ '^[A-Z]{3}$'`,
    `'is no currency of three letters'`,
    's.currency',
  );
  for (const field of ['name', 'kind', 'unit', 'rate']) {
    const label = `${field.charAt(0).toUpperCase()}${field.slice(1)}`;
    await skip(label, `t.id is null and s.${field} is null`, missing('resource'));
  }
  await sql`update import_resources s set id = t.id, action = case when c.changes is null then 'unchanged' else 'changed' end,
      changes = c.changes
    from import_resources o join public.resources t on t.code = o.code, lateral (
      select jsonb_object_agg(field, jsonb_build_array(before, after)) as changes
      from (values ('Name', t.name, o.name),
        ('Rate', trim_scale(t.rate)::text, trim_scale(o.rate)::text),
        ('Currency', t.currency, o.currency)) v (field, before, after)
      where after <> before) c
    where o.n = s.n and s.action is null`.execute(tx);
  await sql`update public.resources t set name = coalesce(s.name, t.name), rate = coalesce(s.rate, t.rate),
      currency = coalesce(s.currency, t.currency), updated_at = now()
    from import_resources s where s.action = 'changed' and s.id = t.id`.execute(tx);
  await sql`insert into public.resources (code, name, kind, unit, rate, currency)
    select code, name, kind, unit, rate, coalesce(currency, 'USD') from import_resources where action is null`.execute(
    tx,
  );
  await sql`update import_resources set action = 'inserted' where action is null`.execute(tx);
}
