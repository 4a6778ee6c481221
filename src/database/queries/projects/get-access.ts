import { sql } from 'kysely';
import { PublicError } from '../../../contract/errors.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';

/** What is needed of a project to work on it. */
export interface AccessibleProject {
  id: string;
  currency: string;
}

/**
 * The project, for those who may work on it: the service, its members and, with `administrators`, administrators.
 * @throws {PublicError} `forbidden`, for a user also where there is no such project: what exists is no one's
 * business; `not_found` for those who see every project.
 */
export async function getWritableProject(
  tx: Tx,
  identity: Identity,
  projectId: string,
  { administrators }: { administrators: boolean },
): Promise<AccessibleProject> {
  const { rows } = await sql<AccessibleProject & { member: boolean }>`
    select id, currency, ratebook.is_member(id) as member from public.projects where id = ${projectId}`.execute(
    tx,
  );
  const [project] = rows;
  const everyProject = identity.role === 'service_role' || (administrators && identity.admin);
  if (!project && everyProject) {
    throw new PublicError('not_found', `There is no project ${projectId} (projectId).`, {
      field: 'projectId',
    });
  }
  if (!project || !(everyProject || project.member)) {
    throw new PublicError('forbidden', 'Only members of this project may do this.', {
      hint: 'Ask an owner of the project to add you.',
    });
  }
  return { id: project.id, currency: project.currency };
}

/** @throws {PublicError} `not_found`, also for a project the reader may not see: its existence is no one's business. */
export async function getReadableProject(tx: Tx, projectId: string): Promise<AccessibleProject> {
  const { rows } = await sql<AccessibleProject>`
    select id, currency from public.projects where id = ${projectId}`.execute(tx);
  const [project] = rows;
  if (!project) {
    throw new PublicError('not_found', `There is no project ${projectId} that you may see.`);
  }
  return project;
}

/** Whether the reader may see a project; of one they may not, whether there is one is no one's business. */
export async function seesProject(tx: Tx, projectId: string): Promise<boolean> {
  const { rows } = await sql`select from public.projects where id = ${projectId}`.execute(tx);
  return rows.length > 0;
}

/** Of a project `p`: whether who asks may change what it is, as its owners, administrators and the service may. */
export const mayChangeProject = sql<boolean>`
  (ratebook.is_service() or ratebook.is_admin() or p.id in (select ratebook.owned_projects()))`;
