import { request, withQuery } from './api.ts';
import type { FrozenComparison, FrozenEstimate, FrozenEstimates } from './types.ts';

const one = (id: string) => `/api/frozen-estimates/${id}`;

/** The routes of estimates as they stood when they were bid. */
export const frozenApi = {
  list: (projectId: string) =>
    request<FrozenEstimates>(`/api/projects/${projectId}/frozen-estimates`),
  freeze: (estimateId: string, body: { name: string; note: string }) =>
    request<FrozenEstimate>(`/api/estimates/${estimateId}/frozen`, { method: 'POST', body }),
  compare: (
    id: string,
    query: {
      show: 'moved' | 'all';
      sort?: 'move' | 'place' | undefined;
      line?: string | undefined;
      cursor?: string | undefined;
    },
    signal?: AbortSignal,
  ) => request<FrozenComparison>(withQuery(`${one(id)}/comparison`, query), { signal }),
  remove: (id: string) => request<null>(one(id), { method: 'DELETE' }),
};
