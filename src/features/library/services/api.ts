import { getSession, setSession } from './session.ts';
import type {
  CapturedPrices,
  CostCalculation,
  CostOptions,
  Enqueued,
  EstimateLine,
  ItemStatistics,
  JobHealth,
  JobPrice,
  JobRun,
  JobSchedule,
  JobSummary,
  LibraryHeadings,
  LibraryItem,
  LibraryPage,
  LibrarySort,
  LineChange,
  Notices,
  PopularityAggregation,
  PriceHistory,
  ProjectDetail,
  ProjectsPage,
  Removal,
  RemovedLine,
  RetentionRule,
  RunHistory,
  RunsPage,
  ScheduleChange,
  SchedulePreview,
  Session,
  SessionOffer,
  SuggestionFigures,
  Suggestions,
} from './types.ts';

/** The server said no, or could not be reached (`status` 0). `message` is a sentence for the reader. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  /** The word of the contract for what went wrong, such as `forbidden`; an SQLSTATE from a database function. */
  readonly code: string;
  /** The field at fault, where one is. */
  readonly field: string | null;

  constructor(status: number, code: string, message: string, field: string | null = null) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
  }
}

interface RequestOptions {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  body?: unknown;
  signal?: AbortSignal | undefined;
}

/** Asks the server as whoever is signed in. A token it no longer takes ends the session. */
export async function request<Answer>(path: string, options: RequestOptions = {}): Promise<Answer> {
  const response = await send(path, {
    method: options.method ?? 'GET',
    headers: {
      accept: 'application/json',
      ...(options.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(options.body !== undefined && { body: JSON.stringify(options.body) }),
    ...(options.signal && { signal: options.signal }),
  });
  return parsed(await response.text()) as Answer;
}

/**
 * Sends a request as whoever is signed in, whatever its body and its answer are.
 * @throws {ApiError} where the server said no, or did not answer
 */
export async function send(
  path: string,
  { headers, ...init }: RequestInit & { headers?: Record<string, string> } = {},
): Promise<Response> {
  const token = getSession()?.access_token;
  const response = await fetch(path, {
    ...init,
    headers: { ...headers, ...(token && { authorization: `Bearer ${token}` }) },
  }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new ApiError(
      0,
      'unreachable',
      'Ratebook does not answer; check that it runs, then try again.',
    );
  });
  if (response.ok) return response;
  if (response.status === 401 && token) setSession(null);
  throw errorOf(response.status, parsed(await response.text()));
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** The contract's errors, and PostgREST's from database functions. */
function errorOf(status: number, body: unknown): ApiError {
  const said = (body ?? {}) as {
    error?: string;
    message?: string;
    code?: string;
    details?: { field?: string | null } | null;
  };
  const message = said.error ?? said.message ?? `The server answered ${status} without saying why.`;
  return new ApiError(status, said.code ?? 'internal', message, said.details?.field ?? null);
}

/** A path with what is given of a query. */
export function withQuery(
  path: string,
  query: Record<string, string | number | undefined>,
): string {
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== '');
  const search = new URLSearchParams(given.map(([name, value]) => [name, String(value)]));
  return given.length > 0 ? `${path}?${search}` : path;
}

const post = <Answer>(path: string, body: unknown, signal?: AbortSignal) =>
  request<Answer>(path, { method: 'POST', body, signal });

/** What the library is searched by. */
export interface LibrarySearch {
  search?: string | undefined;
  division?: string | undefined;
  section?: string | undefined;
  sort?: LibrarySort | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** What the history of jobs is filtered by. */
export interface RunsSearch {
  job_name?: string | undefined;
  status?: string | undefined;
  q?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** Most projects that are given at once, such as to choose from. */
export const mostProjects = 200;

/** Every route the web app uses. */
export const api = {
  sessionOffer: () => request<SessionOffer>('/api/session'),
  signIn: (as: string) => post<Session>('/api/session', { as }),

  headings: () => request<LibraryHeadings>('/api/library/headings'),
  items: (query: LibrarySearch, signal?: AbortSignal) =>
    request<LibraryPage>(withQuery('/api/library/items', { ...query }), { signal }),
  item: (id: string) => request<LibraryItem>(`/api/library/items/${id}`),
  prices: (id: string, range: { from?: string | undefined; to?: string | undefined } = {}) =>
    request<PriceHistory>(withQuery(`/api/library/items/${id}/prices`, range)),

  jobPrice: (id: string, job: { quantity: number; region?: string | undefined }) =>
    request<JobPrice>(withQuery(`/api/library/items/${id}/price`, job)),

  projects: (
    query: {
      search?: string | undefined;
      member?: 'true' | undefined;
      currency?: string | undefined;
      limit?: number | undefined;
      cursor?: string | undefined;
    },
    signal?: AbortSignal,
  ) => request<ProjectsPage>(withQuery('/api/projects', query), { signal }),
  project: (id: string) => request<ProjectDetail>(`/api/projects/${id}`),
  addLine: (estimateId: string, libraryItemId: string, quantity: number) =>
    post<EstimateLine>(`/api/estimates/${estimateId}/items`, {
      library_item_id: libraryItemId,
      quantity,
    }),
  changeLine: (
    estimateId: string,
    { id, revision }: EstimateLine,
    change: Omit<LineChange, 'revision'>,
  ) =>
    request<EstimateLine>(`/api/estimates/${estimateId}/items/${id}`, {
      method: 'PATCH',
      body: { revision, ...change },
    }),
  removeLine: (estimateId: string, { id, revision }: EstimateLine) =>
    request<RemovedLine>(withQuery(`/api/estimates/${estimateId}/items/${id}`, { revision }), {
      method: 'DELETE',
    }),
  putLineBack: (estimateId: string, removed: RemovedLine) =>
    post<EstimateLine>(`/api/estimates/${estimateId}/items`, removed),
  suggestions: (estimateId: string, limit: number) =>
    post<Suggestions>('/api/suggestions', { estimate_id: estimateId, limit }),
  suggestionOutcome: (
    estimateId: string,
    outcome: 'shown' | 'dismissed' | 'restored',
    ids: readonly string[],
  ) =>
    post<{ changed: number }>(`/api/estimates/${estimateId}/suggestions`, {
      outcome,
      library_item_ids: ids,
    }),
  suggestionFigures: (days: number) =>
    request<SuggestionFigures>(withQuery('/api/suggestions/figures', { days })),

  schedules: () => request<{ schedules: JobSchedule[] }>('/api/jobs/schedules'),
  changeSchedule: (id: string, change: ScheduleChange) =>
    request<JobSchedule>(`/api/jobs/schedules/${id}`, { method: 'PATCH', body: change }),
  previewSchedule: (when: { cron?: string; every_minutes?: number; time_zone?: string }) =>
    post<SchedulePreview>('/api/jobs/schedules/preview', when),
  runSchedule: (id: string) => post<Enqueued>(`/api/jobs/schedules/${id}/run`, {}),
  runs: (query: RunsSearch) => request<RunsPage>(withQuery('/api/jobs/runs', { ...query })),
  run: (id: string) => request<JobRun>(`/api/jobs/runs/${id}`),
  runHistory: (id: string) => request<RunHistory>(`/api/jobs/runs/${id}/history`),
  health: () => request<JobHealth>('/api/jobs/health'),
  setPaused: (queue: string, paused: boolean) =>
    post<{ changed: number }>(`/api/jobs/queues/${queue}`, { paused }),
  retention: () => request<{ rules: RetentionRule[] }>('/api/jobs/retention'),
  previewRetention: (kind: string, days: number) =>
    request<Removal>(withQuery(`/api/jobs/retention/${kind}/preview`, { keep_days: days })),
  changeRetention: (kind: string, days: number) =>
    request<RetentionRule>(`/api/jobs/retention/${kind}`, {
      method: 'PATCH',
      body: { keep_days: days },
    }),

  notices: () => request<Notices>('/api/notices'),
  readNotices: (ids?: readonly string[]) => post<Notices>('/api/notices/read', ids ? { ids } : {}),

  runNow: (jobName: string) => post<Enqueued>(`/api/jobs/${jobName}/run`, {}),

  aggregatePopularity: () =>
    post<PopularityAggregation>('/functions/v1/aggregate-library-popularity', {}),
  capturePrices: (projectId: string, includeAllItems: boolean) =>
    post<CapturedPrices>('/functions/v1/capture-price-snapshot', { projectId, includeAllItems }),
  capturePricesInBackground: (projectId: string) =>
    post<Enqueued>('/functions/v1/capture-price-snapshot', { projectId, background: true }),
  calculateCosts: (libraryItemIds: readonly string[], projectId: string, options?: CostOptions) =>
    post<CostCalculation>('/functions/v1/calculate-complex-factors', {
      libraryItemIds,
      projectId,
      ...(options && { options }),
    }),

  trackUsage: (args: Record<string, unknown>) =>
    post<number>('/rest/v1/rpc/track_library_item_usage', args),
  statistics: (itemId: string) =>
    post<ItemStatistics>('/rest/v1/rpc/get_library_item_statistics', { item_id: itemId }),
  jobSummary: (daysBack: number) =>
    post<JobSummary>('/rest/v1/rpc/get_job_execution_summary', { days_back: daysBack }),
  cleanJobLogs: () => post<number>('/rest/v1/rpc/clean_old_job_logs', {}),
};
