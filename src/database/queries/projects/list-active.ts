import type { Tx } from '../../database.ts';

/** The ids of the projects that are worked on, in order, `limit` of them after `after`. */
export async function listActiveProjects(
  tx: Tx,
  after: string | null,
  limit: number,
): Promise<string[]> {
  let query = tx.selectFrom('projects').select('id').where('status', '=', 'active');
  if (after !== null) query = query.where('id', '>', after);
  const rows = await query.orderBy('id').limit(limit).execute();
  return rows.map((row) => row.id);
}

/** How many projects are worked on. */
export async function countActiveProjects(tx: Tx): Promise<number> {
  const row = await tx
    .selectFrom('projects')
    .select((project) => project.fn.countAll<string>().as('count'))
    .where('status', '=', 'active')
    .executeTakeFirstOrThrow();
  return Number(row.count);
}
