import { request } from './api.ts';
import type { AddMember, MemberRole, ProjectMember, ProjectMembers } from './types.ts';

const at = (projectId: string) => `/api/projects/${projectId}/members`;

/** The routes of who works in a project. */
export const membersApi = {
  list: (projectId: string) => request<ProjectMembers>(at(projectId)),
  add: (projectId: string, person: AddMember) =>
    request<ProjectMember>(at(projectId), { method: 'POST', body: person }),
  change: (projectId: string, userId: string, role: MemberRole) =>
    request<ProjectMember>(`${at(projectId)}/${userId}`, { method: 'PATCH', body: { role } }),
  remove: (projectId: string, userId: string) =>
    request<ProjectMember>(`${at(projectId)}/${userId}`, { method: 'DELETE' }),
};
