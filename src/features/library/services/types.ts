import type { z } from 'zod';
import type {
  bulkChange,
  bulkEffect,
  bulkFilter,
  bulkHistoryPage,
  bulkRowsPage,
  bulkSelection,
  bulkStarted,
  savedFilter,
} from '../../../contract/bulk-updates.ts';
import type { enqueued } from '../../../contract/common.ts';
import type { calculateCostsAnswer, costOptions } from '../../../contract/complex-costs.ts';
import type {
  calculationInput,
  calculationItemsPage,
  costComparison,
  costPreset,
} from '../../../contract/cost-calculations.ts';
import type {
  estimateElement,
  movedLines,
  removedElement,
} from '../../../contract/estimate-elements.ts';
import type { addedLines, removedLines } from '../../../contract/estimate-lines.ts';
import type { auditPage, jobSummary, runsCount, runsPage } from '../../../contract/job-manager.ts';
import type {
  buildUpTree,
  libraryHeadings,
  libraryItem,
  libraryPage,
  libraryRow,
  librarySort,
} from '../../../contract/library.ts';
import type { importStarted, libraryImports } from '../../../contract/library-files.ts';
import type { notice, noticesAnswer } from '../../../contract/notices.ts';
import type { aggregatePopularityAnswer, itemStatistics } from '../../../contract/popularity.ts';
import type {
  changeEvidence,
  foundChange,
  priceChangesPage,
  thresholds,
} from '../../../contract/price-changes.ts';
import type { priceForecast } from '../../../contract/price-forecast.ts';
import type {
  priceReport,
  reportRequest,
  reportSchedule,
  reportSchedulesAnswer,
  reportsPage,
  scheduleReportInput,
} from '../../../contract/price-reports.ts';
import type {
  captureSnapshotAnswer,
  jobPrice,
  priceHistory,
} from '../../../contract/price-snapshots.ts';
import type {
  itemTrend,
  priceDrivers,
  priceIndex,
  priceTrend,
  trendsPage,
} from '../../../contract/price-trends.ts';
import type {
  addMemberInput,
  memberRole,
  projectMember,
  projectMembers,
} from '../../../contract/project-members.ts';
import type {
  importedRates,
  projectRatesPage,
  rateHistory,
} from '../../../contract/project-rates.ts';
import type {
  addProjectInput,
  changeEstimateLineInput,
  changeProjectInput,
  estimateHead,
  estimateLine,
  projectDetail,
  projectsPage,
  removedEstimate,
} from '../../../contract/projects.ts';
import type { resourcesPage } from '../../../contract/resources.ts';
import type { removal, retentionRule } from '../../../contract/retention.ts';
import type { session, sessionOffer } from '../../../contract/session.ts';
import type { suggestAnswer, suggestionFigures } from '../../../contract/suggestions.ts';

/** What the server answers, by the names the pages use. Types only: zod itself stays out of the browser. */
export type Enqueued = z.infer<typeof enqueued>;
export type LibraryHeadings = z.infer<typeof libraryHeadings>;
export type LibraryPage = z.infer<typeof libraryPage>;
export type LibraryRow = z.infer<typeof libraryRow>;
export type LibrarySort = z.infer<typeof librarySort>;
export type LibraryItem = z.infer<typeof libraryItem>;
export type BuildUpTree = z.infer<typeof buildUpTree>;
export type ItemStatistics = z.infer<typeof itemStatistics>;
export type PriceHistory = z.infer<typeof priceHistory>;
export type ChangeEvidence = z.infer<typeof changeEvidence>;
export type FoundChange = z.infer<typeof foundChange>;
export type PriceChangesPage = z.infer<typeof priceChangesPage>;
export type ChangeThresholds = z.infer<typeof thresholds>;
export type PriceForecast = z.infer<typeof priceForecast>;
export type ItemPriceTrend = z.infer<typeof itemTrend>;
export type PriceDrivers = z.infer<typeof priceDrivers>;
export type PriceIndex = z.infer<typeof priceIndex>;
export type PriceTrend = z.infer<typeof priceTrend>;
export type PriceTrendsPage = z.infer<typeof trendsPage>;
export type ProjectsPage = z.infer<typeof projectsPage>;
export type ProjectRow = ProjectsPage['projects'][number];
export type AddMember = z.input<typeof addMemberInput>;
export type MemberRole = z.infer<typeof memberRole>;
export type ProjectMember = z.infer<typeof projectMember>;
export type ProjectMembers = z.infer<typeof projectMembers>;
export type ProjectInput = z.input<typeof addProjectInput>;
export type ProjectChange = z.input<typeof changeProjectInput>;
export type ProjectDetail = z.infer<typeof projectDetail>;
export type Estimate = ProjectDetail['estimates'][number];
export type EstimateHead = z.infer<typeof estimateHead>;
export type RemovedEstimate = z.infer<typeof removedEstimate>;
export type EstimateElement = z.infer<typeof estimateElement>;
export type RemovedElement = z.infer<typeof removedElement>;
export type MovedLines = z.infer<typeof movedLines>;
export type EstimateLine = z.infer<typeof estimateLine>;
export type LineChange = z.input<typeof changeEstimateLineInput>;
export type AddedLines = z.infer<typeof addedLines>;
export type RemovedLines = z.infer<typeof removedLines>;
export type JobPrice = z.infer<typeof jobPrice>;
export type Removal = z.infer<typeof removal>;
export type RetentionRule = z.infer<typeof retentionRule>;
export type SuggestionFigures = z.infer<typeof suggestionFigures>;
export type Suggestions = z.infer<typeof suggestAnswer>;
export type Suggestion = Suggestions['suggestions'][number];
export type CapturedPrices = z.infer<typeof captureSnapshotAnswer>;
export type PopularityAggregation = z.infer<typeof aggregatePopularityAnswer>;
export type CostCalculation = z.infer<typeof calculateCostsAnswer>;
export type CostOptions = z.input<typeof costOptions>;
export type JobSummary = z.infer<typeof jobSummary>;
export type AuditPage = z.infer<typeof auditPage>;
export type RunsCount = z.infer<typeof runsCount>;
export type Notice = z.infer<typeof notice>;
export type Notices = z.infer<typeof noticesAnswer>;
export type RunsPage = z.infer<typeof runsPage>;
export type Session = z.infer<typeof session>;
export type SessionOffer = z.infer<typeof sessionOffer>;
export type { BulkDraft, BulkTarget, BulkUpdate } from '../../../contract/bulk-updates.ts';
export type {
  FileMapping,
  LibraryFormat,
  LibraryImport,
  LibraryImportReport,
  LibraryTable,
  SheetMapping,
  SheetPreview,
} from '../../../contract/library-files.ts';
export type LibraryImports = z.infer<typeof libraryImports>;
export type ImportStarted = z.infer<typeof importStarted>;
export type { CostResult } from '../../../contract/complex-costs.ts';
export type {
  FrozenComparison,
  FrozenEstimate,
  FrozenEstimates,
} from '../../../contract/frozen-estimates.ts';
export type {
  JobHealth,
  JobRun,
  QueueDepths,
  RunHistory,
  RunsThatFit,
} from '../../../contract/job-manager.ts';
export type {
  JobKind,
  JobSchedule,
  NewScheduleInput,
  ScheduleChange,
  SchedulePreview,
} from '../../../contract/schedules.ts';
export type BulkChange = z.input<typeof bulkChange>;
export type BulkFilter = z.input<typeof bulkFilter>;
export type BulkSelection = z.input<typeof bulkSelection>;
export type BulkEffect = z.infer<typeof bulkEffect>;
export type BulkRowsPage = z.infer<typeof bulkRowsPage>;
export type BulkRow = BulkRowsPage['rows'][number];
export type BulkStarted = z.infer<typeof bulkStarted>;
export type BulkHistoryPage = z.infer<typeof bulkHistoryPage>;
export type SavedFilter = z.infer<typeof savedFilter>;
export type ResourcesPage = z.infer<typeof resourcesPage>;
export type ResourceRow = ResourcesPage['resources'][number];
export type ProjectRatesPage = z.infer<typeof projectRatesPage>;
export type ProjectRateRow = ProjectRatesPage['rates'][number];
export type RateHistory = z.infer<typeof rateHistory>;
export type ImportedRates = z.infer<typeof importedRates>;
export type PriceReport = z.infer<typeof priceReport>;
export type PriceReportsPage = z.infer<typeof reportsPage>;
export type ReportRequest = z.input<typeof reportRequest>;
export type ReportSchedule = z.infer<typeof reportSchedule>;
export type ReportSchedules = z.infer<typeof reportSchedulesAnswer>;
export type NewReportSchedule = z.input<typeof scheduleReportInput>;
export type { KeptCalculation } from '../../../contract/cost-calculations.ts';
export type CalculationInput = z.input<typeof calculationInput>;
export type CalculationItemsPage = z.infer<typeof calculationItemsPage>;
export type CalculatedRow = CalculationItemsPage['items'][number];
export type CostComparison = z.infer<typeof costComparison>;
export type CostPreset = z.infer<typeof costPreset>;
export type WholeCostOptions = z.infer<typeof costOptions>;
