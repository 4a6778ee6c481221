import { aggregateLibraryPopularity } from './handlers/aggregate-library-popularity.ts';
import { applyRetention } from './handlers/apply-retention.ts';
import { bulkUpdate } from './handlers/bulk-update.ts';
import { calculateComplexFactors } from './handlers/calculate-complex-factors.ts';
import { calculateKeptCosts } from './handlers/calculate-costs.ts';
import { captureOneSnapshot } from './handlers/capture-price-snapshot.ts';
import { captureAllSnapshots } from './handlers/capture-price-snapshots.ts';
import { cleanJobLogs } from './handlers/clean-job-logs.ts';
import { countPairBlock } from './handlers/count-pair-block.ts';
import { detectChanges } from './handlers/detect-price-changes.ts';
import { importLibrary } from './handlers/import-library.ts';
import { makeReport } from './handlers/make-price-report.ts';
import { refreshMonthlyPrices } from './handlers/refresh-price-months.ts';
import type { Handlers } from './run.ts';

/** The handler of every job; one that is missing does not compile. */
export const handlers: Handlers = {
  'aggregate-library-popularity': aggregateLibraryPopularity,
  'refresh-price-months': refreshMonthlyPrices,
  'detect-price-changes': detectChanges,
  'capture-price-snapshots': captureAllSnapshots,
  'capture-price-snapshot': captureOneSnapshot,
  'calculate-complex-factors': calculateComplexFactors,
  'calculate-costs': calculateKeptCosts,
  'clean-job-logs': cleanJobLogs,
  'bulk-update': bulkUpdate,
  'make-price-report': makeReport,
  'apply-retention': applyRetention,
  'import-library': importLibrary,
  'count-pair-block': countPairBlock,
};
