import type { z } from 'zod';
import { aggregateLibraryPopularity } from './jobs/aggregate-library-popularity.ts';
import { applyRetention } from './jobs/apply-retention.ts';
import { bulkUpdateJob } from './jobs/bulk-update.ts';
import { calculateComplexFactors } from './jobs/calculate-complex-factors.ts';
import { calculateCostsJob } from './jobs/calculate-costs.ts';
import { captureOnePriceSnapshot } from './jobs/capture-price-snapshot.ts';
import { capturePriceSnapshots } from './jobs/capture-price-snapshots.ts';
import { cleanJobLogs } from './jobs/clean-job-logs.ts';
import { countPairBlockJob } from './jobs/count-pair-block.ts';
import { detectPriceChanges } from './jobs/detect-price-changes.ts';
import { importLibraryJob } from './jobs/import-library.ts';
import { makePriceReportJob } from './jobs/make-price-report.ts';
import { refreshPriceMonths } from './jobs/refresh-price-months.ts';

/** A job is one line here, a file in src/contract/jobs that defines it, and its handler in src/jobs/handlers. */
const all = [
  aggregateLibraryPopularity,
  refreshPriceMonths,
  detectPriceChanges,
  capturePriceSnapshots,
  captureOnePriceSnapshot,
  calculateComplexFactors,
  calculateCostsJob,
  cleanJobLogs,
  bulkUpdateJob,
  makePriceReportJob,
  applyRetention,
  importLibraryJob,
  countPairBlockJob,
] as const;

type Jobs = { readonly [Job in (typeof all)[number] as Job['name']]: Job };

/** Every job there is, by name. A handler for each is required by the type of `handlers` in src/jobs/registry.ts. */
export const jobs = Object.fromEntries(all.map((job) => [job.name, job])) as Jobs;

/** The name of a job, which is also its queue's. */
export type JobName = keyof Jobs;
/** What a job's handler is given. */
export type JobInput<Name extends JobName> = z.infer<Jobs[Name]['input']>;
/** The names, for schemas and loops. */
export const jobNames = all.map(({ name }) => name) as [JobName, ...JobName[]];
