import { z } from 'zod';
import { id, page } from './common.ts';
import type { foundChange } from './price-changes.ts';
import type { itemTrend, priceIndex } from './price-trends.ts';

/** What a report can be made as, with its media type. */
export const reportFormats = {
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  pdf: 'application/pdf',
  csv: 'text/csv; charset=utf-8',
} as const;

/** The name of a format, which is also the ending of its files. */
export const reportFormat = z.enum(
  Object.keys(reportFormats) as [keyof typeof reportFormats, ...(keyof typeof reportFormats)[]],
);

/** Items told in one report at most: those with the most prices where there are more. */
export const mostItems = 5000;
/** Found changes told in one report at most: those with the most money at stake where there are more. */
export const mostChanges = 2000;

/**
 * What is to be reported: the prices of a project, a section, a division, chosen items, or all of them, over whole months
 * up to `until` (the newest price of what is chosen, where left out), and the change over some of them.
 */
export const reportRequest = z
  .strictObject({
    project: id.optional(),
    section: id.optional(),
    division: id.optional(),
    items: z.array(id).min(1).max(500).optional(),
    /** Months before the last one. */
    months: z.int().min(1).max(120).default(12),
    until: z.iso.date().optional(),
    /** Months of the change that movers are told by. */
    over: z.literal([1, 3, 6, 12]).default(6),
    /** Fewest prices in both months of that change: a median of few says little. */
    minimum: z.int().min(1).max(1000).default(3),
    format: reportFormat.default('xlsx'),
    /** Of a PDF, and of a printed sheet. */
    paper: z.enum(['a4', 'letter']).default('a4'),
  })
  .meta({ id: 'PriceReportRequest' });

/** A report: asked for, being made, or there to be downloaded. Its id is that of the run that makes it. */
export const priceReport = z
  .object({
    id,
    title: z.string(),
    project_id: id.nullable(),
    owner_id: id,
    /** Whether it is the reader's own, rather than one of a project of theirs. */
    own: z.boolean(),
    /** Whether a schedule asked for it. */
    scheduled: z.boolean(),
    request: reportRequest,
    status: z.enum(['queued', 'running', 'ready', 'failed', 'cancelled']),
    /** Of one being made: what is done at the moment. */
    phase: z.string().nullable(),
    /** Why there is none. */
    error: z.string().nullable(),
    file_name: z.string().nullable(),
    /** Bytes. */
    size: z.int().nullable(),
    created_at: z.string(),
    made_at: z.string().nullable(),
    /** When it is removed, as retention is set now. */
    expires_at: z.string(),
  })
  .meta({ id: 'PriceReport' });

/** Address parameters of the list. */
export const reportsQuery = z.object(page);

/** A page of the reports the reader may see, newest first. */
export const reportsPage = z
  .object({ reports: z.array(priceReport), next_cursor: z.string().nullable() })
  .meta({ id: 'PriceReportsPage' });

const when = {
  /** Minute, hour, day, month, weekday, in `time_zone`. */
  cron: z.string().trim().min(1).max(200).optional(),
  /** So often, in real time. */
  every_minutes: z.int().min(60).max(527_040).optional(),
  /** An IANA time zone; the server's where left out. */
  time_zone: z.string().trim().min(1).max(100).optional(),
};

/** Body of having a report made again and again; `cron` or `every_minutes` says when, at most hourly. */
export const scheduleReportInput = z
  .strictObject({ request: reportRequest, ...when })
  .refine((body) => (body.cron === undefined) !== (body.every_minutes === undefined), {
    path: ['cron'],
    message: 'Give cron or every_minutes.',
  });

/** Body of switching a report's schedule on or off. */
export const switchReportScheduleInput = z.strictObject({ enabled: z.boolean() });

/** A report that is made by itself. */
export const reportSchedule = z
  .object({
    id: z.string(),
    title: z.string(),
    request: reportRequest,
    project_id: id.nullable(),
    own: z.boolean(),
    cron: z.string().nullable(),
    every_minutes: z.int().nullable(),
    time_zone: z.string(),
    enabled: z.boolean(),
    next_runs: z.array(z.string()),
  })
  .meta({ id: 'PriceReportSchedule' });

/** Those the reader may see. */
export const reportSchedulesAnswer = z.object({ schedules: z.array(reportSchedule) });

export type ReportFormat = z.infer<typeof reportFormat>;
export type ReportRequest = z.infer<typeof reportRequest>;
export type PriceReport = z.infer<typeof priceReport>;

/** A calendar month, by its first day, in which an item has prices. */
export interface ItemMonth {
  month: string;
  median: number;
  observations: number;
}

/** One item of a report: its trend, with its median of each month of the report that has prices. */
export interface ReportLine extends Omit<z.infer<typeof itemTrend>, 'touches'> {
  /** Money in the open estimates that its newest median touches, and how many they are. */
  touches: { estimates: number; amount: number };
  months: ReadonlyMap<string, number>;
  /** Of the four years up to the last month of the report, the oldest first: what a forecast rests on. */
  past: readonly ItemMonth[];
}

/** What a report says, whatever it is written as. Every figure is one its asker may see. */
export interface ReportContent {
  title: string;
  /** What it is of, in words. */
  scope: string;
  /** First days of the months it is over, ISO dates. */
  months: readonly string[];
  over: number;
  minimum: number;
  paper: ReportRequest['paper'];
  madeAt: Date;
  index: z.infer<typeof priceIndex>;
  /** By code. */
  lines: readonly ReportLine[];
  /** Whether there are more items than the lines tell. */
  more: boolean;
  /** Found in its months: open ones before settled ones, and of these those with the most money at stake first. */
  changes: readonly z.infer<typeof foundChange>[];
  /** Whether more were found than are told. */
  moreChanges: boolean;
  /** How the figures came about, a sentence each. */
  notes: readonly string[];
}
