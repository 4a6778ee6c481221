import type { ErrorCode } from '../../../contract/errors.ts';
import { getSession, setSession } from './session.ts';
import type {
  AddedLines,
  CapturedPrices,
  CostCalculation,
  CostOptions,
  Enqueued,
  Estimate,
  EstimateElement,
  EstimateHead,
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
  MovedLines,
  Notices,
  PopularityAggregation,
  PriceHistory,
  ProjectChange,
  ProjectDetail,
  ProjectInput,
  ProjectsPage,
  Removal,
  RemovedElement,
  RemovedEstimate,
  RemovedLines,
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

/** What went wrong, in the words of the contract; the last three are said where the server has said nothing. */
export type ApiErrorCode = ErrorCode | 'unreachable' | 'timed_out' | 'aborted';

/** The server said no, or nothing (`status` 0). `message` is a sentence for the reader. */
export class ApiError extends Error {
  override name = 'ApiError';
  readonly status: number;
  readonly code: ApiErrorCode;
  /** The field at fault, where one is. */
  readonly field: string | null;
  /** When to ask again, in seconds from now, where the server said so. */
  readonly retryAfter: number | null;
  /** What else the server said of it, by its name. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(
    status: number,
    code: ApiErrorCode,
    message: string,
    { field = null, retryAfter = null, details = {} }: Partial<ApiErrorExtras> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.field = field;
    this.retryAfter = retryAfter;
    this.details = details;
  }
}

type ApiErrorExtras = Pick<ApiError, 'field' | 'retryAfter' | 'details'>;

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
  const text = await response.text().catch(refuseSilence);
  if (text === '') return null as Answer;
  try {
    return JSON.parse(text);
  } catch {
    // Something else than Ratebook, such as a proxy's page.
    const message = 'The answer is not from Ratebook; check the address, then try again.';
    throw new ApiError(response.status, 'internal', message);
  }
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
  }).catch(refuseSilence);
  if (response.ok) return response;
  if (response.status === 401 && token) setSession(null);
  throw errorOf(response, await response.text().catch(refuseSilence));
}

/** Says of a request without an answer, or with half of one, why there is none. */
function refuseSilence(reason: unknown): never {
  const name = reason instanceof DOMException ? reason.name : '';
  if (name === 'AbortError') throw new ApiError(0, 'aborted', 'The request was given up.');
  if (name === 'TimeoutError') {
    throw new ApiError(0, 'timed_out', 'Ratebook has not answered in time; try again.');
  }
  const message = 'Ratebook does not answer; check that it runs, then try again.';
  throw new ApiError(0, 'unreachable', message);
}

/** What a status means where the answer has no word of the contract: from a database function, or from a proxy. */
const meanings: Readonly<Record<number, ErrorCode>> = {
  400: 'invalid_input',
  401: 'unauthorized',
  403: 'forbidden',
  404: 'not_found',
  405: 'method_not_allowed',
  409: 'conflict',
  413: 'too_large',
  429: 'too_many_requests',
  502: 'unavailable',
  503: 'unavailable',
  504: 'unavailable',
};

/** The contract's errors, PostgREST's from database functions, and those of what stands before the server. */
function errorOf({ status, headers }: Response, text: string): ApiError {
  const said = refusalIn(text);
  const message = said.error ?? said.message ?? `The server answered ${status} without saying why.`;
  // Only the contract's own form has `success`; another's `code` is a word of its own.
  const code = said.success === false ? said.code : undefined;
  // It may be a date as well, which nobody here sends.
  const seconds = Number.parseInt(headers.get('retry-after') ?? '', 10);
  return new ApiError(status, code ?? meanings[status] ?? 'internal', message, {
    field: said.details?.field ?? null,
    details: said.details ?? {},
    retryAfter: Number.isNaN(seconds) ? null : seconds,
  });
}

interface Refusal {
  success?: boolean;
  error?: string;
  message?: string;
  code?: ErrorCode;
  details?: ({ field?: string | null } & Record<string, unknown>) | null;
}

function refusalIn(text: string): Refusal {
  try {
    return JSON.parse(text) ?? {};
  } catch {
    return {};
  }
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

/** What a request that takes nothing else is given up by, such as the context of a query. */
interface Bound {
  signal?: AbortSignal | undefined;
}

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
      status?: 'active' | 'closed' | undefined;
      currency?: string | undefined;
      limit?: number | undefined;
      cursor?: string | undefined;
    },
    signal?: AbortSignal,
  ) => request<ProjectsPage>(withQuery('/api/projects', query), { signal }),
  project: (id: string) => request<ProjectDetail>(`/api/projects/${id}`),
  addProject: (project: ProjectInput) => post<ProjectDetail>('/api/projects', project),
  changeProject: (id: string, change: ProjectChange) =>
    request<ProjectDetail>(`/api/projects/${id}`, { method: 'PATCH', body: change }),
  addEstimate: (projectId: string, name: string) =>
    post<EstimateHead>(`/api/projects/${projectId}/estimates`, { name }),
  copyEstimate: (
    projectId: string,
    { name, ...copy_of }: { name: string; estimate_id: string; agreed_prices: 'keep' | 'drop' },
  ) => post<EstimateHead>(`/api/projects/${projectId}/estimates`, { name, copy_of }),
  removeEstimate: ({ id, revision, lines }: Estimate) =>
    request<RemovedEstimate>(withQuery(`/api/estimates/${id}`, { revision, lines: lines.length }), {
      method: 'DELETE',
    }),
  renameEstimate: ({ id, revision }: Pick<Estimate, 'id' | 'revision'>, name: string) =>
    request<EstimateHead>(`/api/estimates/${id}`, { method: 'PATCH', body: { revision, name } }),
  addLine: (
    estimateId: string,
    line: { library_item_id: string; quantity: number; element_id: string | null },
  ) => post<EstimateLine>(`/api/estimates/${estimateId}/items`, line),
  changeLine: (
    estimateId: string,
    { id, revision }: EstimateLine,
    change: Omit<LineChange, 'revision'>,
  ) =>
    request<EstimateLine>(`/api/estimates/${estimateId}/items/${id}`, {
      method: 'PATCH',
      body: { revision, ...change },
    }),
  removeLines: (estimateId: string, lines: readonly Pick<EstimateLine, 'id' | 'revision'>[]) =>
    post<RemovedLines>(`/api/estimates/${estimateId}/items/remove`, {
      lines: lines.map(({ id, revision }) => ({ id, revision })),
    }),
  putLinesBack: (estimateId: string, { lines }: RemovedLines) =>
    post<AddedLines>(`/api/estimates/${estimateId}/items/add`, { lines }),
  moveLines: (estimateId: string, { lines }: MovedLines) =>
    post<MovedLines>(`/api/estimates/${estimateId}/items/move`, { lines }),
  addElement: (estimateId: string, name: string) =>
    post<EstimateElement>(`/api/estimates/${estimateId}/elements`, { name }),
  changeElement: (
    estimateId: string,
    { id, revision }: EstimateElement,
    change: { name: string } | { position: number },
  ) =>
    request<EstimateElement>(`/api/estimates/${estimateId}/elements/${id}`, {
      method: 'PATCH',
      body: { revision, ...change },
    }),
  removeElement: (estimateId: string, { id, revision }: EstimateElement) =>
    request<RemovedElement>(
      withQuery(`/api/estimates/${estimateId}/elements/${id}`, { revision, lines: 'release' }),
      { method: 'DELETE' },
    ),
  putElementBack: (estimateId: string, removed: RemovedElement) =>
    post<EstimateElement>(`/api/estimates/${estimateId}/elements`, removed),
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

  schedules: ({ signal }: Bound = {}) =>
    request<{ schedules: JobSchedule[] }>('/api/jobs/schedules', { signal }),
  changeSchedule: (id: string, change: ScheduleChange, signal?: AbortSignal) =>
    request<JobSchedule>(`/api/jobs/schedules/${encodeURIComponent(id)}`, {
      method: 'PATCH',
      body: change,
      signal,
    }),
  previewSchedule: (when: { cron?: string; every_minutes?: number; time_zone?: string }) =>
    post<SchedulePreview>('/api/jobs/schedules/preview', when),
  runSchedule: (id: string) => post<Enqueued>(`/api/jobs/schedules/${id}/run`, {}),
  runs: (query: RunsSearch, signal?: AbortSignal) =>
    request<RunsPage>(withQuery('/api/jobs/runs', { ...query }), { signal }),
  run: (id: string, signal?: AbortSignal) =>
    request<JobRun>(`/api/jobs/runs/${encodeURIComponent(id)}`, { signal }),
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

  runNow: (jobName: string, signal?: AbortSignal) =>
    post<Enqueued>(`/api/jobs/${jobName}/run`, {}, signal),

  aggregatePopularity: ({ signal }: Bound = {}) =>
    post<PopularityAggregation>('/functions/v1/aggregate-library-popularity', {}, signal),
  capturePrices: (projectId: string, includeAllItems: boolean, signal?: AbortSignal) =>
    post<CapturedPrices>(
      '/functions/v1/capture-price-snapshot',
      { projectId, includeAllItems },
      signal,
    ),
  capturePricesInBackground: (projectId: string) =>
    post<Enqueued>('/functions/v1/capture-price-snapshot', { projectId, background: true }),
  calculateCosts: (
    libraryItemIds: readonly string[],
    projectId: string,
    options?: CostOptions,
    signal?: AbortSignal,
  ) =>
    post<CostCalculation>(
      '/functions/v1/calculate-complex-factors',
      { libraryItemIds, projectId, ...(options && { options }) },
      signal,
    ),

  trackUsage: (args: Record<string, unknown>, signal?: AbortSignal) =>
    post<number>('/rest/v1/rpc/track_library_item_usage', args, signal),
  statistics: (itemId: string, signal?: AbortSignal) =>
    post<ItemStatistics>('/rest/v1/rpc/get_library_item_statistics', { item_id: itemId }, signal),
  jobSummary: (daysBack: number, signal?: AbortSignal) =>
    post<JobSummary>('/rest/v1/rpc/get_job_execution_summary', { days_back: daysBack }, signal),
  cleanJobLogs: ({ signal }: Bound = {}) =>
    post<number>('/rest/v1/rpc/clean_old_job_logs', {}, signal),
};
