import type { Tx } from '../../database.ts';

/** The ids of the projects that are worked on. */
export async function listActiveProjects(tx: Tx): Promise<string[]> {
  const rows = await tx
    .selectFrom('projects')
    .select('id')
    .where('status', '=', 'active')
    .orderBy('id')
    .execute();
  return rows.map((row) => row.id);
}
