import { z } from 'zod';
import { id } from './common.ts';

/** An owner also changes what the project is, and who works in it. */
export const memberRole = z.enum(['owner', 'estimator']);

/** Somebody who works in a project. */
export const projectMember = z
  .object({
    user_id: id,
    /** As they sign in; null for who never has. */
    name: z.string().nullable(),
    role: memberRole,
    /** When they were added. */
    since: z.string(),
    /** Whether it is the reader. */
    you: z.boolean(),
  })
  .meta({ id: 'ProjectMember' });

/** Who works in a project, owners first, by name. */
export const projectMembers = z
  .object({
    members: z.array(projectMember),
    /** Whether the reader may change who they are. */
    may_change: z.boolean(),
  })
  .meta({ id: 'ProjectMembers' });

/** Body of adding somebody to a project: by the name they sign in with, or by their id. */
export const addMemberInput = z
  .strictObject({
    name: z.string().trim().min(1, 'must not be empty').max(200).optional(),
    user_id: id.optional(),
    role: memberRole.default('estimator'),
  })
  .refine(({ name, user_id }) => (name === undefined) !== (user_id === undefined), {
    error: 'Give a name or a user_id.',
  });

/** Body of giving somebody another role. */
export const changeMemberInput = z.strictObject({ role: memberRole });
