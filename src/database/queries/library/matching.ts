import { type RawBuilder, sql } from 'kysely';

/** The condition that finds items, as `i`: every word in code or name, in any order, under a heading. */
export function matchingItems(filter: {
  search: string;
  section?: string | undefined;
  division?: string | undefined;
}): RawBuilder<unknown> {
  const conditions = words(filter.search).map(
    (word) => sql`lower(i.code || ' ' || i.name) like ${word}`,
  );
  if (filter.section) conditions.push(sql`i.section_id = ${filter.section}`);
  if (filter.division) {
    conditions.push(
      sql`i.section_id in (select id from public.sections where division_id = ${filter.division})`,
    );
  }
  return all(conditions);
}

/** The condition that finds resources, as `r`: every word in code or name, in any order, of a kind. */
export function matchingResources(filter: {
  search: string;
  kind?: string | undefined;
}): RawBuilder<unknown> {
  const conditions = words(filter.search).map(
    (word) => sql`lower(r.code || ' ' || r.name) like ${word}`,
  );
  if (filter.kind) conditions.push(sql`r.kind = ${filter.kind}`);
  return all(conditions);
}

const words = (search: string) =>
  search
    .toLowerCase()
    .split(/\s+/)
    .filter(Boolean)
    .map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`);

function all(conditions: RawBuilder<unknown>[]): RawBuilder<unknown> {
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`;
}
