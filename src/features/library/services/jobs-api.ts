import { request, withQuery } from './api.ts';
import type {
  AuditPage,
  JobKind,
  JobSchedule,
  NewScheduleInput,
  QueueDepths,
  RunsCount,
  RunsThatFit,
} from './types.ts';

/** Runs one by one, by their ids, or all that fit a filter, as they were counted. */
export type WhichRuns = readonly string[] | RunsThatFit;

/** What the audit log is filtered by. */
interface AuditSearch {
  who?: string | undefined;
  action?: string | undefined;
  from?: string | undefined;
  to?: string | undefined;
  q?: string | undefined;
}

/** To how many runs something was done, and to how many that fit it has yet to be. */
interface Changed {
  changed: number;
  left: number;
}

const which = (runs: WhichRuns) => ('as_of' in runs ? { filter: runs } : { ids: runs });
const post = <Answer>(path: string, body: unknown) =>
  request<Answer>(path, { method: 'POST', body });

/** The routes that act on runs, make schedules, and tell what was done. */
export const jobsApi = {
  countRuns: (filter: Omit<RunsThatFit, 'as_of'>) =>
    request<RunsCount>(withQuery('/api/jobs/runs/count', filter)),
  retryRuns: (runs: WhichRuns, input?: unknown) =>
    post<Changed>('/api/jobs/runs/retry', {
      ...which(runs),
      ...(input !== undefined && { input }),
    }),
  cancelRuns: (runs: WhichRuns) => post<Changed>('/api/jobs/runs/cancel', which(runs)),
  discardRuns: (runs: WhichRuns, reason: string) =>
    post<Changed>('/api/jobs/runs/discard', { ...which(runs), reason }),
  postponeRuns: (ids: readonly string[], until: Date | null) =>
    post<Changed>('/api/jobs/runs/postpone', { ids, until: until?.toISOString() ?? null }),
  prioritizeRuns: (ids: readonly string[], priority: number) =>
    post<Changed>('/api/jobs/runs/prioritize', { ids, priority }),
  kinds: () => request<{ kinds: JobKind[] }>('/api/jobs/kinds'),
  makeSchedule: (schedule: NewScheduleInput) => post<JobSchedule>('/api/jobs/schedules', schedule),
  removeSchedule: (id: string) => request<null>(`/api/jobs/schedules/${id}`, { method: 'DELETE' }),
  depths: (query: { over: QueueDepths['over']; queue?: string | undefined }) =>
    request<QueueDepths>(withQuery('/api/jobs/depths', query)),
  audit: (query: AuditSearch & { cursor?: string | undefined }) =>
    request<AuditPage>(withQuery('/api/jobs/audit', { ...query, limit: 30 })),
};
