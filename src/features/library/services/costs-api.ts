import { request, withQuery } from './api.ts';
import type {
  CalculationInput,
  CalculationItemsPage,
  CostComparison,
  CostPreset,
  KeptCalculation,
  WholeCostOptions,
} from './types.ts';

const base = '/api/cost-calculations';
const post = <Answer>(path: string, body: unknown, signal?: AbortSignal) =>
  request<Answer>(path, { method: 'POST', body, signal });
const presets = (projectId: string) => `/api/projects/${projectId}/cost-presets`;

/** The routes of costs that are kept, and of the markups a project uses. */
export const costsApi = {
  keep: (body: CalculationInput) => post<KeptCalculation>(base, body),
  list: (projectId: string) =>
    request<{ calculations: KeptCalculation[] }>(withQuery(base, { project_id: projectId })),
  one: (id: string) => request<KeptCalculation>(`${base}/${id}`),
  compare: (id: string, options: readonly WholeCostOptions[], signal?: AbortSignal) =>
    post<CostComparison>(`${base}/${id}/compare`, { options }, signal),
  items: (
    id: string,
    body: {
      options: readonly WholeCostOptions[];
      show: 'all' | 'failed';
      limit: number;
      cursor?: string | undefined;
    },
    signal?: AbortSignal,
  ) => post<CalculationItemsPage>(`${base}/${id}/items`, body, signal),

  presets: (projectId: string) => request<{ presets: CostPreset[] }>(presets(projectId)),
  savePreset: (projectId: string, preset: { name: string; options: WholeCostOptions }) =>
    post<CostPreset>(presets(projectId), preset),
  removePreset: (projectId: string, id: string) =>
    request<null>(`${presets(projectId)}/${id}`, { method: 'DELETE' }),
};
