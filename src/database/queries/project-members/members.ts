import { sql } from 'kysely';
import type { z } from 'zod';
import { PublicError } from '../../../contract/errors.ts';
import type {
  addMemberInput,
  changeMemberInput,
  projectMember,
  projectMembers,
} from '../../../contract/project-members.ts';
import type { Tx } from '../../database.ts';
import type { Identity } from '../../identity.ts';
import {
  getReadableProject,
  getWritableProject,
  mayChangeProject,
} from '../projects/get-access.ts';
import { holdProject } from '../projects/projects.ts';

type Member = z.infer<typeof projectMember>;

/**
 * Who works in a project, owners first, by name.
 * @throws {PublicError} `not_found`, `forbidden` for those who are neither members nor administrators: who works on a public
 * record is not public.
 */
export async function listMembers(
  tx: Tx,
  identity: Identity,
  projectId: string,
): Promise<z.infer<typeof projectMembers>> {
  await getReadableProject(tx, projectId);
  await getWritableProject(tx, identity, projectId, { administrators: true });
  const { rows } = await sql<{ may_change: boolean }>`
    select ${mayChangeProject} as may_change from public.projects p where p.id = ${projectId}`.execute(
    tx,
  );
  return { members: await membersOf(tx, projectId), may_change: rows[0]?.may_change ?? false };
}

/**
 * Adds somebody to a project.
 * @throws {PublicError} `not_found`, also for a name that nobody has signed in with; `forbidden` for those who neither own the
 * project nor are administrators; `conflict` for who is a member, or a name that several have.
 */
export async function addMember(
  tx: Tx,
  projectId: string,
  { name, user_id, role }: z.infer<typeof addMemberInput>,
): Promise<Member> {
  await holdProject(tx, projectId);
  const field = name === undefined ? 'user_id' : 'name';
  const userId = user_id ?? (await personCalled(tx, projectId, name ?? ''));
  const { rows } = await sql`
    insert into public.project_members (project_id, user_id, role) values (${projectId}, ${userId}, ${role})
    on conflict do nothing returning user_id`.execute(tx);
  const member = await memberOf(tx, projectId, userId);
  if (rows.length === 0) {
    throw new PublicError(
      'conflict',
      `${calledOf(member)} is a member already, as ${member.role}; give them another role instead.`,
      { field },
    );
  }
  return member;
}

/**
 * Gives a member another role.
 * @throws {PublicError} `not_found`, `forbidden` as `addMember`, `conflict` for the only owner.
 */
export async function changeMember(
  tx: Tx,
  projectId: string,
  userId: string,
  { role }: z.infer<typeof changeMemberInput>,
): Promise<Member> {
  await holdProject(tx, projectId);
  const member = await memberOf(tx, projectId, userId);
  if (role !== 'owner') await keepAnOwner(tx, projectId, member);
  await sql`update public.project_members set role = ${role}
    where project_id = ${projectId} and user_id = ${userId}`.execute(tx);
  return { ...member, role };
}

/**
 * Takes somebody out of a project; what they did in it stays.
 * @throws {PublicError} as `changeMember`
 */
export async function removeMember(tx: Tx, projectId: string, userId: string): Promise<Member> {
  await holdProject(tx, projectId);
  const member = await memberOf(tx, projectId, userId);
  await keepAnOwner(tx, projectId, member);
  await sql`delete from public.project_members where project_id = ${projectId} and user_id = ${userId}`.execute(
    tx,
  );
  return member;
}

async function membersOf(tx: Tx, projectId: string, userId?: string): Promise<Member[]> {
  const { rows } = await sql<Member>`
    select m.user_id, p.name, m.role, m.created_at as since, m.user_id is not distinct from auth.uid() as you
    from public.project_members m left join public.people p on p.user_id = m.user_id
    where m.project_id = ${projectId} ${userId === undefined ? sql`` : sql`and m.user_id = ${userId}`}
    order by m.role = 'owner' desc, lower(p.name), m.created_at, m.user_id`.execute(tx);
  return rows;
}

async function memberOf(tx: Tx, projectId: string, userId: string): Promise<Member> {
  const [member] = await membersOf(tx, projectId, userId);
  if (member) return member;
  throw new PublicError(
    'not_found',
    `The project has no member ${userId}; somebody may have removed them meanwhile.`,
  );
}

async function personCalled(tx: Tx, projectId: string, name: string): Promise<string> {
  const { rows } = await sql<{ user_id: string }>`
    select user_id from ratebook.people_called(${name}, ${projectId}::uuid) as user_id`.execute(tx);
  const [person, another] = rows;
  if (!person) {
    throw new PublicError(
      'not_found',
      `Nobody called "${name}" has signed in yet; ask them to sign in once, then add them.`,
      { field: 'name' },
    );
  }
  if (another) {
    throw new PublicError(
      'conflict',
      `Several people are called "${name}"; add the one you mean by their user_id.`,
      { field: 'name' },
    );
  }
  return person.user_id;
}

/** The project is held, so that two owners do not take each other out at once. */
async function keepAnOwner(tx: Tx, projectId: string, member: Member): Promise<void> {
  if (member.role !== 'owner') return;
  const { rows } = await sql`
    select from public.project_members
    where project_id = ${projectId} and role = 'owner' and user_id <> ${member.user_id} limit 1`.execute(
    tx,
  );
  if (rows.length > 0) return;
  throw new PublicError(
    'conflict',
    `${calledOf(member)} is the only owner of the project; make somebody else one first.`,
  );
}

const calledOf = ({ name, user_id }: Member) => name ?? user_id;
