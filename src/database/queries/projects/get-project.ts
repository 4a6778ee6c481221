import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type { estimateLine, projectDetail } from '../../../contract/projects.ts';
import type { Tx } from '../../database.ts';
import { elementRevision } from './estimate-elements.ts';
import { estimateRevision } from './estimates.ts';
import { mayChangeProject } from './get-access.ts';
import { projectColumns } from './list-projects.ts';

type Project = z.infer<typeof projectDetail>;
type Line = z.infer<typeof estimateLine>;

/**
 * A project with its estimates' lines at the rates in force at `at`, and its newest 100 snapshots.
 * @throws {PublicError} `not_found`, also for a project the reader may not see: its existence is no one's business.
 */
export async function getProject(tx: Tx, id: string, at: Date): Promise<Project> {
  const project = await sql<Omit<Project, 'estimates' | 'snapshots'>>`
    select ${projectColumns}, ${mayChangeProject} as may_change, p.xmin::text as revision
    from public.projects p where p.id = ${id}`.execute(tx);
  const [row] = project.rows;
  if (!row) throw new PublicError('not_found', `There is no project ${id} that you may see.`);

  const estimates = await sql<Omit<Project['estimates'][number], 'total' | 'lines'>>`
    select o.id, o.name, o.status, ${estimateRevision} as revision, coalesce((
      select jsonb_agg(jsonb_build_object('id', e.id, 'name', e.name, 'revision', ${elementRevision})
        order by e.position, e.name, e.id)
      from public.estimate_elements e where e.estimate_id = o.id), '[]') as elements
    from public.estimates o where o.project_id = ${id} order by o.created_at, o.id`.execute(tx);
  const lines = await linesOf(tx, id, at);
  const snapshots = await sql<Project['snapshots'][number]>`
    select id, captured_at, source, items_processed, round(total_value, 2)::float8 as total_value
    from public.price_snapshots where project_id = ${id}
    order by captured_at desc, id limit 100`.execute(tx);

  return {
    ...row,
    estimates: estimates.rows.map((estimate) => {
      const own = lines.filter((line) => line.estimate_id === estimate.id);
      return {
        ...estimate,
        total: own[0]?.estimate_total ?? 0,
        lines: own.map(lineAlone),
      };
    }),
    snapshots: snapshots.rows,
  };
}

/** A line, and what the estimate it is in comes to: null where no line of it has a price. */
type OwnLine = Line & { estimate_id: string; estimate_total: number | null };

function lineAlone({ estimate_id: _, estimate_total: __, ...line }: OwnLine): Line {
  return line;
}

/** One line of a project's estimates at the rates in force at `at`, priced alone. */
export async function lineOf(tx: Tx, projectId: string, at: Date, lineId: string): Promise<Line> {
  const [row] = await linesOf(tx, projectId, at, lineId);
  if (!row) throw new Error(`The line ${lineId}, just written, cannot be read.`);
  return lineAlone(row);
}

/**
 * The lines of all estimates of a project at the rates in force at `at`, by section and code; `lineId` limits it to one of
 * them.
 */
async function linesOf(tx: Tx, projectId: string, at: Date, lineId?: string): Promise<OwnLine[]> {
  const { rows } = await sql<OwnLine>`
    select l.line_id as id, e.id as estimate_id, o.element_id, l.library_item_id, l.code, l.name, l.unit,
      l.section_name, l.quantity::float8 as quantity, round(l.unit_price, 2)::float8 as unit_price,
      l.price_source, round(l.quantity * l.unit_price, 2)::float8 as amount,
      trim_scale(o.unit_price)::text as agreed_price, o.xmin::text as revision,
      round(sum(l.quantity * l.unit_price) over (partition by e.id), 2)::float8 as estimate_total
    from public.estimates e
    cross join lateral ratebook.named_lines(e.id, ${at}, ${lineId ?? null}) l
    join public.estimate_items o on o.id = l.line_id
    where e.project_id = ${projectId}
    order by l.section_code, l.code, l.line_id`.execute(tx);
  return rows;
}
