import { sql } from 'kysely';
import type { z } from 'zod';
import type { projectsPage, projectsQuery } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import { fromCursor, toCursor } from '../../keyset.ts';

type Page = z.infer<typeof projectsPage>;

/** The columns of `projects p` that every answer about a project has. */
export const projectColumns = sql`p.id, p.code, p.name, p.county, p.region, p.currency, p.status, p.visibility,
  p.started_on, p.id in (select ratebook.my_projects()) as member`;

/** A page of the projects the reader may see, newest first. */
export async function listProjects(tx: Tx, query: z.infer<typeof projectsQuery>): Promise<Page> {
  const after = fromCursor(query.cursor, 2);
  const words = query.search.toLowerCase().split(/\s+/).filter(Boolean);
  const matches = sql.join(
    [
      sql`true`,
      ...words.map(
        (word) => sql`strpos(lower(concat_ws(' ', p.code, p.name, p.county)), ${word}) > 0`,
      ),
      ...(query.member ? [sql`p.id in (select ratebook.my_projects())`] : []),
      ...(query.currency ? [sql`p.currency = ${query.currency}`] : []),
      ...(query.status ? [sql`p.status = ${query.status}`] : []),
    ],
    sql` and `,
  );
  const beyond = after
    ? sql`and (p.started_on, p.id) < (${after[0]}::date, ${after[1]}::uuid)`
    : sql``;
  const { rows } = await sql<Page['projects'][number]>`
    with page as materialized (
      select p.* from public.projects p where ${matches} ${beyond}
      order by p.started_on desc, p.id desc limit ${query.limit + 1}
    )
    select ${projectColumns},
      (select count(distinct library_item_id)::int from public.estimate_items e where e.project_id = p.id) as items,
      round(s.total_value, 2)::float8 as value, s.captured_at as value_at
    from page p
    left join lateral (select total_value, captured_at from public.price_snapshots s where s.project_id = p.id
      order by captured_at desc limit 1) s on true
    order by p.started_on desc, p.id desc`.execute(tx);
  const total = await sql<{ total: number }>`
    select count(*)::int as total from public.projects p where ${matches}`.execute(tx);

  const projects = rows.slice(0, query.limit);
  const last = projects.at(-1);
  return {
    projects,
    total: total.rows[0]?.total ?? 0,
    next_cursor: rows.length > query.limit && last ? toCursor([last.started_on, last.id]) : null,
  };
}
