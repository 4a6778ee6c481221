import { request, withQuery } from './api.ts';
import type { ImportedRates, ProjectRatesPage, RateHistory } from './types.ts';

/** When a rate is in force: from a moment on, until before another; null: until further notice. */
export interface RateTimes {
  effective_from?: string | undefined;
  effective_to?: string | null | undefined;
}

const at = (projectId: string) => `/api/projects/${projectId}`;
const send = <Answer>(method: 'POST' | 'PATCH', path: string, body: unknown) =>
  request<Answer>(path, { method, body });

/** The routes of a project's own rates. */
export const ratesApi = {
  list: (
    projectId: string,
    query: {
      search?: string | undefined;
      kind?: string | undefined;
      show?: string | undefined;
      cursor?: string | undefined;
      limit?: number;
    },
    signal?: AbortSignal,
  ) => request<ProjectRatesPage>(withQuery(`${at(projectId)}/rates`, query), { signal }),
  history: (projectId: string, resourceId: string) =>
    request<RateHistory>(`${at(projectId)}/resources/${resourceId}/rates`),
  add: (
    projectId: string,
    rate: RateTimes & { resource_id: string; rate: string; end_earlier: boolean },
  ) => send<RateHistory>('POST', `${at(projectId)}/rates`, rate),
  change: (projectId: string, rateId: string, change: RateTimes & { rate?: string }) =>
    send<RateHistory>('PATCH', `${at(projectId)}/rates/${rateId}`, change),
  remove: (projectId: string, rateId: string) =>
    request<RateHistory>(`${at(projectId)}/rates/${rateId}`, { method: 'DELETE' }),
  takeOver: (
    projectId: string,
    body: { from_project_id: string; effective_from?: string; replace: boolean; dry_run: boolean },
  ) => send<ImportedRates>('POST', `${at(projectId)}/rates/import`, body),
};
