import { request, withQuery } from './api.ts';
import type {
  BulkChange,
  BulkDraft,
  BulkEffect,
  BulkFilter,
  BulkHistoryPage,
  BulkRowsPage,
  BulkSelection,
  BulkStarted,
  BulkTarget,
  BulkUpdate,
  ResourcesPage,
  SavedFilter,
} from './types.ts';

const post = <Answer>(path: string, body: unknown) =>
  request<Answer>(path, { method: 'POST', body });
const base = '/api/bulk-updates';

/** The routes of bulk updates, of the filters they use, and of the resources they change. */
export const bulkApi = {
  draft: (body: {
    target: BulkTarget;
    project_id?: string;
    selection: BulkSelection;
    change: BulkChange;
  }) => post<BulkDraft>(base, body),
  change: (id: string, change: BulkChange) =>
    request<BulkDraft>(`${base}/${id}`, { method: 'PATCH', body: { change } }),
  one: (id: string) => request<BulkUpdate>(`${base}/${id}`),
  history: (query: { target?: BulkTarget | undefined; cursor?: string | undefined }) =>
    request<BulkHistoryPage>(withQuery(base, query)),
  rows: (
    id: string,
    query: {
      show?: 'changes' | 'left' | 'conflicts';
      limit?: number;
      cursor?: string | undefined;
    } = {},
  ) => request<BulkRowsPage>(withQuery(`${base}/${id}/rows`, query)),
  effect: (id: string) => request<BulkEffect>(`${base}/${id}/effect`),
  start: (id: string) => post<BulkStarted>(`${base}/${id}/start`, {}),
  undo: (id: string, rest: boolean) => post<BulkStarted>(`${base}/${id}/undo`, { rest }),

  filters: () => request<{ filters: SavedFilter[] }>('/api/saved-filters'),
  saveFilter: (body: { target: BulkTarget; name: string; filter: BulkFilter }) =>
    post<SavedFilter>('/api/saved-filters', body),
  removeFilter: (id: string) => request<null>(`/api/saved-filters/${id}`, { method: 'DELETE' }),

  resources: (
    query: {
      search?: string | undefined;
      kind?: string | undefined;
      cursor?: string | undefined;
      limit?: number;
    },
    signal?: AbortSignal,
  ) => request<ResourcesPage>(withQuery('/api/library/resources', query), { signal }),
};
