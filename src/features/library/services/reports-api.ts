import { request, withQuery } from './api.ts';
import { downloadFile } from './files-api.ts';
import type {
  NewReportSchedule,
  PriceReport,
  PriceReportsPage,
  ReportRequest,
  ReportSchedule,
  ReportSchedules,
} from './types.ts';

const base = '/api/reports';

/** The routes of reports of prices. */
export const reportsApi = {
  ask: (body: ReportRequest) => request<PriceReport>(base, { method: 'POST', body }),
  list: (cursor: string | undefined) =>
    request<PriceReportsPage>(withQuery(base, { cursor, limit: 50 })),
  download: ({ id, file_name }: PriceReport) =>
    downloadFile(`${base}/${id}/file`, file_name ?? 'report'),
  remove: (id: string) => request<null>(`${base}/${id}`, { method: 'DELETE' }),
  schedules: () => request<ReportSchedules>(`${base}/schedules`),
  schedule: (body: NewReportSchedule) =>
    request<ReportSchedule>(`${base}/schedules`, { method: 'POST', body }),
  switchSchedule: (id: string, enabled: boolean) =>
    request<ReportSchedule>(`${base}/schedules/${id}`, { method: 'PATCH', body: { enabled } }),
  removeSchedule: (id: string) => request<null>(`${base}/schedules/${id}`, { method: 'DELETE' }),
};
