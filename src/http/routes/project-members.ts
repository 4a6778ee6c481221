import { createRoute, z } from '@hono/zod-openapi';
import { id } from '../../contract/common.ts';
import {
  addMemberInput,
  changeMemberInput,
  projectMember,
  projectMembers,
} from '../../contract/project-members.ts';
import {
  addMember,
  changeMember,
  listMembers,
  removeMember,
} from '../../database/queries/project-members/members.ts';
import type { Dependencies } from '../environment.ts';
import { bearer, failures, jsonAnswer, jsonBody, openApiApp } from '../openapi.ts';

/** Who works in a project. */
export function projectMemberRoutes({ database }: Dependencies) {
  const app = openApiApp();

  app.openapi(list, async (c) => {
    const identity = c.get('identity');
    const { id: projectId } = c.req.valid('param');
    const members = await database.as(identity, (tx) => listMembers(tx, identity, projectId), {
      readOnly: true,
    });
    return c.json(members, 200);
  });

  app.openapi(add, async (c) => {
    const { id: projectId } = c.req.valid('param');
    const person = c.req.valid('json');
    const added = await database.as(c.get('identity'), (tx) => addMember(tx, projectId, person));
    return c.json(added, 201);
  });

  app.openapi(change, async (c) => {
    const { id: projectId, userId } = c.req.valid('param');
    const given = c.req.valid('json');
    const changed = await database.as(c.get('identity'), (tx) =>
      changeMember(tx, projectId, userId, given),
    );
    return c.json(changed, 200);
  });

  app.openapi(remove, async (c) => {
    const { id: projectId, userId } = c.req.valid('param');
    const removed = await database.as(c.get('identity'), (tx) =>
      removeMember(tx, projectId, userId),
    );
    return c.json(removed, 200);
  });

  return app;
}

const byId = z.object({ id });
const byMember = z.object({ id, userId: id });

const list = createRoute({
  method: 'get',
  path: '/{id}/members',
  summary: 'Who works in a project',
  description: 'For its members and administrators.',
  security: bearer,
  request: { params: byId },
  responses: { 200: jsonAnswer('Its members, owners first.', projectMembers), ...failures },
});

const add = createRoute({
  method: 'post',
  path: '/{id}/members',
  summary: 'Add somebody to a project',
  description:
    'For its owners and administrators. A name is that which somebody signs in with: they have done so once.',
  security: bearer,
  request: { params: byId, body: jsonBody(addMemberInput) },
  responses: { 201: jsonAnswer('The member.', projectMember), ...failures },
});

const change = createRoute({
  method: 'patch',
  path: '/{id}/members/{userId}',
  summary: 'Give a member another role',
  description: 'For its owners and administrators. The only owner stays one (409).',
  security: bearer,
  request: { params: byMember, body: jsonBody(changeMemberInput) },
  responses: { 200: jsonAnswer('The member.', projectMember), ...failures },
});

const remove = createRoute({
  method: 'delete',
  path: '/{id}/members/{userId}',
  summary: 'Take somebody out of a project',
  description:
    'For its owners and administrators. What they did stays. `user_id` and `role` of the answer, sent to `POST`, put them back. The only owner stays (409).',
  security: bearer,
  request: { params: byMember },
  responses: { 200: jsonAnswer('Who was taken out.', projectMember), ...failures },
});
